import type { Capabilities } from '../../schemas/capabilities.ts';
import type { Profile } from '../profile.ts';
import type { ConditionVerdict } from './condition.ts';
import { conditionNamed } from './conditions.ts';

/** A condition's verdict with the name of the condition that gave it. */
export interface NamedVerdict extends ConditionVerdict {
  condition: string;
}

/**
 * Whether one condition holds for this endpoint under this profile.
 * @param owner who names the condition (a row's id), for the error
 * @throws Error naming owner and condition if there is no such condition
 */
export function evaluateCondition(
  name: string,
  capabilities: Capabilities,
  profile: Profile,
  owner = 'a check',
): NamedVerdict {
  const found = conditionNamed(name);
  if (!found)
    throw new Error(`${owner} names the condition "${name}", which config/conditions does not define`);
  return { condition: name, ...found.holds(capabilities, profile) };
}

/** The verdict that keeps a check from running: an unmet condition before an unknown one; undefined where all hold. */
export function obstacle(verdicts: readonly NamedVerdict[]): NamedVerdict | undefined {
  return verdicts.find(({ state }) => state === 'unmet') ?? verdicts.find(({ state }) => state === 'unknown');
}

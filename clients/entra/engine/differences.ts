import { type Attributes, equal, unassigned } from '../../../schemas/attributes.ts';
import { readTarget } from '../mapping.ts';
import type { Change } from '../updates.ts';
import type { Rules, Sent } from './rules.ts';

/** What of a resource is not as the directory has it; "only during creation" does not flow again. */
export function differences(
  rules: Rules,
  kind: 'User' | 'Group',
  found: Attributes,
  values: Map<string, Sent>,
): { adds: Change[]; replaces: Change[] } {
  const adds: Change[] = [];
  const replaces: Change[] = [];
  for (const { target, createOnly } of rules.flows[kind]) {
    const value = values.get(target.path);
    if (value === undefined || createOnly) continue;
    const present = readTarget(found, target);
    if (equal(present, value)) continue;
    (unassigned(present) ? adds : replaces).push({ path: target.path, value });
  }
  return { adds, replaces };
}

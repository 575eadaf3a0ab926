import type { Capabilities } from '../../schemas/capabilities.ts';
import type { Profile } from '../profile.ts';

/** Whether a condition holds, and on whose word. */
export interface ConditionVerdict {
  /** `unknown`: the endpoint published nothing that answers it, and the profile assumes nothing. */
  state: 'met' | 'unmet' | 'unknown';
  basis: 'declared' | 'assumed' | 'target';
  /** A phrase for users, such as "the endpoint says that patch.supported is false". */
  why: string;
}

/** Asks endpoint and profile whether something holds. */
export type Holds = (capabilities: Capabilities, profile: Profile) => ConditionVerdict;

/** What has to hold for a row to apply. */
export interface Condition {
  /** As rows and checks name it, such as `patch` or `attribute:User.emails`. */
  name: string;
  /** The end of a sentence that begins with "applies when". */
  words: string;
  holds: Holds;
}

export const met = (basis: ConditionVerdict['basis'], why: string): ConditionVerdict => ({
  state: 'met',
  basis,
  why,
});
export const unmet = (basis: ConditionVerdict['basis'], why: string): ConditionVerdict => ({
  state: 'unmet',
  basis,
  why,
});
export const unknown = (why: string, basis: ConditionVerdict['basis'] = 'declared'): ConditionVerdict => ({
  state: 'unknown',
  basis,
  why,
});
export const decide = (holds: boolean, basis: ConditionVerdict['basis'], why: string): ConditionVerdict =>
  holds ? met(basis, why) : unmet(basis, why);

/** Holds when one of the alternatives does; the first that is met speaks, else the first unknown one. */
export function anyOf(...alternatives: Holds[]): Holds {
  return (capabilities, profile) => {
    const verdicts = alternatives.map((holds) => holds(capabilities, profile));
    const best =
      verdicts.find(({ state }) => state === 'met') ?? verdicts.find(({ state }) => state === 'unknown');
    return best ?? (verdicts[0] as ConditionVerdict);
  };
}

/** Names of resource types and attributes compare without regard to letter case (RFC 7643 section 2.1). */
export const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

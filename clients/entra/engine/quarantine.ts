import type { Failure } from './log.ts';

/** When a job is quarantined for the number of its failures; failures of references do not count. */
export interface QuarantineLimits {
  /** Failures from which the share is looked at. */
  from: number;
  /** Share of the objects that may fail. */
  share: number;
  /** Failures that are too many whatever the share. */
  most: number;
}

/** As Microsoft documents them (application-provisioning-quarantine-status). */
export const QUARANTINE_LIMITS: QuarantineLimits = { from: 5_000, share: 0.4, most: 40_000 };

/** Why a job with so many failures is quarantined; undefined where it goes on. */
export function quarantineFor(
  failed: number,
  objects: number,
  limits: QuarantineLimits,
): Failure | undefined {
  const share = objects === 0 ? 0 : failed / objects;
  if (failed < limits.from || (share <= limits.share && failed <= limits.most)) return undefined;
  return {
    code: 'EncounteredEscrowProportionThreshold',
    says: `${failed} of ${objects} objects failed (${Math.round(share * 100)} %)`,
    next: 'Entra quarantines the job: cycles slow down to one a day, and after four weeks the job is disabled.',
  };
}

/** Why the leavers of a cycle are held back. */
export function staged(leavers: number, threshold: number): Failure {
  return {
    code: 'StagedDelete',
    says: `${leavers} objects would be disabled or deleted, and the threshold for accidental deletions is ${threshold}`,
    next: 'Entra quarantines the job until an administrator chooses "Allow deletes", which sends them all (--allow-deletes), or brings the objects back into scope.',
  };
}

/** How long the service waits before it tries an object again, by the attempts that failed (quarantine and escrow). */
export function retryAfter(attempts: number): string {
  const hours = [6, 12, 24][attempts - 1] ?? 24;
  const wait = attempts > 3 ? 'a day later' : `after ${hours} hours`;
  return `Attempt ${attempts} failed: Entra has the object in escrow and tries it again ${wait}; first after 6, 12 and 24 hours, then daily, for up to 28 days.`;
}

import type { BlockedBy, Finding, NotApplicableReason } from './outcome.ts';

/** A claim of a check that does not hold; ends the check, or its line within `must.each`. */
export class ClaimFailed extends Error {
  override readonly name = 'ClaimFailed';
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(`${finding.key}: expected ${finding.expected}, observed ${finding.observed}`);
    this.finding = finding;
  }
}

/** Set-up that did not come about, so that nothing can be said of the claim. */
export class Blocked extends Error {
  override readonly name = 'Blocked';
  readonly by: BlockedBy;

  constructor(by: BlockedBy) {
    super(`${by.step}: ${by.request} answered ${by.status}`);
    this.by = by;
  }
}

/** The endpoint has nothing that the check could judge. */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable';
  readonly reason: NotApplicableReason;

  constructor(reason: NotApplicableReason, explanation: string) {
    super(explanation);
    this.reason = reason;
  }
}

/** No HTTP answer came; `write` says whether something may have been changed all the same. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly code: string;
  readonly write: boolean;
  readonly request: string;
  readonly exchange: number;
  /** It carried another credential than the run's, and the time was up. */
  readonly heldUp: boolean;

  constructor(failure: {
    code: string;
    message: string;
    write: boolean;
    request: string;
    exchange: number;
    heldUp?: boolean;
  }) {
    super(`${failure.request}: ${failure.message} (${failure.code})`);
    this.code = failure.code;
    this.write = failure.write;
    this.request = failure.request;
    this.exchange = failure.exchange;
    this.heldUp = failure.heldUp === true;
  }
}

/** A request that was not sent at all, since such requests get no answer. */
export class Unsent extends NoAnswer {}

/** The run was told to stop before this request was sent. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** A create that would take the run beyond --max-resources. */
export class DoesNotFit extends Error {
  override readonly name = 'DoesNotFit';

  constructor(most: number) {
    super(`it needs more than ${most} resources at once: raise --max-resources`);
  }
}

/** Whom a write would reach, and how it came about where the endpoint named one as the run's own. */
export const STRANGER = 'an account that does not belong to this run';
export const FOREIGN =
  'the address that a create of this run was answered with does not show what the run made';

/** A write that the guard does not let through: a mistake of the suite, or an account that is not ours. */
export class Refused extends Error {
  override readonly name = 'Refused';
  /** What the endpoint did so that the write would not be safe; undefined where the suite is at fault. */
  readonly because: 'foreign' | 'unproved' | 'invented' | 'there' | 'taken' | 'astray' | 'unseen' | undefined;
  /** Number of the exchange that gave reason for it. */
  readonly exchange: number | undefined;

  constructor(message: string, because?: Refused['because'], exchange?: number) {
    super(message);
    this.because = because;
    this.exchange = exchange;
  }
}

import type { Severity } from '../config/row.ts';

/** What came of a check; in the words of W3C EARL: passed, failed, cantTell, inapplicable, cantTell, untested. */
export type Status = 'pass' | 'fail' | 'blocked' | 'not-applicable' | 'error' | 'not-run';

export type NotApplicableReason = 'declared' | 'assumed' | 'target' | 'nothing-to-observe';
export type NotRunReason =
  | 'filtered'
  | 'read-only'
  | 'opt-in'
  | 'skipped'
  | 'needs-setting'
  | 'interrupted'
  | 'deadline'
  | 'unsafe';

/** One way in which a check's claim does not hold. */
export interface Finding {
  /** Stable and free of run values, such as `User.nickName` or `POST 415`; waivers and compare work on it. */
  key: string;
  expected: string;
  observed: string;
  /** The requirement row that is broken. */
  row: string;
  /** Numbers of the exchanges that show it. */
  exchanges: number[];
  /** How often a rule over all traffic saw it; absent for a check. */
  count?: number;
}

/** Something tolerated that the row grades down, or that a reader wants to know. */
export interface Remark {
  severity: Severity;
  key: string;
  text: string;
  exchanges: number[];
}

/** A choice that the RFC leaves open, such as `put.omitted: cleared`. */
export interface Observation {
  key: string;
  value: string;
}

/** The set-up step that failed, so that the claim could not be judged. */
export interface BlockedBy {
  step: string;
  /** Method and path template, such as `POST /Users`. */
  request: string;
  /** HTTP status, or the code of the failure when no answer came. */
  status: number | string;
  /** What groups checks that are blocked by one cause. */
  signature: string;
  /** What the endpoint said of its refusal. */
  detail?: string;
  exchange?: number;
}

/** What came of one check. */
export interface Outcome {
  id: string;
  status: Status;
  reason?: NotApplicableReason | NotRunReason;
  /** The reason in words: which claim of the endpoint, which setting. */
  explanation?: string;
  findings: Finding[];
  remarks: Remark[];
  observations: Observation[];
  exchanges: number[];
  blockedBy?: BlockedBy;
  /** Members of the capabilities that the profile assumed and this check relied on. */
  assumed: string[];
  /** What the suite itself did wrong; status `error` only. */
  error?: string;
  attempts: number;
  durationMs: number;
}

/** What blocks a check whose change is not sent, since nobody knows whom the first ones reached. */
export const UNSEEN_CHANGES =
  'the first changes were acknowledged but could not be seen, so no further ones were sent';

/** What blocks a check that met an endpoint which served nothing any more; then what was answered. */
export const STOPPED_SERVING = 'the endpoint stopped serving: ';

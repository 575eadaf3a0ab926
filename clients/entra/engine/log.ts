import { present } from '../../../schemas/present.ts';
/** What the service did with one object, in the terms of its provisioning log. */
export interface LogEntry {
  cycle: number;
  at: string;
  kind: 'User' | 'Group';
  /** objectId in the directory, and a name that people know. */
  source: string;
  name: string;
  target?: string;
  action: 'create' | 'update' | 'delete' | 'disable' | 'other';
  status: 'success' | 'failure' | 'skipped' | 'warning';
  /** The step that decided: import, scoping, matching, export, referenceResolution. */
  step: 'import' | 'scoping' | 'matching' | 'export' | 'referenceResolution';
  says: string;
  /** Attributes or members that were written. */
  modified?: string[];
  /** The service's own error code. */
  code?: string;
  /** Status that was answered to what failed. */
  answered?: number;
  /** What the service would do next, and when. */
  next?: string;
  exchange?: number;
}

/** An error as the service names it, with what it does next by its documentation. */
export interface Failure {
  code: string;
  says: string;
  next: string;
  /** Whether the job is quarantined at once, so that the cycle ends. */
  quarantine?: true;
  answered?: number;
  exchange?: number;
}

/** What the service does with most failures. */
export const LATER =
  'Entra puts the object in escrow and tries it again after 6, 12 and 24 hours, then daily, for up to 28 days.';
const QUARANTINE =
  'Entra quarantines the job at once: cycles slow down to one a day, and after four weeks the job is disabled.';
const NEXT_CYCLE = 'Entra tries it again in the next cycle, about 40 minutes later.';
const NO_RETRY_AFTER =
  'Public sources disagree on whether Entra honours Retry-After; expect the next attempt in the next cycle, about 40 minutes later.';

/** The code that an answer turns into. */
export function classifyFailure(status: number, says: string, exchange?: number): Failure {
  const known = CODES[status];
  const [code, next, quarantine] =
    known ??
    (status >= 500
      ? ['InternalServerError', NEXT_CYCLE]
      : ['SystemForCrossDomainIdentityManagementServiceIncompatible', LATER]);
  return {
    code,
    next,
    says,
    answered: status,
    ...(quarantine ? { quarantine: true as const } : {}),
    ...present({ exchange }),
  };
}

const CODES: Record<number, [code: string, next: string, quarantine?: true]> = {
  401: ['Unauthorized', QUARANTINE, true],
  403: ['InsufficientRights', QUARANTINE, true],
  405: ['MethodNotAllowed', LATER],
  408: ['Timeout', NEXT_CYCLE],
  409: ['EntryConflict', LATER],
  422: ['UnprocessableEntity', LATER],
  429: ['TooManyRequests', NO_RETRY_AFTER],
  501: ['NotImplemented', LATER],
};

/** No answer, or one that is no HTTP. */
export function noAnswer(code: string, says: string, exchange: number): Failure {
  const timeout = /timeout/i.test(code);
  return { code: timeout ? 'Timeout' : 'WebExceptionProtocolError', says, next: NEXT_CYCLE, exchange };
}

/** Failures that no status stands for. */
export const incident = {
  duplicates: (says: string): Failure => ({ code: 'DuplicateTargetEntries', says, next: LATER }),
  anchorLost: (says: string): Failure => ({
    code: 'InvalidAnchor',
    says,
    next: 'Entra drops the link and matches the object anew in the next cycle.',
  }),
  /** No code of the service: it would have written over that account. */
  otherFound: (attribute: string, place: string): Failure => ({
    code: 'NotProvedOurs',
    says: `its lookup by ${attribute} found ${place}, which has another ${attribute}`,
    next: 'Entra would link the object to that account and overwrite it.',
  }),
  incompatible: (says: string, answered?: number): Failure => ({
    code: 'SystemForCrossDomainIdentityManagementServiceIncompatible',
    says,
    ...present({ answered }),
    next: LATER,
  }),
  /** No code of the service: it would have written. */
  unproved: (says: string): Failure => ({
    code: 'NotProvedOurs',
    says: `not written, since it is not proven to belong to this job: ${says}`,
    next: 'Entra would have written; this rehearsal tries again in the next cycle.',
  }),
  /** Not sent, since somebody has one of its values: the service would send it. */
  taken: (attribute: string, by: string): Failure => ({
    code: 'EntryConflict',
    says: `not sent: ${by}, which does not belong to this job, has the same ${attribute}. Entra would send the create and get a 409; an endpoint that upserts would overwrite that account`,
    next: LATER,
  }),
  /** Not sent, since it cannot be seen whether somebody has one of its values: no code of the service. */
  unseen: (attribute: string, answered: string): Failure => ({
    code: 'NotProvedOurs',
    says: `not sent: it is unknown whether an account already has its ${attribute}, as the lookup answered ${answered}; the new account could not be proven to belong to this job`,
    next: 'Entra would send the create; this rehearsal tries again in the next cycle.',
  }),
  /** No code of the service is documented for it. */
  notEvaluated: (says: string): Failure => ({ code: 'ExpressionFailed', says, next: LATER }),
  missing: (says: string): Failure => ({ code: 'MissingValues', says, next: LATER }),
};

const COLUMNS = [
  'cycle',
  'at',
  'kind',
  'source',
  'name',
  'target',
  'action',
  'status',
  'step',
  'says',
  'modified',
  'code',
  'answered',
  'next',
  'exchange',
] as const;

export const csvHeader = `${COLUMNS.join(',')}\r\n`;

/** An entry as a line of CSV; what a spreadsheet would take for a formula is quoted as text. */
export function csvLine(entry: LogEntry): string {
  const cells = COLUMNS.map((name) => {
    const value = entry[name];
    const raw = value === undefined ? '' : Array.isArray(value) ? value.join(' ') : String(value);
    const text = /^[=+\-@\t\r]/.test(raw) ? `'${raw}` : raw;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${cells.join(',')}\r\n`;
}

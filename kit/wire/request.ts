import { operationsIn } from '../../schemas/bulk.ts';
import type { Ticket } from './meeting.ts';
import type { ScimResponse } from './response.ts';

/** What a write does, as far as its method says. */
export type WriteKind = 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'bulk';

/** When somebody last sent a write of each kind, in milliseconds of `performance.now()`. */
export type Wrote = Readonly<Partial<Record<WriteKind, number>>>;

export type Purpose = 'given' | 'claim' | 'control' | 'clean-up' | 'retry';

/** Who sends a request and why; collects the numbers of the exchanges. */
export interface Sender {
  check: string;
  ordinal: number;
  /** Numbers of what it sent; one who sends for hours keeps none. */
  exchanges?: number[];
  /** When it last wrote. */
  wrote?: Wrote;
  /** It is a check's: what got no answer in time again and again is not sent for it. */
  heedsSilence?: true;
}

/** One whose exchanges are told of. */
export interface NotingSender extends Sender {
  exchanges: number[];
}

export interface ScimRequest {
  method: string;
  /** Path and query below the tenant URL, encoded as it goes out. */
  path: string;
  /** Replaces or, with null, leaves out a header that is sent otherwise. */
  headers?: Record<string, string | null>;
  body?: string;
  purpose: Purpose;
  step?: string;
  /** A POST that only reads, such as .search. */
  reads?: boolean;
  /** Gives back a 429 or 503 as it came, without waiting and asking again. */
  impatient?: boolean;
  /** Sends a list although it may not show yet what was written before: only where a check asks for just that. */
  atOnce?: boolean;
  /** Gives back a redirect as it came, without asking where it leads. */
  unfollowed?: boolean;
  /** A change goes out without a version, although the endpoint may want one: as a client sends it. */
  unconditional?: boolean;
  /** To leave at the same moment as others. */
  ticket?: Ticket;
}

/** What rules over all traffic see: an answered exchange with its whole body. */
export interface Answered {
  request: ScimRequest & { sent: Record<string, string> };
  response: ScimResponse;
  sender: Sender;
  /** It gives something new the id of a resource that the run had deleted. */
  reassigned?: boolean;
}

/** Whether a request may change something at the endpoint. */
export function isWrite({ method, reads }: ScimRequest): boolean {
  return !reads && !['GET', 'HEAD', 'OPTIONS'].includes(method);
}

/** Whether a request carries operations of its own (RFC 7644 section 3.7). */
export function isBulk({ path }: Pick<ScimRequest, 'path'>): boolean {
  return path.startsWith('/Bulk');
}

/** What kind of write a request is; other methods may do anything that a bulk request may. */
export function writeKind(request: Pick<ScimRequest, 'method' | 'path'>): WriteKind {
  const { method } = request;
  const isKnown = method === 'POST' || method === 'PUT' || method === 'PATCH' || method === 'DELETE';
  return isKnown && !isBulk(request) ? method : 'bulk';
}

/** The latest of what two wrote. */
export function latest(one: Wrote = {}, other: Wrote = {}): Wrote {
  const kinds = Object.keys({ ...one, ...other }) as WriteKind[];
  return Object.fromEntries(kinds.map((kind) => [kind, Math.max(one[kind] ?? 0, other[kind] ?? 0)]));
}

/** How many resources a request may create. */
export function countAsked(request: ScimRequest): number {
  if (!isBulk(request)) return 1;
  return operationsIn(request.body).filter(({ method }) => String(method).toUpperCase() === 'POST').length;
}

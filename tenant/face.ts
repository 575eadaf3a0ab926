import type { Semantics } from './semantics/index.ts';
import type { PageLimits } from './semantics/reading.ts';

export type FaceName =
  | 'full'
  | 'minimal'
  | 'cursor-only'
  | 'users-only'
  | 'no-discovery'
  | 'tls'
  | 'limited'
  | 'hard-delete-only'
  | 'django-like';

/** One sound configuration of the tenant. */
export interface Face {
  says: string;
  /** Path of the tenant URL, such as `/ftp/scim`; empty for an endpoint at the root of its host. */
  base: string;
  /** Other paths under which the same endpoint is served. */
  aliases: string[];
  patch: boolean;
  filter: boolean;
  sort: boolean;
  bulk: false | { maxOperations: number; maxPayloadSize: number };
  etag: boolean;
  changePassword: boolean;
  me: boolean;
  /** POST .search and queries on the tenant URL. */
  search: boolean;
  /** Methods of pagination; without one, lists have index pages and the configuration says nothing of RFC 9865. */
  pagination: { index: boolean; cursor: boolean; publish: boolean };
  limits: PageLimits;
  discovery: boolean;
  groups: boolean;
  testExtension: boolean;
  /** Whether every account has to carry the enterprise extension; the tenant adds it where it is left out. */
  requiresEnterprise: boolean;
  tls: boolean;
  /** Requests a second before 429; 0: any number. */
  requestsPerSecond: number;
  /** Of so many requests one is answered 429 at any pace, as where others use the endpoint too; 0: none. */
  oneBusyIn: number;
  /** How a refusal for that reason says when to come back (RFC 9110 section 10.2.3). */
  retryAfter: 'seconds' | 'date' | 'never';
  /** Milliseconds by which lists and filters are behind what was written. */
  listLagMs: number;
  /** Milliseconds that lists and filters are behind deletions, where that is longer. */
  departureLagMs: number;
  /** Whether PATCH of a group is answered with the group; Entra would rather not have all members sent back. */
  groupPatchBody: boolean;
  /** Core attributes of User that the schema leaves out. */
  withoutAttributes: string[];
  semantics?: Partial<Semantics>;
}

import type { Face, FaceName } from './face.ts';
import { imitations } from './imitations/index.ts';

const full: Face = {
  says: 'everything optional is on',
  base: '/ftp/scim',
  aliases: [],
  patch: true,
  filter: true,
  sort: true,
  bulk: { maxOperations: 100, maxPayloadSize: 1_048_576 },
  etag: true,
  changePassword: true,
  me: true,
  search: true,
  pagination: { index: true, cursor: true, publish: true },
  limits: { defaultSize: 100, maxSize: 200 },
  discovery: true,
  groups: true,
  testExtension: true,
  requiresEnterprise: false,
  tls: false,
  requestsPerSecond: 0,
  oneBusyIn: 0,
  retryAfter: 'seconds',
  listLagMs: 0,
  departureLagMs: 0,
  groupPatchBody: false,
  withoutAttributes: [],
};

/** The sound configurations, by name. */
export const faces: Record<FaceName, Face> = {
  full,
  minimal: {
    ...full,
    says: 'only what RFC 7644 obliges to: no PATCH, filter, sort, bulk, ETag, /Me and .search',
    patch: false,
    filter: false,
    sort: false,
    bulk: false,
    etag: false,
    changePassword: false,
    me: false,
    search: false,
    pagination: { index: true, cursor: false, publish: false },
    testExtension: false,
    // References are not checked either: RFC 7643 section 2.3.7 leaves integrity to the server.
    semantics: { checksReferences: false, dropsReferences: false },
  },
  'cursor-only': {
    ...full,
    says: 'lists are paged by cursor alone (RFC 9865)',
    pagination: { index: false, cursor: true, publish: true },
  },
  'users-only': {
    ...full,
    says: 'there are no groups, every account carries the enterprise extension, and pages hold ten at most',
    groups: false,
    limits: { defaultSize: 10, maxSize: 10 },
    requiresEnterprise: true,
  },
  'no-discovery': { ...full, says: 'the discovery endpoints do not exist', discovery: false },
  tls: { ...full, says: 'HTTPS with a certificate of its own', tls: true },
  limited: {
    ...full,
    says: 'too many requests are answered 429 with Retry-After, and one in 400 at any pace',
    requestsPerSecond: 200,
    oneBusyIn: 400,
  },
  'hard-delete-only': {
    ...full,
    says: 'accounts cannot be deactivated: there is no "active", and a PATCH of it is refused',
    withoutAttributes: ['active'],
  },
  'django-like': {
    ...full,
    says: 'not sound: answers as django-scim2 does by default',
    sort: false,
    bulk: false,
    etag: false,
    changePassword: false,
    me: false,
    pagination: { index: true, cursor: false, publish: false },
    limits: { defaultSize: 50, maxSize: 50 },
    testExtension: false,
    groupPatchBody: true,
  },
};

/** Faces that do nothing wrong. */
export const soundFaces: FaceName[] = (Object.keys(faces) as FaceName[]).filter(
  (name) => imitations[name] === undefined,
);

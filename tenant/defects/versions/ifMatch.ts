import type { Defect } from '../defect.ts';
import { isOne, readId, refuse } from '../kit.ts';

/** How long a tag that was used once in If-Match still counts, where it does by mistake. */
const STILL_GOOD_MS = 2_000;
const used = new Map<string, number>();

/** What goes wrong with If-Match. */
export const ifMatchDefects: Defect[] = [
  {
    id: 'etag.current-tag-refused',
    says: 'tags are strong, and a PUT or PATCH that names the current one is refused all the same',
    breaks: ['7644:3.14/if-match-ok'],
    kills: ['versions.current-tag-lets-writes-proceed'],
    semantics: { version: ({ revision }, touched) => `"${revision}.${touched}"` },
    before: (request) =>
      isOne(request, 'PUT', 'PATCH') && /^"[\d.]+"$/.test(request.headers['if-match'] ?? '')
        ? refuse(412)
        : undefined,
  },
  {
    id: 'etag.if-match-ignored',
    says: 'If-Match is ignored',
    breaks: ['7644:3.14/if-match-stale', '7644:3.14/if-match-delete'],
    kills: [
      'versions.stale-tag-prevents-writes',
      'versions.one-of-several-writers-wins',
      'versions.delete-honours-tags',
      'hard-delete.stale-tag-deletes-nothing',
    ],
    before(request) {
      delete request.headers['if-match'];
    },
  },
  {
    id: 'etag.stale-tag-refused-too-late',
    says: 'a write with an old tag is carried out and then answered 412',
    breaks: ['7644:3.14/if-match-stale'],
    kills: ['versions.stale-tag-prevents-writes'],
    before(request, { store, semantics }) {
      const stored = isOne(request, 'PUT', 'PATCH') ? store.find(readId(request)) : undefined;
      const wanted = request.headers['if-match'];
      if (stored === undefined || wanted === undefined) return undefined;
      if (semantics.tagMatches(wanted, semantics.version(stored, store.touched(stored.id)))) return undefined;
      delete request.headers['if-match'];
      request.headers['x-too-late'] = 'yes';
    },
    after: (request) => (request.headers['x-too-late'] === undefined ? undefined : refuse(412)),
  },
  {
    id: 'etag.simultaneous-writers-all-win',
    says: 'a tag still counts while another request that named it is under way',
    breaks: ['7644:3.14/if-match-stale'],
    kills: ['versions.one-of-several-writers-wins'],
    before(request) {
      const tag = request.headers['if-match'];
      if (tag === undefined || !isOne(request, 'PUT')) return undefined;
      const key = `${request.path} ${tag}`;
      if (Date.now() - (used.get(key) ?? 0) < STILL_GOOD_MS) delete request.headers['if-match'];
      else used.set(key, Date.now());
    },
  },
  {
    id: 'etag.star-never-matches',
    says: 'If-Match: * is treated as a tag',
    breaks: ['9110:13.1.1/if-match-star'],
    kills: ['versions.star-matches-what-exists'],
    before(request) {
      if (request.headers['if-match'] === '*') request.headers['if-match'] = '"star"';
    },
  },
  {
    id: 'etag.list-is-refused',
    says: 'If-Match with more than one tag is refused',
    breaks: ['9110:13.1.1/if-match-list'],
    kills: ['versions.one-tag-of-a-list-is-enough'],
    before: ({ headers }) => (headers['if-match']?.includes(',') ? refuse(400) : undefined),
  },
];

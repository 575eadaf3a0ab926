import type { Defect } from '../defect.ts';
import { strict } from '../semantics/index.ts';

/** What goes wrong with versions. */
export const versionDefects: Defect[] = [
  {
    id: 'etag.never-changes',
    says: 'the version of a resource stays the same',
    breaks: ['7644:3.14/etag-changes', '7644:3.14/if-match-stale'],
    kills: [],
    semantics: { version: () => 'W/"1"' },
  },
  {
    id: 'etag.if-match-ignored',
    says: 'If-Match is ignored',
    breaks: ['7644:3.14/if-match-stale', '7644:3.14/if-match-delete', '7644:3.7/bulk-version'],
    kills: [],
    before(request) {
      delete request.headers['if-match'];
      return undefined;
    },
  },
  {
    id: 'etag.if-none-match-ignored',
    says: 'If-None-Match is ignored',
    breaks: ['9110:13.1.2/if-none-match-304', '9110:13.1.2/if-none-match-star'],
    kills: [],
    before(request) {
      delete request.headers['if-none-match'];
      return undefined;
    },
  },
  {
    id: 'etag.weak-never-matches',
    says: 'a weak tag never satisfies If-Match',
    breaks: ['7644:3.14/if-match-ok'],
    kills: [],
    semantics: {
      tagMatches: (header, current) =>
        header.trim() === '*' || (!header.includes('W/') && strict.tagMatches(header, current)),
    },
  },
  {
    id: 'etag.header-missing',
    says: 'there is no ETag header',
    breaks: ['7644:3.14/etag-header', '7643:3.1/version-equals-etag'],
    kills: [],
    after(_request, response) {
      delete response.headers.etag;
      return undefined;
    },
  },
];

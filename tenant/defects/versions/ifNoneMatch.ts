import type { Defect } from '../defect.ts';

/** What goes wrong with If-None-Match. */
export const ifNoneMatchDefects: Defect[] = [
  {
    id: 'etag.if-none-match-ignored',
    says: 'If-None-Match is ignored',
    breaks: ['9110:13.1.2/if-none-match-304', '9110:13.1.2/if-none-match-star'],
    kills: ['versions.known-tag-answers-304', 'versions.star-refuses-what-exists'],
    before(request) {
      delete request.headers['if-none-match'];
    },
  },
  {
    id: 'etag.nothing-is-modified',
    says: 'a GET with If-None-Match is answered 304, whatever the tag',
    breaks: ['9110:13.1.2/if-none-match-changed'],
    kills: ['versions.unknown-tag-answers-200'],
    before(request) {
      if (request.method === 'GET' && request.headers['if-none-match'])
        request.headers['if-none-match'] = '*';
    },
  },
  {
    id: 'etag.not-modified-without-tag',
    says: 'a 304 has no ETag',
    breaks: ['9110:15.4.5/304-headers'],
    kills: ['versions.not-modified-repeats-headers'],
    after(_request, response) {
      if (response.status === 304) delete response.headers.etag;
    },
  },
];

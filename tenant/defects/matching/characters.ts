import type { Defect } from '../defect.ts';

/** Characters that a lookup does not survive. */
export const characterDefects: Defect[] = [
  {
    id: 'matching.plus-stays-plus',
    says: 'a plus sign in the query is not read as a space',
    breaks: ['entra:Q18'],
    kills: [
      'matching.user-name-in-a-form-encoded-query',
      'matching.group-name-in-a-form-encoded-query',
      'entra.unusual-values-are-found',
      'entra.refused-load-says-when-to-return',
      'entra.users-are-served-beside-missing-groups',
    ],
    before(request) {
      const raw = /[?&]filter=([^&]*)/.exec(request.address)?.[1];
      if (raw?.includes('+')) request.query.set('filter', decodeURIComponent(raw));
    },
  },
];

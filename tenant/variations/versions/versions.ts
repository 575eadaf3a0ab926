import { createHash } from 'node:crypto';
import type { Semantics } from '../../semantics/index.ts';
import { isOne } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** Entity tags in other forms (RFC 7644 section 3.14, RFC 9110 section 8.8.3). */
export const versionVariations: Variation[] = [
  tags('strong', 'entity tags are strong', (resource, touched) => `"${resource.revision}.${touched}"`),
  tags(
    'digests',
    'entity tags are digests',
    (resource, touched) =>
      `"${createHash('sha256').update(`${resource.id} ${resource.revision} ${touched}`).digest('base64')}"`,
  ),
  tags(
    'punctuated',
    'entity tags have commas, slashes and semicolons',
    (resource, touched) => `W/"r${resource.revision},t/${touched};x"`,
  ),
  tags(
    'long',
    'entity tags have 300 characters',
    (resource, touched) => `W/"${`${resource.revision}-${touched}`.padStart(300, '0')}"`,
  ),
  {
    id: 'versions.conditions-on-reads-refused',
    says: 'If-Match on a GET is passed over',
    basis: ['9110:13.1.1', '7644:3.14'],
    before: (request) => {
      if (request.method === 'GET' && isOne(request)) delete request.headers['if-match'];
      return undefined;
    },
  },
];

function tags(id: string, says: string, version: Semantics['version']): Variation {
  return {
    id: `versions.${id}`,
    says,
    basis: ['9110:8.8.3', '7644:3.14'],
    choice: 'tags',
    semantics: () => ({ version }),
  };
}

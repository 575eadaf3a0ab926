import { createHash } from 'node:crypto';
import { ScimProblem } from '../../model.ts';
import type { Semantics } from '../../semantics/index.ts';
import { isAuthorized, isOne } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** Rows of clients that change what is there and name no version. */
const WITHOUT_VERSIONS = [
  ...'G04 Q04 Q05 Q06 Q07 Q08 Q09 Q10 Q12 Q13 Q15 Q16 Q17 Q27 Q30 Q34 Q40 Q55 Q57 Q58 Q59 Q60 R02 R07 R12 R13 R17 R21 R31 R32 R34 R35'
    .split(' ')
    .map((row) => `entra:${row}`),
  ...'S11 S12 S14 S20 S21 S22 S26 S27 S37'.split(' ').map((row) => `smartfile:${row}`),
];

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
    id: 'versions.demanded',
    says: 'changes that name no version are refused with 428',
    basis: ['6585:3', '7644:3.14'],
    smartfileRows: WITHOUT_VERSIONS,
    before: (request, tenancy) => {
      const { method, headers, path } = request;
      if (!['PUT', 'PATCH', 'DELETE'].includes(method) || !isOne(request) || !isAuthorized(request, tenancy))
        return undefined;
      const id = decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
      if (headers['if-match'] !== undefined || tenancy.store.find(id) === undefined) return undefined;
      throw new ScimProblem(428, 'a change names the version of what it changes, in If-Match');
    },
  },
  {
    id: 'versions.conditions-on-reads-refused',
    says: 'If-Match on a GET is ignored',
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

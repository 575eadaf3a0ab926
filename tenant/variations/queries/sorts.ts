import { invalid, notOffered } from '../../errors.ts';
import { isObject, type ScimProblem, type TenantRequest } from '../../model.ts';
import { isAuthorized, isList } from '../kit.ts';
import type { Variation } from '../variation.ts';

const SORTED_BY = /^(?:urn:ietf:params:scim:schemas:core:2\.0:User:)?(?:userName|meta\.created)$/i;

/** The attribute that a list is to be sorted by. */
function sortKey({ query, body }: TenantRequest): string | undefined {
  const named = query.get('sortBy') ?? (isObject(body) ? body.sortBy : undefined);
  return typeof named === 'string' ? named : undefined;
}

/** Sorting is optional, and RFC 7644 section 3.4.2.3 does not say by which attributes it has to be possible. */
export const sortVariations: Variation[] = [
  sorting('by-few', 'are refused with 400', () => invalid('lists are sorted by userName and meta.created')),
  sorting('by-few-501', 'are answered 501', () => notOffered('sorting by that attribute')),
];

function sorting(id: string, what: string, refusal: () => ScimProblem): Variation {
  return {
    id: `lists.sorted-${id}`,
    says: `lists are sorted by userName and by meta.created, and other wishes ${what}`,
    basis: ['7644:3.4.2.3', '7644:3.12'],
    rows: ['7644:3.12/sort-invalid'],
    choice: 'what can be sorted by',
    before(request, tenancy) {
      const by = isList(request) ? sortKey(request) : undefined;
      if (by === undefined || SORTED_BY.test(by) || !isAuthorized(request, tenancy)) return undefined;
      throw refusal();
    },
  };
}

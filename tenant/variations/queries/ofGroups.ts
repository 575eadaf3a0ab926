import { errorResponse } from '../../errors.ts';
import { isObject, ScimProblem } from '../../model.ts';
import { isAuthorized } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** Which attributes of which resource type can be filtered by is the endpoint's choice (RFC 7644 section 3.4.2.2). */
export const groupFilterVariations: Variation[] = [
  {
    id: 'filters.not-of-groups',
    says: 'groups cannot be filtered, by no attribute',
    basis: ['7644:3.4.2.2', '7644:3.12'],
    rows: ['7644:3.4.2.2/filter-groups'],
    // Entra looks every group up by its displayName before it does anything with it.
    smartfileRows: [
      ...['R01', 'R04', 'R05', 'R19', 'R24', 'Q18', 'Q20', 'Q21', 'Q40'].map((id) => `entra:${id}`),
      ...['S08', 'S21', 'S22', 'S28'].map((id) => `smartfile:${id}`),
    ],
    before(request, tenancy) {
      const { path, query, body } = request;
      const filter = query.get('filter') ?? (isObject(body) ? body.filter : undefined);
      const isAsked = path.startsWith('/Groups') && filter !== undefined && isAuthorized(request, tenancy);
      return isAsked
        ? errorResponse(new ScimProblem(400, 'groups cannot be filtered', 'invalidFilter'))
        : undefined;
    },
  },
];

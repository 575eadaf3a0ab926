import { badFilter } from '../../errors.ts';
import { isObject } from '../../model.ts';
import { isAuthorized } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** Filters in the paths of a PATCH, of which an endpoint need not support each comparison (RFC 7644 table 9). */
export const pathFilterVariations: Variation[] = [
  {
    id: 'patch.paths-by-type-and-value',
    says: 'filters in paths compare type and value, and nothing else',
    basis: ['7644:3.5.2', '7644:3.12'],
    rows: ['7644:3.5.2/patch-logical-filter'],
    before(request, tenancy) {
      const { method, body } = request;
      const operations = method === 'PATCH' && isObject(body) ? body.Operations : undefined;
      if (!Array.isArray(operations) || !isAuthorized(request, tenancy)) return undefined;
      for (const one of operations) {
        const [, filter = ''] = /\[(.*)\]/s.exec(isObject(one) ? String(one.path) : '') ?? [];
        const compared = filter.match(/[\w.$]+(?=\s+(?:eq|ne|co|sw|ew|gt|ge|lt|le|pr)\b)/gi) ?? [];
        if (compared.some((name) => !/^(?:type|value)$/i.test(name)))
          throw badFilter('filters in paths are by type and value');
      }
      return undefined;
    },
  },
];

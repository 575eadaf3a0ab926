import { ScimProblem } from '../../model.ts';
import { isAuthorized } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** What a client looks up with GET, as Entra does. */
const LOOKUPS = [
  'entra:R04',
  'entra:R15',
  'entra:R19',
  'entra:R24',
  'entra:Q18',
  'entra:Q19',
  'entra:Q20',
  'entra:Q21',
  'entra:Q34',
  'entra:Q35',
  'smartfile:S08',
  'smartfile:S10',
  'smartfile:S11',
  'smartfile:S12',
  'smartfile:S15',
  'smartfile:S25',
  'smartfile:S26',
  'smartfile:S27',
  'smartfile:S28',
];

/** Filters that may not stand in addresses (RFC 7644 section 7.5.2). */
export const sensitiveVariations: Variation[] = [
  // A client that looks accounts up by GET neither matches them nor makes them, and each of its lookups is refused.
  sensitive('user-name', 'userName', /^userName$/i, [
    'entra:R01',
    'entra:R10',
    'entra:R11',
    'entra:R18',
    'entra:R20',
  ]),
  sensitive('mail', 'emails', /^emails\b/i),
  sensitive('names', 'name and displayName of accounts', /^name\b|^nickName$/i),
];

/** RFC 7644 section 7.5.2: a filter that would put a personal value into an address is refused with 403. */
function sensitive(id: string, what: string, path: RegExp, more: string[] = []): Variation {
  const names = (text: string) => {
    const words = text.replace(/"(?:[^"\\]|\\.)*"/g, '""').match(/[A-Za-z$][\w$.:-]*/g) ?? [];
    return words.some((word) => path.test(word.replace(/^urn:[\w:.-]*:(?:User|Group):/i, '')));
  };
  return {
    id: `filters.sensitive-${id}`,
    says: `a filter by ${what} is refused in addresses, and taken by .search`,
    basis: ['7644:7.5.2', '7644:3.4.3'],
    rows: ['7644:7.5.2/sensitive-filter'],
    smartfileRows: [...LOOKUPS, ...more],
    excludes: ['features.no-search'],
    before: (request, tenancy) => {
      const { method, path: at, query } = request;
      const filter = query.get('filter');
      if (method !== 'GET' || !/^\/Users$|^$/.test(at) || filter === undefined || !names(filter))
        return undefined;
      if (isAuthorized(request, tenancy)) throw new ScimProblem(403, 'use .search', 'sensitive');
      return undefined;
    },
  };
}

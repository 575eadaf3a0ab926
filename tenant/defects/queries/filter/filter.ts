import type { Defect } from '../../defect.ts';
import { reads } from '../../filters.ts';
import { askingForAny } from './kit.ts';

/** Comparisons with an attribute that ends so are taken for a question whether it has a value. */
const asPresent = (path: RegExp) =>
  reads((part) =>
    part.kind === 'compare' && path.test(part.path) ? { kind: 'present', path: part.path } : part,
  );

/** Filters on extensions and truth values that find whoever has one, by the file of their checks. */
export const filterDefects: Defect[] = [
  // truthValues.ts
  askingForAny(
    'false-is-any-value',
    'a comparison with false finds everyone who has a value',
    ['queries.filter-tells-true-from-false'],
    (path, value) => value === false && (path === 'active' || path === 'primary'),
  ),
  askingForAny(
    'primary-is-there',
    'a comparison with primary finds every element that says whether it is primary',
    ['queries.filter-tells-true-from-false'],
    (path) => path === 'primary',
  ),
  askingForAny(
    'disabled-are-active',
    'a filter on active true finds disabled users, too',
    ['queries.filter-knows-who-is-disabled'],
    (path, value) => value === true && path === 'active',
  ),
  // extensions.ts
  {
    id: 'filters.department-is-not-compared',
    says: 'a filter on department selects everyone who has one',
    breaks: ['7644:3.4.2.2/op-eq'],
    kills: ['queries.filter-in-extensions'],
    semantics: asPresent(/:department$/i),
  },
  {
    id: 'filters.manager-is-not-compared',
    says: 'a filter on manager selects everyone who has one',
    breaks: ['7644:3.4.2.2/op-eq'],
    kills: ['queries.filter-by-manager'],
    semantics: asPresent(/:manager(\.value)?$/i),
  },
];

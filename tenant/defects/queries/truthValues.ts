import type { Filter } from '../../filter/parser.ts';
import type { Defect } from '../defect.ts';
import { reads } from './filters.ts';

const BREAKS = ['7644:3.4.2.2/op-eq'];

/** Truth values that filters do not tell apart. */
export const truthValueDefects: Defect[] = [
  comparing(
    'false-is-any-value',
    'a comparison with false finds whoever has a value',
    ['queries.filter-tells-true-from-false'],
    (path, value) => value === false && (path === 'active' || path === 'primary'),
  ),
  comparing(
    'primary-is-there',
    'a comparison with primary finds every element that says whether it is primary',
    ['queries.filter-tells-true-from-false'],
    (path) => path === 'primary',
  ),
  comparing(
    'disabled-are-active',
    'a filter on active true finds disabled users, too',
    ['queries.filter-knows-who-is-disabled'],
    (path, value) => value === true && path === 'active',
  ),
  comparing(
    'any-type-is-this',
    'a filter on meta.resourceType finds all resources, whatever it names',
    ['queries.filter-eq'],
    (path) => path === 'meta.resourceType',
  ),
  comparing(
    'extensions-are-not-compared',
    'a comparison with a text of an extension finds whoever has one',
    ['queries.filter-eq'],
    (path, value) => path.startsWith('urn:') && typeof value === 'string' && !/(?:value|manager)$/.test(path),
  ),
  comparing(
    'parts-of-names-are-not-compared',
    'a comparison with a part of the name finds whoever has one',
    ['queries.filter-eq'],
    (path) => /^name\./.test(path),
  ),
];

function comparing(
  id: string,
  says: string,
  kills: string[],
  concerns: (path: string, value: unknown) => boolean,
): Defect {
  const present = (part: Filter): Filter =>
    part.kind === 'compare' && part.operator === 'eq' && concerns(part.path, part.value)
      ? { kind: 'present', path: part.path }
      : part;
  return { id: `filters.${id}`, says, breaks: BREAKS, kills, semantics: reads(present) };
}

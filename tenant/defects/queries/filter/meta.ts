import type { Filter } from '../../../filter/parser.ts';
import type { Defect } from '../../defect.ts';
import { reads } from '../../filters.ts';
import { ORDER_OF_INSTANTS, readingMeta } from './kit.ts';

const anybody = (): Filter => ({ kind: 'present', path: 'id' });
const EQ = '7644:3.4.2.2/op-eq';

/** Filters on meta that select whoever there is, or by another attribute of it. */
export const metaDefects: Defect[] = [
  readingMeta(
    'created-is-passed-over',
    'a comparison with meta.created finds everyone',
    ORDER_OF_INSTANTS,
    'meta.created',
    anybody,
  ),
  readingMeta(
    'location-is-passed-over',
    'a comparison with meta.location finds everyone',
    EQ,
    'meta.location',
    anybody,
  ),
  readingMeta(
    'version-is-passed-over',
    'a comparison with meta.version finds everyone',
    EQ,
    'meta.version',
    anybody,
  ),
  readingMeta(
    'queries.instants-after-are-later',
    'ge on meta.created leaves out the instant itself',
    ORDER_OF_INSTANTS,
    'meta.created',
    (part) => (part.kind === 'compare' && part.operator === 'ge' ? { ...part, operator: 'gt' } : part),
  ),
  readingMeta(
    'queries.instants-before-are-earlier',
    'le on meta.created leaves out the instant itself',
    ORDER_OF_INSTANTS,
    'meta.created',
    (part) => (part.kind === 'compare' && part.operator === 'le' ? { ...part, operator: 'lt' } : part),
  ),
  ...[
    ['pr', 'presence', 'filters see no meta.created, whatever reads show', 'created'],
    ['ne', 'differences', 'ne on meta.resourceType finds everyone', 'resourceType'],
    ['ne', 'other-instants', 'ne on meta.created finds everyone', 'created'],
    ['co-sw-ew', 'parts', 'co on meta.resourceType finds everyone', 'resourceType'],
  ].map(
    ([row, id, says, attribute]): Defect => ({
      id: `${id === 'other-instants' ? 'queries' : 'filters'}.${id}-of-meta-are-not-looked-at`,
      says: says ?? '',
      breaks: [`7644:3.4.2.2/op-${row}`],
      kills: ['queries.filter-meta-by-every-operator'],
      semantics: reads((part) => {
        if (!('path' in part) || part.path !== `meta.${attribute}`) return part;
        if (row === 'pr') return part.kind === 'present' ? { kind: 'not', operand: anybody() } : part;
        const meant = part.kind === 'compare' && row?.split('-').includes(part.operator) === true;
        return meant ? anybody() : part;
      }),
    }),
  ),
];

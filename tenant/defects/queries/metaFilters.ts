import type { Filter } from '../../filter/parser.ts';
import type { Defect } from '../defect.ts';
import { reads } from './filters.ts';

/** Comparisons with one attribute of meta, read as something else. */
function reading(id: string, says: string, row: string, path: string, as: (part: Filter) => Filter): Defect {
  return {
    id: id.includes('.') ? id : `filters.${id}`,
    says,
    breaks: [row],
    kills: [
      id === 'changes-are-sought-by-creation' ? 'queries.filter-orders-instants' : 'queries.filter-meta',
    ],
    semantics: reads((part) => (part.kind === 'compare' && part.path === path ? as(part) : part)),
  };
}

const anybody = (): Filter => ({ kind: 'present', path: 'id' });
const EQ = '7644:3.4.2.2/op-eq';
const ORDER = '7644:3.4.2.2/op-order-datetime';

/** Filters on meta that select whoever there is, or by another attribute of it. */
export const metaFilterDefects: Defect[] = [
  reading(
    'created-is-passed-over',
    'a comparison with meta.created finds everybody',
    ORDER,
    'meta.created',
    anybody,
  ),
  reading(
    'location-is-passed-over',
    'a comparison with meta.location finds everybody',
    EQ,
    'meta.location',
    anybody,
  ),
  reading(
    'version-is-passed-over',
    'a comparison with meta.version finds everybody',
    EQ,
    'meta.version',
    anybody,
  ),
  reading(
    'changes-are-sought-by-creation',
    'meta.lastModified in filters is compared with meta.created',
    ORDER,
    'meta.lastModified',
    (part) => ({ ...part, path: 'meta.created' }),
  ),
  reading(
    'queries.instants-after-are-later',
    'ge on meta.created leaves out the instant itself',
    ORDER,
    'meta.created',
    (part) => (part.kind === 'compare' && part.operator === 'ge' ? { ...part, operator: 'gt' } : part),
  ),
  reading(
    'queries.instants-before-are-earlier',
    'le on meta.created leaves out the instant itself',
    ORDER,
    'meta.created',
    (part) => (part.kind === 'compare' && part.operator === 'le' ? { ...part, operator: 'lt' } : part),
  ),
  ...[
    ['pr', 'presence', 'nobody has a meta.created to filters, whatever reads show', 'created'],
    ['ne', 'differences', 'ne on meta.resourceType finds everybody', 'resourceType'],
    ['ne', 'other-instants', 'ne on meta.created finds everybody', 'created'],
    ['co-sw-ew', 'parts', 'co on meta.resourceType finds everybody', 'resourceType'],
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

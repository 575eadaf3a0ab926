import type { Filter } from '../../filter/parser.ts';
import type { Defect } from '../defect.ts';
import { reads } from './filters.ts';

/** Comparisons with one attribute of meta, read as something else. */
function reading(id: string, says: string, row: string, path: string, as: (part: Filter) => Filter): Defect {
  return {
    id: `filters.${id}`,
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
];

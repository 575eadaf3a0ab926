import type { Filter } from '../../../filter/parser.ts';
import type { Semantics } from '../../../semantics/index.ts';
import type { Defect } from '../../defect.ts';
import { reads } from '../../filters.ts';

type Compare = Extract<Filter, { kind: 'compare' }>;

/** Comparisons read otherwise. */
export const compares = (change: (part: Compare) => Filter): Partial<Semantics> =>
  reads((part) => (part.kind === 'compare' ? change(part) : part));

/** Selects every resource. */
export const always: Filter = { kind: 'present', path: 'id' };

/** Operators that put values in order. */
export const ORDERING = ['gt', 'ge', 'lt', 'le'];

/** An eq on one attribute finds whoever has that value in another one, too. */
export const findingToo = (asked: string, path: string) =>
  reads((part) =>
    part.kind === 'compare' && part.operator === 'eq' && part.path.toLowerCase() === asked
      ? { kind: 'or', left: part, right: { ...part, path } }
      : part,
  );

/** Comparisons with one attribute of meta, read as something else. */
export function readingMeta(
  id: string,
  says: string,
  row: string,
  path: string,
  as: (part: Filter) => Filter,
): Defect {
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

/** The row on the order of instants. */
export const ORDER_OF_INSTANTS = '7644:3.4.2.2/op-order-datetime';

const OF_EQ = ['7644:3.4.2.2/op-eq'];

/** An eq that asks only whether there is a value. */
export function askingForAny(
  id: string,
  says: string,
  kills: string[],
  concerns: (path: string, value: unknown) => boolean,
): Defect {
  const present = (part: Filter): Filter =>
    part.kind === 'compare' && part.operator === 'eq' && concerns(part.path, part.value)
      ? { kind: 'present', path: part.path }
      : part;
  return { id: `filters.${id}`, says, breaks: OF_EQ, kills, semantics: reads(present) };
}

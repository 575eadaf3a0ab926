import { badFilter } from '../../errors.ts';
import type { Filter } from '../../filter/parser.ts';
import type { Variation } from '../variation.ts';

/** Visits a filter and each filter within it. */
export function each(filter: Filter, visit: (part: Filter) => void): void {
  visit(filter);
  if (filter.kind === 'and' || filter.kind === 'or') {
    each(filter.left, visit);
    each(filter.right, visit);
  } else if (filter.kind === 'not') each(filter.operand, visit);
}

/** Filters of a kind are refused as not offered. */
export function refused(
  id: string,
  says: string,
  basis: string[],
  isRefused: (part: Filter) => boolean,
  rows: string[] = [],
  smartfileRows: string[] = [],
): Variation {
  return {
    id: `filters.${id}`,
    says,
    basis,
    rows,
    smartfileRows,
    semantics: (usual) => ({
      offers: (filter, text) => {
        usual.offers(filter, text);
        each(filter, (part) => {
          if (isRefused(part)) throw badFilter(`${says}`);
        });
      },
    }),
  };
}

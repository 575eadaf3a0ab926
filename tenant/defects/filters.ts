import { badFilter } from '../errors.ts';
import type { Filter } from '../filter/parser.ts';
import { type Semantics, strict } from '../semantics/index.ts';

// What defects have in common that read filters otherwise than they are written.

/** Filters read otherwise: `change` is given every part, the innermost first. */
export function reads(change: (part: Filter) => Filter): Partial<Semantics> {
  return { parse: (text) => mapped(strict.parse(text), change) };
}

function mapped(filter: Filter, change: (part: Filter) => Filter): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return change({ ...filter, left: mapped(filter.left, change), right: mapped(filter.right, change) });
    case 'not':
      return change({ ...filter, operand: mapped(filter.operand, change) });
    case 'value':
      return change({ ...filter, filter: mapped(filter.filter, change) });
    default:
      return change(filter);
  }
}

/** A filter with its quoted values emptied, so that a form is sought in the grammar alone. */
const withoutTexts = (text: string): string => text.replace(/"(?:[^"\\]|\\.)*"/g, '""');

/** Filters of a form that is refused, although the grammar has it. */
export const refuses = (form: RegExp): Partial<Semantics> => ({
  parse: (text) => {
    if (form.test(withoutTexts(text))) throw badFilter('this form of filter is not known here');
    return strict.parse(text);
  },
});

import type { Filter } from '../../../filter/parser.ts';
import { strict } from '../../../semantics/index.ts';
import type { Defect } from '../../defect.ts';
import { reads } from '../../filters.ts';

/** Regroups `a or b and c` as `(a or b) and c`: what a parser without precedence makes of it. */
function flatten(filter: Filter): Filter {
  if (filter.kind === 'or' && filter.right.kind === 'and') {
    const { left, right } = filter;
    return {
      kind: 'and',
      left: { kind: 'or', left, right: flatten(right.left) },
      right: flatten(right.right),
    };
  }
  return filter;
}

/** `not (a) and b` as `not (a and b)`. */
function notTakesAll(part: Filter): Filter {
  if (part.kind !== 'and' || part.left.kind !== 'not') return part;
  return { kind: 'not', operand: { ...part, left: part.left.operand } };
}

/** What goes wrong where expressions are combined. */
export const logicDefects: Defect[] = [
  {
    id: 'filter.and-is-or',
    says: 'and is satisfied by either side',
    breaks: ['7644:3.4.2.2/logical-and'],
    kills: [
      'queries.filter-and',
      'matching.part-of-a-value-finds-nothing',
      'matching.two-users-of-one-work-address',
      'queries.filter-value-path',
    ],
    semantics: { both: (left, right) => left() || right() },
  },
  {
    id: 'filter.or-is-and',
    says: 'or needs both sides',
    breaks: ['7644:3.4.2.2/logical-or'],
    kills: ['queries.filter-or', 'queries.filter-value-path-with-others'],
    semantics: { either: (left, right) => left() && right() },
  },
  {
    id: 'filter.not-ignored',
    says: 'not has no effect',
    breaks: ['7644:3.4.2.2/logical-not', '7644:3.4.2.2/precedence-not'],
    kills: [
      'queries.filter-not',
      'queries.filter-not-binds-before-and',
      'queries.filter-value-path-with-not',
    ],
    semantics: { negate: (operand) => operand },
  },
  {
    id: 'filters.nested-or-is-lost',
    says: 'in a negated or only the first side counts',
    breaks: ['7644:3.4.2.2/logical-not', '7644:3.4.2.2/filter-only-matching'],
    kills: ['queries.filter-not', 'queries.random-filters-select-what-they-say'],
    semantics: reads((part) =>
      part.kind === 'not' && part.operand.kind === 'or' ? { kind: 'not', operand: part.operand.left } : part,
    ),
  },
  {
    id: 'filter.no-precedence',
    says: 'and and or have the same precedence',
    breaks: ['7644:3.4.2.2/precedence-and-or'],
    kills: ['queries.filter-and-binds-before-or'],
    semantics: { parse: (text) => flatten(strict.parse(text)) },
  },
  {
    id: 'filters.not-takes-all',
    says: 'not also negates the conditions that follow its parentheses',
    breaks: ['7644:3.4.2.2/precedence-not'],
    kills: ['queries.filter-not-binds-before-and'],
    semantics: reads(notTakesAll),
  },
  {
    id: 'filters.parentheses-do-nothing',
    says: 'parentheses are ignored, except after not',
    breaks: ['7644:3.4.2.2/grouping'],
    kills: ['queries.filter-parentheses'],
    semantics: {
      parse: (text) =>
        strict.parse(/not \(/i.test(text) ? text : text.replace(/[()](?=(?:[^"]*"[^"]*")*[^"]*$)/g, ' ')),
    },
  },
];

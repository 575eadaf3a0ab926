import type { Filter } from '../../filter/parser.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { reads } from './filters.ts';

/** `not (a) and b` as `not (a and b)`. */
function notTakesAll(part: Filter): Filter {
  if (part.kind !== 'and' || part.left.kind !== 'not') return part;
  return { kind: 'not', operand: { ...part, left: part.left.operand } };
}

const rootName = (path: string): string => path.slice(0, path.indexOf('.'));

/** Two conditions on one list as if they stood in brackets. */
function asOneValue(part: Filter): Filter {
  if (part.kind !== 'and') return part;
  const { left, right } = part;
  if (left.kind !== 'compare' || right.kind !== 'compare') return part;
  const root = rootName(left.path);
  if (root !== 'emails' || rootName(right.path) !== root) return part;
  const within = (one: typeof left): Filter => ({ ...one, path: one.path.slice(root.length + 1) });
  return { kind: 'value', path: root, filter: { kind: 'and', left: within(left), right: within(right) } };
}

/** Conditions in brackets as if each stood in brackets of its own. */
function asAnyValue(part: Filter): Filter {
  if (part.kind !== 'value' || part.filter.kind !== 'and') return part;
  const { path, filter } = part;
  return {
    kind: 'and',
    left: asAnyValue({ kind: 'value', path, filter: filter.left }),
    right: asAnyValue({ kind: 'value', path, filter: filter.right }),
  };
}

/** An eq on one attribute finds whoever has that value in another one, too. */
const findingToo = (asked: string, path: string) =>
  reads((part) =>
    part.kind === 'compare' && part.operator === 'eq' && part.path.toLowerCase() === asked
      ? { kind: 'or', left: part, right: { ...part, path } }
      : part,
  );

/** What goes wrong where expressions are combined, with lists, and where one attribute is taken for another. */
export const filtersLogicDefects: Defect[] = [
  {
    id: 'filters.not-takes-all',
    says: 'not turns round what and adds behind its parentheses, too',
    breaks: ['7644:3.4.2.2/precedence-not'],
    kills: ['queries.filter-not-binds-before-and'],
    semantics: reads(notTakesAll),
  },
  {
    id: 'filters.parentheses-do-nothing',
    says: 'parentheses are passed over, except behind not',
    breaks: ['7644:3.4.2.2/grouping'],
    kills: ['queries.filter-parentheses'],
    semantics: {
      parse: (text) =>
        strict.parse(/not \(/i.test(text) ? text : text.replace(/[()](?=(?:[^"]*"[^"]*")*[^"]*$)/g, ' ')),
    },
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
    id: 'filters.list-as-one-value',
    says: 'two conditions on a list without brackets have to be met by one value',
    breaks: ['7644:3.4.2.2/multi-independent'],
    kills: ['queries.filter-values-are-independent'],
    semantics: reads(asOneValue),
  },
  {
    id: 'filters.list-means-its-type',
    says: 'a list of complex values is compared by their type',
    breaks: ['7644:3.4.2.2/multi-default-value'],
    kills: ['queries.filter-list-means-its-value'],
    semantics: reads((part) =>
      part.kind === 'compare' && part.path === 'emails' ? { ...part, path: 'emails.type' } : part,
    ),
  },
  {
    id: 'filters.brackets-hold-nothing-together',
    says: 'conditions in brackets may be met by different values',
    breaks: ['7644:3.4.2.2/valuepath'],
    kills: ['queries.filter-value-path'],
    semantics: reads(asAnyValue),
  },
  {
    id: 'matching.names-find-addresses',
    says: 'a filter on userName finds the user who has that mail address, too',
    breaks: ['7644:3.4.2.2/op-eq'],
    kills: ['queries.filter-eq'],
    semantics: findingToo('username', 'emails.value'),
  },
  {
    id: 'matching.addresses-find-names',
    says: 'a filter on mail addresses finds the user who has that userName, too',
    breaks: ['7644:3.4.2.2/multi-any'],
    kills: ['queries.filter-any-value'],
    semantics: findingToo('emails.value', 'userName'),
  },
];

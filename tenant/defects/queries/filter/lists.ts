import type { Filter } from '../../../filter/parser.ts';
import type { Defect } from '../../defect.ts';
import { reads } from '../../filters.ts';
import { findingToo } from './kit.ts';

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

/** What goes wrong with filters on lists. */
export const listDefects: Defect[] = [
  {
    id: 'filter.first-value-only',
    says: 'only the first value of a list is looked at',
    breaks: ['7644:3.4.2.2/multi-any'],
    kills: ['queries.filter-any-value', 'queries.filter-list-means-its-value'],
    semantics: { quantify: (values, passes) => values.slice(0, 1).some(passes) },
  },
  {
    id: 'matching.addresses-find-names',
    says: 'a filter on email addresses finds the user who has that userName, too',
    breaks: ['7644:3.4.2.2/multi-any'],
    kills: ['queries.filter-any-value'],
    semantics: findingToo('emails.value', 'userName'),
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
    kills: [
      'queries.filter-value-path',
      'queries.filter-operators-in-brackets',
      'queries.filter-value-path-with-not',
    ],
    semantics: reads(asAnyValue),
  },
  {
    id: 'filters.ne-in-brackets-is-present',
    says: 'ne within brackets selects whatever has a value',
    breaks: ['7644:3.4.2.2/valuepath'],
    kills: ['queries.filter-operators-in-brackets'],
    semantics: reads((part) => (part.kind === 'value' ? { ...part, filter: withoutNe(part.filter) } : part)),
  },
];

/** Comparisons with ne, at any depth, taken for a question whether there is a value. */
function withoutNe(filter: Filter): Filter {
  if (filter.kind === 'and' || filter.kind === 'or')
    return { ...filter, left: withoutNe(filter.left), right: withoutNe(filter.right) };
  if (filter.kind === 'not') return { ...filter, operand: withoutNe(filter.operand) };
  return filter.kind === 'compare' && filter.operator === 'ne'
    ? { kind: 'present', path: filter.path }
    : filter;
}

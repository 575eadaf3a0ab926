import type { Filter } from '../../filter/parser.ts';
import { isObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isList, refuse } from '../kit.ts';
import { reads } from './filters.ts';

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

/** What goes wrong with filters. */
export const filteringDefects: Defect[] = [
  {
    id: 'filter.ignored',
    says: 'filters are ignored and everything is listed',
    breaks: [
      '7644:3.4.2.2/filter-only-matching',
      '7644:3.4.2/filter-no-match',
      '7644:3.4.2.2/unknown-attribute',
      'entra:R24',
      'smartfile:S10',
      'practice:P13',
    ],
    kills: [
      'queries.filter-returns-only-matches',
      'queries.filter-without-match-lists-nothing',
      'queries.filter-unknown-attribute',
      'matching.user-name-finds-one',
      'matching.two-groups-of-one-name',
      'entra.matching-attributes-are-filterable',
      'smartfile.matching-attributes-are-filterable',
      'protocol.filter-text-is-no-query',
    ],
    before(request) {
      request.query.delete('filter');
    },
  },
  {
    id: 'filter.no-match-is-404',
    says: 'a filter without a match answers 404',
    breaks: ['7644:3.4.2/filter-no-match', 'entra:R19', 'entra:Q21', 'smartfile:S08'],
    kills: [
      'queries.filter-without-match-lists-nothing',
      'matching.no-match-is-an-empty-list',
      'entra.no-match-is-an-empty-list',
      'entra.unknown-group-is-an-empty-list',
      'smartfile.connection-test-succeeds',
    ],
    after: (request, { body }) =>
      isList(request) && request.query.has('filter') && isObject(body) && body.totalResults === 0
        ? refuse(404)
        : undefined,
  },
  {
    id: 'filter.eq-is-prefix',
    says: 'eq matches what begins with the value',
    breaks: ['7644:3.4.2.2/op-eq'],
    kills: [
      'queries.filter-eq',
      'matching.part-of-a-value-finds-nothing',
      'matching.external-id-finds-one',
      'matching.work-address-finds-one',
      'matching.group-name-finds-one',
      'matching.group-external-id-finds-one',
      'queries.filter-or',
      'queries.filter-and-binds-before-or',
      'queries.filter-parentheses',
      'queries.filter-qualified-attribute',
      'queries.filter-heeds-case',
    ],
    semantics: {
      compare(operator, actual, wanted, attribute) {
        const prefix = operator === 'eq' && typeof wanted === 'string' && typeof actual === 'string';
        return strict.compare.call(this, prefix ? 'sw' : operator, actual, wanted, attribute);
      },
    },
  },
  {
    id: 'filter.case-matters',
    says: 'strings are compared with their case',
    breaks: ['7644:3.4.2.2/caseexact-false', '7643:4.1.1/username-unique-ci', 'entra:Q20'],
    kills: [
      'queries.filter-ignores-case',
      'matching.case-counts-as-published',
      'entra.letter-case-does-not-matter',
      'users.user-name-is-unique-in-any-case',
    ],
    semantics: { fold: (value) => value.normalize('NFC') },
  },
  {
    id: 'filter.case-never-matters',
    says: 'case-exact attributes are compared without case',
    breaks: ['7644:3.4.2.2/caseexact-true'],
    kills: ['queries.filter-heeds-case', 'matching.case-counts-as-published'],
    semantics: { fold: (value) => value.normalize('NFKC').toLowerCase() },
  },
  {
    id: 'filter.no-precedence',
    says: 'and and or bind alike',
    breaks: ['7644:3.4.2.2/precedence-and-or'],
    kills: ['queries.filter-and-binds-before-or'],
    semantics: { parse: (text) => flatten(strict.parse(text)) },
  },
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
    kills: ['queries.filter-or'],
    semantics: { either: (left, right) => left() && right() },
  },
  {
    id: 'filter.not-ignored',
    says: 'not has no effect',
    breaks: ['7644:3.4.2.2/logical-not', '7644:3.4.2.2/precedence-not'],
    kills: ['queries.filter-not', 'queries.filter-not-binds-before-and'],
    semantics: { negate: (operand) => operand },
  },
  {
    id: 'filter.first-value-only',
    says: 'only the first value of a list is looked at',
    breaks: ['7644:3.4.2.2/multi-any'],
    kills: ['queries.filter-any-value', 'queries.filter-list-means-its-value'],
    semantics: { quantify: (values, passes) => values.slice(0, 1).some(passes) },
  },
  {
    id: 'filter.numbers-as-text',
    says: 'numbers are compared as text',
    breaks: ['7644:3.4.2.2/op-order-integer'],
    kills: ['queries.filter-orders-numbers'],
    semantics: {
      compare(operator, actual, wanted, attribute) {
        const plain = typeof actual === 'number' ? { ...attribute, type: 'string' as const } : attribute;
        return strict.compare.call(this, operator, actual, wanted, plain);
      },
    },
  },
  {
    id: 'filter.orders-booleans',
    says: 'gt on a boolean is answered with an empty list',
    breaks: ['7644:3.4.2.2/op-order-boolean-400'],
    kills: ['queries.filter-orders-no-booleans'],
    semantics: { refuses: () => false },
  },
  {
    id: 'filter.presence-of-nothing',
    says: 'pr matches every resource',
    breaks: ['7644:3.4.2.2/op-pr'],
    kills: ['queries.filter-pr', 'queries.filter-pr-after-clearing'],
    semantics: reads((part) => (part.kind === 'present' ? { kind: 'present', path: 'id' } : part)),
  },
  {
    id: 'filter.bad-syntax-lists-all',
    says: 'a filter that cannot be read lists everything',
    breaks: ['7644:3.4.2.2/syntax-error', '7644:3.4.2.2/unknown-operator'],
    kills: ['queries.filter-bad-syntax', 'queries.filter-unknown-operator'],
    before(request, { semantics }) {
      try {
        semantics.parse(request.query.get('filter') ?? 'id pr');
      } catch {
        request.query.delete('filter');
      }
    },
  },
  {
    id: 'filter.bad-syntax-breaks',
    says: 'a filter that cannot be read breaks the server',
    breaks: ['7644:3.4.2.2/syntax-error', '7644:3.12/no-5xx'],
    kills: [
      'errors.bad-filters-are-no-server-error',
      'queries.filter-bad-syntax',
      'queries.filter-unknown-operator',
      'queries.filter-unsupported-pair',
    ],
    after: (request, { body }) =>
      isList(request) && isObject(body) && body.scimType === 'invalidFilter' ? refuse(500) : undefined,
  },
];

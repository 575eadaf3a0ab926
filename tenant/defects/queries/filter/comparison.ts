import { isObject } from '../../../model.ts';
import { strict } from '../../../semantics/index.ts';
import type { Defect } from '../../defect.ts';
import { reads } from '../../filters.ts';
import { isList, refuse } from '../../kit.ts';
import { askingForAny, compares, findingToo } from './kit.ts';

/** What every wrong answer to a lookup without a match breaks. */
const NO_MATCH = {
  breaks: ['7644:3.4.2/filter-no-match', 'entra:R19', 'entra:Q21', 'smartfile:S08'],
  kills: [
    'queries.filter-without-match-lists-nothing',
    'matching.no-match-is-an-empty-list',
    'entra.no-match-is-an-empty-list',
    'entra.unknown-group-is-an-empty-list',
    'smartfile.connection-test-succeeds',
  ],
};

/** What goes wrong with single operators. */
export const comparisonDefects: Defect[] = [
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
    id: 'queries.empty-list-is-204',
    says: 'a list that is empty is answered 204 without a body',
    ...NO_MATCH,
    after: (request, { body }) =>
      isList(request) && isObject(body) && body.totalResults === 0 ? { status: 204, headers: {} } : undefined,
  },
  {
    id: 'filter.no-match-is-404',
    says: 'a filter without a match answers 404',
    ...NO_MATCH,
    after: (request, { body }) =>
      isList(request) && request.query.has('filter') && isObject(body) && body.totalResults === 0
        ? refuse(404)
        : undefined,
  },
  {
    id: 'filter.eq-is-prefix',
    says: 'eq matches values that begin with the given one',
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
    id: 'matching.names-find-addresses',
    says: 'a filter on userName finds the user who has that email address, too',
    breaks: ['7644:3.4.2.2/op-eq'],
    kills: ['queries.filter-eq'],
    semantics: findingToo('username', 'emails.value'),
  },
  askingForAny(
    'any-type-is-this',
    'a filter on meta.resourceType finds all resources, whatever it names',
    ['queries.filter-eq'],
    (path) => path === 'meta.resourceType',
  ),
  askingForAny(
    'extensions-are-not-compared',
    'a comparison with a string of an extension finds everyone who has one',
    ['queries.filter-eq', 'queries.filter-in-extensions', 'queries.filter-qualified-attribute-case'],
    (path, value) => path.startsWith('urn:') && typeof value === 'string' && !/(?:value|manager)$/.test(path),
  ),
  askingForAny(
    'parts-of-names-are-not-compared',
    'a comparison with a part of the name finds everyone who has one',
    ['queries.filter-eq', 'queries.filter-sub-attribute'],
    (path) => /^name\./.test(path),
  ),
  {
    id: 'filters.ne-is-eq',
    says: 'ne selects what eq selects',
    breaks: ['7644:3.4.2.2/op-ne'],
    kills: ['queries.filter-ne', 'queries.random-filters-select-what-they-say'],
    semantics: compares((part) => (part.operator === 'ne' ? { ...part, operator: 'eq' } : part)),
  },
  {
    id: 'filters.sw-is-co',
    says: 'sw finds its value anywhere',
    breaks: ['7644:3.4.2.2/op-co-sw-ew'],
    kills: ['queries.filter-co-sw-ew'],
    semantics: compares((part) => (part.operator === 'sw' ? { ...part, operator: 'co' } : part)),
  },
  {
    id: 'filters.ew-wants-more',
    says: 'co, sw and ew are not satisfied by the whole value',
    breaks: ['7644:3.4.2.2/op-co-sw-ew'],
    kills: ['queries.filter-co-sw-ew'],
    semantics: {
      compare(operator, actual, wanted, attribute) {
        const part = operator === 'co' || operator === 'ew';
        if (part && String(actual).length === String(wanted).length) return false;
        return strict.compare.call(this, operator, actual, wanted, attribute);
      },
    },
  },
  {
    id: 'filter.presence-of-nothing',
    says: 'pr matches every resource',
    breaks: ['7644:3.4.2.2/op-pr'],
    kills: ['queries.filter-pr', 'queries.filter-pr-after-clearing'],
    semantics: reads((part) => (part.kind === 'present' ? { kind: 'present', path: 'id' } : part)),
  },
];

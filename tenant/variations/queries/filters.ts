import { badFilter, errorResponse, invalid } from '../../errors.ts';
import type { Filter } from '../../filter/parser.ts';
import { isObject, ScimProblem } from '../../model.ts';
import { isAuthorized, isList } from '../kit.ts';
import type { Variation } from '../variation.ts';
import { each, refused } from './refused.ts';

/** Filters that are offered in part; PATCH paths keep theirs. */
export const filterVariations: Variation[] = [
  refused(
    'eq-only',
    'filters know eq, and, and nothing else',
    ['7644:3.4.2.2', '7644:3.12'],
    (filter) => {
      if (filter.kind === 'compare') return filter.operator !== 'eq';
      return filter.kind !== 'and' && filter.kind !== 'value';
    },
    ['7644:3.12/unsupported-combination'],
  ),
  refused(
    'no-logic',
    'filters support neither and, or nor not',
    ['7644:3.4.2.2', '7644:3.12'],
    ({ kind }) => kind === 'and' || kind === 'or' || kind === 'not',
    ['7644:3.12/unsupported-combination'],
  ),
  refused(
    'no-or-not',
    'filters support neither or nor not',
    ['7644:3.4.2.2'],
    ({ kind }) => kind === 'or' || kind === 'not',
  ),
  {
    id: 'filters.terms-limited',
    says: 'filters of more than five terms are refused as too much',
    basis: ['7644:3.4.2.2', '7644:3.12'],
    choice: 'filters',
    before(request, tenancy) {
      const asked = request.query.get('filter') ?? (isObject(request.body) ? request.body.filter : undefined);
      if (typeof asked !== 'string' || !isAuthorized(request, tenancy)) return undefined;
      return asked.split(/ (?:and|or) /i).length > 5
        ? errorResponse(new ScimProblem(400, 'too many terms', 'tooMany'))
        : undefined;
    },
  },
  refused('no-presence', 'filters do not support pr', ['7644:3.4.2.2'], ({ kind }) => kind === 'present'),
  refused(
    'no-order',
    'filters support neither gt, ge, lt nor le',
    ['7644:3.4.2.2'],
    (filter) => filter.kind === 'compare' && /^[gl][te]$/.test(filter.operator),
  ),
  refused(
    'no-inequality',
    'filters do not support ne',
    ['7644:3.4.2.2'],
    (filter) => filter.kind === 'compare' && filter.operator === 'ne',
  ),
  refused(
    'no-substrings',
    'filters support neither co, sw nor ew',
    ['7644:3.4.2.2'],
    (filter) => filter.kind === 'compare' && ['co', 'sw', 'ew'].includes(filter.operator),
  ),
  {
    ...refused(
      'no-brackets',
      'filters support no value paths',
      ['7644:3.4.2.2'],
      ({ kind }) => kind === 'value',
      ['7644:3.4.2.2/valuepath-combined'],
    ),
    smartfileRows: ['entra:R19', 'entra:Q19', 'entra:R15', 'entra:R24', 'smartfile:S10'],
  },
  refused(
    'plain-brackets',
    'value paths support neither or nor not',
    ['7644:3.4.2.2'],
    (filter) => filter.kind === 'value' && !isConjunction(filter.filter),
    ['7644:3.4.2.2/valuepath-not'],
  ),
  refused(
    'brackets-of-equality',
    'value paths support only eq and and',
    ['7644:3.4.2.2'],
    (filter) => filter.kind === 'value' && !isOfEquality(filter.filter),
    ['7644:3.4.2.2/valuepath', '7644:3.4.2.2/valuepath-not'],
  ),
  refused(
    'no-null',
    'filters do not take null',
    ['7644:3.4.2.2'],
    (filter) => filter.kind === 'compare' && filter.value === null,
    ['7644:3.4.2.2/null-literal'],
  ),
  refused(
    'no-schemas',
    'filters by schemas and meta.resourceType are refused',
    ['7644:3.4.2.2'],
    (filter) => 'path' in filter && /^(?:schemas|meta\.resourcetype)$/i.test(filter.path),
    ['7644:3.4.2.2/schemas-filter'],
  ),
  refused(
    'no-bare-lists',
    'a list without sub-attribute is refused',
    ['7644:3.4.2.2', '7644:3.4.2.3'],
    (filter) =>
      filter.kind === 'compare' && /^(?:emails|phoneNumbers|members|roles|ims|photos)$/i.test(filter.path),
    ['7644:3.4.2.2/multi-default-value'],
  ),
  refused(
    'not-by-nick-name',
    'nickName, title and addresses cannot be filtered',
    ['7644:3.4.2.2', '7644:3.12'],
    (filter) => 'path' in filter && /^(?:nickName|title|addresses)\b/i.test(filter.path),
  ),
  refused(
    'not-by-booleans',
    'booleans cannot be filtered',
    ['7644:3.4.2.2', '7644:3.12'],
    (filter) =>
      ('value' in filter && typeof filter.value === 'boolean') ||
      ('path' in filter && /(?:^|[.:])(?:active|primary|flag|open)$/i.test(filter.path)),
    [],
    ['entra:Q28'],
  ),
  refused(
    'not-by-meta',
    'meta cannot be filtered',
    ['7644:3.4.2.2', '7644:3.12'],
    (filter) => 'path' in filter && /^meta\b/i.test(filter.path),
  ),
  refused(
    'not-by-extensions',
    'extension attributes cannot be filtered',
    ['7644:3.4.2.2', '7644:3.12'],
    (filter) => 'path' in filter && /^urn:.*:extension:/i.test(filter.path),
  ),
  refused(
    'accounts-by-user-name',
    'accounts can be filtered only by userName',
    ['7644:3.4.2.2', '7644:3.12'],
    (filter) =>
      'path' in filter && /^(?:externalId|name|nickName|title|emails|active|addresses)\b/i.test(filter.path),
    [],
    ['R04', 'R15', 'R19', 'R24', 'Q18', 'Q19', 'Q45'].map((id) => `entra:${id}`).concat('smartfile:S11'),
  ),
  refused(
    'short',
    'filters have at most ten conditions',
    ['7644:3.4.2.2', '7644:3.12'],
    (filter) => conditions(filter) > 10,
  ),
  {
    id: 'filters.unknown-attributes-empty',
    says: 'no one has an attribute that no schema knows',
    basis: ['7644:3.4.2.1', '7644:3.4.2.2'],
    semantics: () => ({ refusesUnknown: false }),
  },
  {
    id: 'filters.small-words-only',
    says: 'and, or and not are understood in lower case only',
    basis: ['7644:3.4.2.2'],
    rows: ['7644:3.4.2.2/case-logical'],
    semantics: (usual) => ({
      offers: (filter, text) => {
        usual.offers(filter, text);
        if (
          /[\s)](?:AND|OR|And|Or)[\s(]|(?:^|[\s(])(?:NOT|Not)[\s(]/.test(
            text.replace(/"(?:[^"\\]|\\.)*"/g, '""'),
          )
        )
          throw badFilter('and, or and not are in small letters');
      },
    }),
  },
  {
    id: 'filters.too-many',
    says: 'queries over all types without a filter are refused as too many',
    basis: ['7644:3.4.2.1', '7644:3.12'],
    before: (request, tenancy) => {
      const { path, method, query } = request;
      const asksForAll = method === 'GET' && path === '' && !query.has('filter');
      if (asksForAll && isAuthorized(request, tenancy))
        throw new ScimProblem(400, 'name a filter', 'tooMany');
      return undefined;
    },
  },
  {
    id: 'filters.ten-at-most',
    says: 'a filter that more than ten resources match is refused as too many',
    basis: ['7644:3.4.2', '7644:3.12', '7643:5'],
    after: (request, response) => {
      const { query, body } = request;
      const isFiltered = query.has('filter') || (isObject(body) && body.filter !== undefined);
      if (!isList(request) || !isFiltered || !isObject(response.body)) return;
      if (Number(response.body.totalResults) > 10)
        Object.assign(response, errorResponse(new ScimProblem(400, 'more than ten match', 'tooMany')));
    },
  },
  {
    id: 'filters.values-of-a-type',
    says: 'numbers, booleans and times in a filter have to be of the type of their attribute',
    basis: ['7644:3.4.2.2', '7644:3.12'],
    semantics: (usual) => ({
      offers: (filter, text) => {
        usual.offers(filter, text);
        each(filter, (part) => {
          if (part.kind === 'compare' && /^active$/i.test(part.path) && typeof part.value === 'string')
            throw invalid('active is a boolean');
        });
      },
    }),
  },
];

function conditions(filter: Filter): number {
  let count = 0;
  each(filter, ({ kind }) => {
    if (kind === 'compare' || kind === 'present' || kind === 'value') count += 1;
  });
  return count;
}

/** Whether conditions in brackets are comparisons with eq, joined by and. */
function isOfEquality(filter: Filter): boolean {
  if (filter.kind === 'and') return isOfEquality(filter.left) && isOfEquality(filter.right);
  return filter.kind === 'compare' && filter.operator === 'eq';
}

function isConjunction(filter: Filter): boolean {
  if (filter.kind === 'and') return isConjunction(filter.left) && isConjunction(filter.right);
  return filter.kind === 'compare' || filter.kind === 'present';
}

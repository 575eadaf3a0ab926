import type { Filter } from '../../filter/parser.ts';
import type { TenantRequest } from '../../model.ts';
import type { Semantics } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { reads } from '../filters.ts';

type And = Extract<Filter, { kind: 'and' }>;

function sideWithout({ left, right }: And, concerns: (side: Filter) => boolean): Filter | undefined {
  if (concerns(right)) return left;
  return concerns(left) ? right : undefined;
}

/** Drops from each `and` the side that concerns a path. */
const drops = (concerns: (side: Filter) => boolean): Partial<Semantics> =>
  reads((part) => (part.kind === 'and' ? (sideWithout(part, concerns) ?? part) : part));

const isAbout =
  (path: RegExp) =>
  (side: Filter): boolean =>
    'path' in side && path.test(side.path);

/** Reads a filter as another text before anything else sees it. */
function rewrites(change: (filter: string) => string | undefined) {
  return (request: TenantRequest): undefined => {
    const filter = request.query.get('filter');
    if (request.method !== 'GET' || filter === undefined) return;
    const read = change(filter);
    if (read === undefined) request.query.delete('filter');
    else request.query.set('filter', read);
  };
}

const CLOSED = { breaks: ['entra:Q52'], kills: ['entra.lookups-fail-closed'] };

/** Lookups of which a part is passed over. */
export const openFilterDefects: Defect[] = [
  {
    id: 'entra.unquoted-value-lists-all',
    says: 'a filter whose value has no quotes lists everyone',
    ...CLOSED,
    before: rewrites((filter) =>
      /^\w+ eq (?!true$|false$|null$)[a-z]\S*$/i.test(filter) ? undefined : filter,
    ),
  },
  {
    id: 'entra.single-quotes-list-all',
    says: 'a filter whose value is in single quotes lists everyone',
    ...CLOSED,
    before: rewrites((filter) => (/ eq '/.test(filter) ? undefined : filter)),
  },
  {
    id: 'entra.empty-value-lists-all',
    says: 'a filter whose value is empty lists everyone',
    ...CLOSED,
    before: rewrites((filter) => (/ eq ""$/.test(filter) ? undefined : filter)),
  },
  {
    id: 'entra.unknown-operator-lists-all',
    says: 'a filter with an unknown operator lists everyone',
    ...CLOSED,
    before: rewrites((filter) => (/^\w+ like /.test(filter) ? undefined : filter)),
  },
  {
    id: 'entra.unknown-condition-dropped',
    says: 'a condition on an unknown attribute is dropped from an and',
    ...CLOSED,
    semantics: drops(isAbout(/noSuch/i)),
  },
  {
    id: 'entra.condition-on-instants-dropped',
    says: 'a condition on meta is dropped from an and',
    breaks: ['entra:Q52', '7644:3.4.2.2/logical-and'],
    kills: ['entra.lookups-fail-closed', 'queries.filter-and'],
    semantics: drops(isAbout(/^meta\./)),
  },
  {
    id: 'entra.condition-on-manager-dropped',
    says: 'a condition on the manager is dropped from an and',
    ...CLOSED,
    kills: [...CLOSED.kills, 'queries.filter-by-manager'],
    semantics: drops(isAbout(/manager/)),
  },
  {
    id: 'entra.condition-on-external-id-dropped',
    says: 'a condition on externalId is dropped from an and',
    ...CLOSED,
    semantics: drops(isAbout(/^externalId$/)),
  },
  {
    id: 'entra.condition-in-brackets-dropped',
    says: 'a condition on the values of a list is dropped from an and',
    ...CLOSED,
    semantics: drops(({ kind }) => kind === 'value'),
  },
  {
    id: 'entra.condition-on-active-dropped',
    says: 'a condition on active is dropped from an and',
    ...CLOSED,
    semantics: drops(isAbout(/^active$/)),
  },
  {
    id: 'entra.not-dropped',
    says: 'a not is dropped from an and',
    ...CLOSED,
    kills: [...CLOSED.kills, 'queries.filter-logical-operator-case'],
    semantics: drops(({ kind }) => kind === 'not'),
  },
  {
    id: 'entra.first-condition-decides',
    says: 'of conditions that and joins only the first counts, and filters are published as not offered',
    breaks: ['entra:Q52', 'practice:P37'],
    kills: [
      'entra.lookups-fail-closed',
      'practice.unoffered-filters-list-nobody',
      'entra.group-made-before-its-members-is-filled',
    ],
    publishes: (name, document) =>
      name === 'ServiceProviderConfig'
        ? { ...document, filter: { supported: false, maxResults: 0 } }
        : document,
    semantics: reads((part) => (part.kind === 'and' ? part.left : part)),
  },
];

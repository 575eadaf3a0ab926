import { isObject, type ScimObject, type TenantRequest } from '../../model.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isOne, nameType, readId, refuse, valuesIn } from '../kit.ts';
import { done } from '../patch/kit.ts';
import { onOperations, refusing } from './kit.ts';

/** Whether a group that is to be deleted has members. */
function isFullGroup(request: TenantRequest, { store }: Tenancy): boolean {
  if (!isOne(request, 'DELETE') || nameType(request) !== 'Group') return false;
  const members = store.get('Group', readId(request))?.data.members;
  return Array.isArray(members) && members.length > 0;
}

const FULL = { breaks: ['entra:Q59'], kills: ['entra.group-with-members-is-deleted'] };

/** What goes wrong with requests, lookups, schemas and groups, by the file of their checks. */
export const entraDefects: Defect[] = [
  // wire.ts
  {
    id: 'entra.needs-a-user-agent',
    says: 'a firewall turns requests without User-Agent away, unless ADSCIMVersion names the client',
    breaks: ['entra:R09'],
    kills: ['entra.token-is-all-it-takes'],
    before: ({ headers }) =>
      headers['user-agent'] === undefined && headers.adscimversion === undefined
        ? { status: 403, headers: { 'content-type': 'text/html' }, raw: '<html>Forbidden</html>' }
        : undefined,
  },
  {
    id: 'entra.delete-needs-an-accept',
    says: 'a DELETE that accepts no type is answered 406',
    breaks: ['entra:Q22'],
    kills: ['entra.bare-requests-are-served', 'smartfile.groups-alone-can-be-provisioned'],
    before: ({ method, headers }) =>
      method === 'DELETE' && headers.accept === undefined ? refuse(406) : undefined,
  },
  {
    id: 'entra.slash-breaks',
    says: 'a slash before the query breaks the server',
    breaks: ['entra:Q47'],
    kills: ['entra.slash-before-the-query-is-no-error'],
    before: ({ address }) => (/^\/\w+\/(\?|$)/.test(address) ? refuse(500) : undefined),
  },
  // discovery.ts
  {
    id: 'entra.schemas-break',
    says: '/Schemas breaks the server',
    breaks: ['entra:R08'],
    kills: ['entra.schemas-are-published'],
    before: ({ path }) => (path === '/Schemas' ? refuse(500) : undefined),
  },
  {
    id: 'entra.schemas-with-nulls',
    says: 'definitions of attributes hold null for what is not said',
    breaks: ['entra:R22'],
    kills: ['entra.schemas-are-a-clean-list'],
    publishes(name, document) {
      if (name !== 'Schemas' || !Array.isArray(document.Resources)) return document;
      const [first, ...others] = document.Resources;
      return { ...document, Resources: [{ ...(first as ScimObject), description: null }, ...others] };
    },
  },
  // lookups.ts
  {
    id: 'entra.id-is-not-filterable',
    says: 'a filter on id is refused',
    breaks: ['entra:R04'],
    kills: ['entra.known-attributes-are-queried', 'matching.id-finds-one'],
    before: ({ query }) => (/^id eq/.test(query.get('filter') ?? '') ? refuse(400) : undefined),
  },
  {
    id: 'entra.type-is-no-filter',
    says: 'a filter on the work address finds addresses of every type',
    breaks: ['entra:Q19'],
    kills: ['entra.work-address-is-matched'],
    before({ query }) {
      const filter = query.get('filter');
      if (filter?.startsWith('emails[type eq')) query.set('filter', filter.replace(/\[.*\]/, ''));
    },
  },
  {
    id: 'entra.no-group-breaks',
    says: 'a filter that finds no group breaks the server, which takes the first of those found',
    breaks: ['entra:Q21', '7644:3.4.2/filter-no-match', 'smartfile:S08', '7644:3.12/no-5xx'],
    kills: [
      'entra.unknown-group-is-an-empty-list',
      'matching.no-match-is-an-empty-list',
      'smartfile.connection-test-succeeds',
      'traffic.no-internal-error',
    ],
    after: (request, { body }) =>
      request.path === '/Groups' && request.query.has('filter') && isObject(body) && body.totalResults === 0
        ? refuse(500)
        : undefined,
  },
  {
    id: 'entra.two-addresses-break',
    says: 'a read by id of a user with two email addresses breaks the server, which finds the user twice',
    breaks: ['entra:R03', '7644:3.12/no-5xx'],
    kills: ['entra.known-user-is-read', 'traffic.no-internal-error'],
    after: (request, { status, body }) =>
      isOne(request, 'GET') && status === 200 && isObject(body) && valuesIn(body.emails).length === 2
        ? refuse(500)
        : undefined,
  },
  // pathlessUpdates.ts
  {
    id: 'entra.first-key-counts',
    says: 'of a value without path only the first attribute is set',
    breaks: ['entra:Q04'],
    kills: [
      'entra.replace-without-path-sets-each',
      'patch.add-without-path-merges',
      'smartfile.matched-again-group-keeps-members',
    ],
    before: onOperations((operation, path) => {
      if (path === '' && isObject(operation.value))
        operation.value = Object.fromEntries(Object.entries(operation.value).slice(0, 1));
    }),
  },
  {
    id: 'entra.dotted-keys-ignored',
    says: 'dotted keys of a value without path are ignored',
    breaks: ['entra:Q05'],
    kills: ['entra.flattened-keys-reach-nested-values', 'entra.mapped-attributes-are-updated'],
    before: onOperations((operation, path) => {
      if (path === '' && isObject(operation.value))
        for (const key of Object.keys(operation.value)) if (/^\w+\./.test(key)) delete operation.value[key];
    }),
  },
  refusing(
    'dotted-keys-are-refused',
    'a value without path whose keys have dots is refused',
    'entra:Q05',
    ['entra.flattened-keys-reach-nested-values'],
    ({ path, value }) =>
      path === undefined && isObject(value) && Object.keys(value).some((key) => /^\w+\.\w+$/.test(key)),
  ),
  // patchMessages.ts
  {
    id: 'entra.body-order-matters',
    says: 'a PATCH whose operations come before its schemas is refused',
    breaks: ['entra:Q48'],
    kills: ['entra.body-order-does-not-matter', 'attributes.order-of-members-means-nothing'],
    before: (request) =>
      isOne(request, 'PATCH') && isObject(request.body) && Object.keys(request.body)[0] === 'Operations'
        ? refuse(400)
        : undefined,
  },
  // groups.ts
  {
    id: 'entra.full-groups-refused',
    says: 'DELETE of a group that has members is answered 409',
    ...FULL,
    before: (request, tenancy) => (isFullGroup(request, tenancy) ? refuse(409) : undefined),
  },
  {
    id: 'entra.full-groups-stay',
    says: 'DELETE of a group that has members is answered 204 and not done',
    ...FULL,
    kills: [...FULL.kills, 'hard-delete.nothing-deleted-stays'],
    // Groups that are left full by other checks stay.
    company: true,
    before: (request, tenancy) => (isFullGroup(request, tenancy) ? done() : undefined),
  },
];

import type { ScimObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isOne, refuse } from '../kit.ts';
import { readOperations } from '../patch/kit.ts';

/** What stands in the way of the Microsoft Entra provisioning service: requests, lookups, schemas, leavers. */
export const entraDefects: Defect[] = [
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
    id: 'entra.cannot-take-away',
    says: 'DELETE and active false both succeed and do nothing',
    breaks: ['entra:R21'],
    kills: ['entra.user-can-be-taken-away'],
    before: (request, { store }) => {
      const found = request.path.startsWith('/Users/') && store.find(request.path.slice(7)) !== undefined;
      const disables = readOperations(request).some(({ path }) => path === 'active');
      const ignored = isOne(request, 'DELETE') || disables;
      return found && ignored ? { status: 204, headers: {} } : undefined;
    },
  },
  {
    id: 'entra.plus-is-no-space',
    says: 'a plus sign in a query is read as a plus sign',
    breaks: ['entra:Q18'],
    kills: [
      'entra.unusual-values-are-found',
      'matching.user-name-in-a-form-encoded-query',
      'matching.group-name-in-a-form-encoded-query',
    ],
    before(request) {
      const filter = /[?&]filter=([^&]*)/.exec(request.address)?.[1];
      // The blanks around the operator are told apart: only those within the value are lost.
      const value = filter === undefined ? undefined : /%22(.*)%22/.exec(filter)?.[1];
      if (filter === undefined || value === undefined || !value.includes('+')) return undefined;
      const plain = decodeURIComponent(filter.replace(value, '@@').replaceAll('+', ' '));
      request.query.set('filter', plain.replace('@@', decodeURIComponent(value)));
    },
  },
  {
    id: 'entra.slash-breaks',
    says: 'a slash before the query breaks the server',
    breaks: ['entra:Q47'],
    kills: ['entra.slash-before-the-query-is-no-error'],
    before: ({ address }) => (/^\/\w+\/(\?|$)/.test(address) ? refuse(500) : undefined),
  },
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
];

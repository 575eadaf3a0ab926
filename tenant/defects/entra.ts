import type { Defect } from '../defect.ts';
import { isObject, type ScimObject } from '../model.ts';
import { strict } from '../semantics/index.ts';
import { isCreate, isOne, refuse, succeeded } from './kit.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

type Hook = NonNullable<Defect['before']>;

/** The operations of a PATCH. */
function operationsOf(body: unknown): ScimObject[] {
  const listed = isObject(body) ? body.Operations : undefined;
  return Array.isArray(listed) ? listed.filter(isObject) : [];
}

/** Alters each operation of a PATCH that comes in. */
function onOperations(change: (operation: ScimObject, path: string) => void): Hook {
  return (request) => {
    if (isOne(request, 'PATCH'))
      for (const operation of operationsOf(request.body)) change(operation, String(operation.path ?? ''));
    return undefined;
  };
}

/** What stands in the way of the Microsoft Entra provisioning service. */
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
    kills: ['entra.bare-requests-are-served'],
    before: ({ method, headers }) =>
      method === 'DELETE' && headers.accept === undefined ? refuse(406) : undefined,
  },
  {
    id: 'entra.add-without-match-ignored',
    says: 'add at a value filter without a match succeeds and does nothing',
    breaks: ['entra:Q06'],
    kills: ['entra.add-creates-the-work-address'],
    semantics: { noMatch: (op) => (op === 'add' ? 'ignore' : strict.noMatch(op)) },
  },
  {
    id: 'entra.id-is-not-filterable',
    says: 'a filter on id is refused',
    breaks: ['entra:R04'],
    kills: ['entra.known-attributes-are-queried'],
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
      return undefined;
    },
  },
  {
    id: 'entra.refuses-empty-roles',
    says: 'an empty list of roles is refused in a create',
    breaks: ['entra:R01', 'entra:Q26'],
    kills: ['entra.user-is-created-as-entra-sends-it', 'entra.empty-roles-are-accepted'],
    before: (request) =>
      isCreate(request) &&
      isObject(request.body) &&
      Array.isArray(request.body.roles) &&
      request.body.roles.length === 0
        ? refuse(400)
        : undefined,
  },
  {
    id: 'entra.group-needs-members',
    says: 'a group without members is refused',
    breaks: ['entra:R23'],
    kills: ['entra.group-is-created-without-members'],
    before: (request) =>
      isCreate(request) &&
      request.path === '/Groups' &&
      isObject(request.body) &&
      (!Array.isArray(request.body.members) || request.body.members.length === 0) &&
      Array.isArray(request.body.schemas) &&
      request.body.schemas.length === 1 &&
      request.body.members !== undefined
        ? refuse(400)
        : undefined,
  },
  {
    id: 'entra.breaks-on-null',
    says: 'null for an extension or an attribute in a create breaks the server',
    breaks: ['entra:Q24', '7644:3.12/no-5xx'],
    kills: ['entra.nulls-in-a-create-are-not-assigned'],
    before: (request) =>
      isCreate(request) && isObject(request.body) && Object.values(request.body).includes(null)
        ? refuse(500)
        : undefined,
  },
  {
    id: 'entra.keeps-unknown-schemas',
    says: 'schema URIs of a create are returned, whatever they are',
    breaks: ['entra:Q25'],
    kills: ['entra.unknown-schema-uri-is-tolerated'],
    after(request, response) {
      const { body } = request;
      if (!isCreate(request) || !isObject(body) || !isObject(response.body) || !Array.isArray(body.schemas))
        return undefined;
      const foreign = body.schemas.filter((uri) => String(uri).startsWith('http:'));
      if (foreign.length > 0) kept.set(String(response.body.id), foreign);
      return undefined;
    },
    semantics: {
      represent: (full, resource) => {
        const foreign = kept.get(resource.id) ?? [];
        return foreign.length > 0 ? { ...full, schemas: [...(full.schemas as unknown[]), ...foreign] } : full;
      },
    },
  },
  {
    id: 'entra.needs-the-urn-of-an-extension',
    says: 'data of an extension whose URN is not listed is dropped',
    breaks: ['entra:Q25'],
    kills: ['entra.extension-without-its-urn-is-accepted'],
    before(request) {
      const { body } = request;
      if (!isCreate(request) || !isObject(body) || !Array.isArray(body.schemas)) return undefined;
      if (!body.schemas.includes(ENTERPRISE)) delete body[ENTERPRISE];
      return undefined;
    },
  },
  {
    id: 'entra.loses-one-of-a-type',
    says: 'of two addresses of one type only one is kept, though the answer shows both',
    breaks: ['entra:Q37'],
    kills: ['entra.two-of-one-type-agree'],
    after(request, response, { store }) {
      if (!isCreate(request) || !isObject(response.body)) return undefined;
      const resource = store.find(String(response.body.id));
      const emails = resource?.data.emails;
      if (!resource || !Array.isArray(emails) || emails.length < 2) return undefined;
      const types = emails.map((one) => (isObject(one) ? one.type : undefined));
      const data = { ...resource.data, emails: emails.filter((_, at) => types.indexOf(types[at]) === at) };
      response.body = structuredClone(response.body);
      store.put({ ...resource, data });
      return undefined;
    },
  },
  {
    id: 'entra.tidies-values',
    says: 'runs of blanks in names and titles become one blank',
    breaks: ['entra:R12'],
    kills: ['entra.values-are-stored-as-sent'],
    semantics: { keep: (value) => (typeof value === 'string' ? value.replace(/ {2,}/g, ' ') : value) },
  },
  {
    id: 'entra.lowers-family-names',
    says: 'family names are stored in small letters',
    breaks: ['entra:Q39'],
    kills: ['entra.telephone-numbers-are-kept'],
    semantics: {
      keep: (value, attribute) =>
        attribute.name === 'familyName' && typeof value === 'string' ? value.toLowerCase() : value,
    },
  },
  {
    id: 'entra.group-names-not-unique',
    says: 'group names are published as unique, and a second group of one name is made',
    breaks: ['entra:R16'],
    kills: ['entra.second-group-of-a-name-is-refused'],
    semantics: { unique: (attribute) => attribute.name !== 'displayName' && attribute.uniqueness !== 'none' },
  },
  {
    id: 'entra.cannot-take-away',
    says: 'DELETE and active false both succeed and do nothing',
    breaks: ['entra:R21'],
    kills: ['entra.user-can-be-taken-away'],
    before: (request, { store }) => {
      const found = request.path.startsWith('/Users/') && store.find(request.path.slice(7)) !== undefined;
      const disables = operationsOf(request.body).some(({ path }) => path === 'active');
      const ignored = isOne(request, 'DELETE') || (isOne(request, 'PATCH') && disables);
      return found && ignored ? { status: 204, headers: {} } : undefined;
    },
  },
  {
    id: 'entra.plus-is-no-space',
    says: 'a plus sign in a query is read as a plus sign',
    breaks: ['entra:Q18'],
    kills: ['entra.unusual-values-are-found'],
    before(request) {
      const filter = /[?&]filter=([^&]*)/.exec(request.address)?.[1];
      // The blanks around the operator are told apart: only those within the value are lost.
      const value = filter === undefined ? undefined : /%22(.*)%22/.exec(filter)?.[1];
      if (filter === undefined || value === undefined || !value.includes('+')) return undefined;
      const plain = decodeURIComponent(filter.replace(value, '@@').replaceAll('+', ' '));
      request.query.set('filter', plain.replace('@@', decodeURIComponent(value)));
      return undefined;
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
  {
    id: 'entra.one-operation-counts',
    says: 'of several operations on members only the first is done',
    breaks: ['entra:R31'],
    kills: ['entra.several-memberships-in-one-patch'],
    before(request) {
      const operations = operationsOf(request.body);
      const members = operations.filter(({ path }) => String(path).startsWith('members'));
      if (isOne(request, 'PATCH') && members.length > 1 && isObject(request.body))
        request.body.Operations = operations.filter((one) => one === members[0] || !members.includes(one));
      return undefined;
    },
  },
  {
    id: 'entra.group-patch-lists-members',
    says: 'a PATCH of a group answers 200 with all of its members',
    breaks: ['entra:R30'],
    kills: ['entra.group-patch-is-brief'],
    after(request, response, { store }) {
      if (!isOne(request, 'PATCH') || !request.path.startsWith('/Groups/') || !succeeded(response))
        return undefined;
      const group = store.find(request.path.slice(8));
      return group ? { status: 200, headers: {}, body: { id: group.id, ...group.data } } : undefined;
    },
  },
  {
    id: 'entra.unknown-member-ignored',
    says: 'a member that does not exist is passed over with 204',
    breaks: ['entra:Q14'],
    kills: ['entra.unknown-member-is-refused-or-kept'],
    before: onOperationsIgnoring(),
  },
  {
    id: 'entra.empty-list-ignored',
    says: 'replace of members with an empty list does nothing',
    breaks: ['entra:Q17'],
    kills: ['entra.empty-list-empties-the-group'],
    semantics: {
      replaceMany: (current, incoming, attribute) =>
        incoming.length === 0 ? current : strict.replaceMany(current, incoming, attribute),
    },
  },
  {
    id: 'entra.strings-stay-strings',
    says: 'active sent as text disables nobody, with a 2xx',
    breaks: ['entra:Q02'],
    kills: ['entra.active-as-text-becomes-boolean'],
    before: onOperations((operation, path) => {
      if (path === 'active' && typeof operation.value === 'string') operation.value = true;
    }),
  },
  {
    id: 'entra.add-leaves-active',
    says: 'add does not change an attribute that has a truth value',
    breaks: ['entra:Q03'],
    kills: ['entra.add-sets-active'],
    semantics: {
      addSingle: (current, value, attribute) =>
        attribute.type === 'boolean' ? current : strict.addSingle(current, value, attribute),
    },
  },
  {
    id: 'entra.first-key-counts',
    says: 'of a value without path only the first attribute is set',
    breaks: ['entra:Q04'],
    kills: ['entra.replace-without-path-sets-each'],
    before: onOperations((operation, path) => {
      if (path === '' && isObject(operation.value))
        operation.value = Object.fromEntries(Object.entries(operation.value).slice(0, 1));
    }),
  },
  {
    id: 'entra.dotted-keys-ignored',
    says: 'dotted keys of a value without path are passed over',
    breaks: ['entra:Q05'],
    kills: ['entra.flattened-keys-reach-nested-values'],
    before: onOperations((operation, path) => {
      if (path === '' && isObject(operation.value))
        for (const key of Object.keys(operation.value)) if (/^\w+\./.test(key)) delete operation.value[key];
    }),
  },
  {
    id: 'entra.path-stored-as-name',
    says: 'a value path is stored as the name of an attribute',
    breaks: ['entra:Q08'],
    kills: ['entra.value-path-is-no-attribute-name'],
    before(request) {
      for (const { path, value } of isOne(request, 'PATCH') ? operationsOf(request.body) : [])
        if (String(path).includes('[type'))
          literals.set(request.path.split('/')[2] ?? '', { [String(path)]: value });
      return undefined;
    },
    after(request, { body }) {
      if (isOne(request, 'GET') && isObject(body)) Object.assign(body, literals.get(String(body.id)));
      return undefined;
    },
  },
  {
    id: 'entra.department-outside',
    says: 'a path below the enterprise URN changes an attribute outside of the extension',
    breaks: ['entra:Q09'],
    kills: ['entra.enterprise-path-stays-inside'],
    before(request) {
      for (const operation of isOne(request, 'PATCH') ? operationsOf(request.body) : []) {
        if (operation.path !== `${ENTERPRISE}:department`) continue;
        literals.set(request.path.split('/')[2] ?? '', { department: operation.value });
        operation.path = `${ENTERPRISE}:division`;
      }
      return undefined;
    },
    semantics: { represent: (full, { id }) => ({ ...full, ...literals.get(id) }) },
  },
  {
    id: 'entra.type-is-written-twice',
    says: 'writing through a type adds an element instead of changing the one there is',
    breaks: ['entra:R17'],
    kills: ['entra.one-element-of-a-type-stays-one'],
    before: onOperations((operation, path) => {
      const type = /^emails\[type eq "(\w+)"\]\.value$/.exec(path)?.[1];
      if (type === undefined || !/^(add|replace)$/i.test(String(operation.op))) return;
      Object.assign(operation, { op: 'add', path: 'emails', value: [{ type, value: operation.value }] });
    }),
  },
  {
    id: 'entra.body-order-matters',
    says: 'a PATCH whose operations come before its schemas is refused',
    breaks: ['entra:Q48'],
    kills: ['entra.body-order-does-not-matter'],
    before: (request) =>
      isOne(request, 'PATCH') && isObject(request.body) && Object.keys(request.body)[0] === 'Operations'
        ? refuse(400)
        : undefined,
  },
];

const kept = new Map<string, unknown[]>();
const literals = new Map<string, ScimObject>();

/** Drops members that do not exist before they are looked at. */
function onOperationsIgnoring(): Hook {
  return (request, { store }) => {
    if (!isOne(request, 'PATCH')) return undefined;
    const all = operationsOf(request.body);
    const unknown = all.some(
      ({ path, value }) =>
        path === 'members' &&
        Array.isArray(value) &&
        value.some((one) => isObject(one) && store.find(String(one.value)) === undefined),
    );
    return unknown && all.every(({ op }) => /^add$/i.test(String(op)))
      ? { status: 204, headers: {} }
      : undefined;
  };
}

import { isObject, type ScimObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isCreate, refuse, succeeded } from '../kit.ts';

/** What goes wrong when resources are created. */
export const creatingDefects: Defect[] = [
  {
    id: 'create.answers-200',
    says: 'a create is answered 200',
    breaks: ['7644:3.3/create-201'],
    kills: [
      'users.create-answers-201',
      'entra.user-is-created-as-entra-sends-it',
      'entra.initial-cycle-converges',
    ],
    after(request, response) {
      if (isCreate(request) && response.status === 201) response.status = 200;
    },
  },
  {
    id: 'create.without-location',
    says: 'a create has no Location header',
    breaks: ['7644:3.3/create-location', 'entra:Q31'],
    kills: ['users.create-names-location', 'entra.create-names-its-address'],
    after(request, response) {
      if (isCreate(request)) delete response.headers.location;
    },
  },
  {
    id: 'create.without-body',
    says: 'a create answers without the representation',
    breaks: ['7644:3.3/create-body'],
    kills: ['users.create-returns-the-user'],
    after: (request, { status, headers }) =>
      isCreate(request) && status === 201 ? { status, headers } : undefined,
  },
  {
    id: 'create.takes-client-id',
    says: 'the id of the client is taken over',
    breaks: ['7643:3.1/id-client-supplied', '7644:3.3/create-ignores-readonly'],
    kills: [
      'users.create-ignores-read-only',
      'attributes.id-is-the-endpoints-own',
      'entra.values-of-the-server-are-ignored',
    ],
    semantics: {
      newId: (type, body, tenancy) =>
        typeof body.id === 'string' ? body.id : strict.newId(type, body, tenancy),
    },
  },
  {
    id: 'create.refuses-read-only',
    says: 'a body with readOnly attributes is refused',
    breaks: ['7644:3.3/create-ignores-readonly', 'entra:Q36'],
    kills: ['users.create-ignores-read-only', 'entra.values-of-the-server-are-ignored'],
    before: (request) =>
      isCreate(request) && isObject(request.body) && (request.body.id ?? request.body.groups) !== undefined
        ? refuse(400)
        : undefined,
  },
  {
    id: 'create.conflict-is-400',
    says: 'a taken name is answered 400',
    breaks: ['7644:3.3/conflict-409'],
    kills: [
      'users.taken-user-name-is-refused',
      'entra.second-group-of-a-name-is-refused',
      'practice.one-of-simultaneous-creates-wins',
      'practice.repeated-create-is-409',
    ],
    after: (request, response) => (isCreate(request) && response.status === 409 ? refuse(400) : undefined),
  },
  {
    id: 'users.conflict-is-412',
    says: 'a taken name is answered 412, in a bulk job as well',
    breaks: ['7644:3.3/conflict-409'],
    kills: ['users.taken-user-name-is-refused', 'bulk.refuses-a-second-user-of-the-name'],
    after(request, response) {
      if (response.status === 409 && isCreate(request)) return refuse(412);
      const results =
        request.path === '/Bulk' && isObject(response.body) ? response.body.Operations : undefined;
      for (const one of Array.isArray(results) ? results.filter(isObject) : [])
        if (isObject(one.response) && one.response.scimType === 'uniqueness') one.status = '412';
    },
  },
  {
    id: 'create.conflict-is-500',
    says: 'a taken name breaks the server',
    breaks: ['7644:3.3/conflict-409', '7644:3.12/no-5xx'],
    kills: [
      'users.taken-user-name-is-refused',
      'users.user-name-is-unique-in-any-case',
      'traffic.no-internal-error',
    ],
    after: (request, response) => (isCreate(request) && response.status === 409 ? refuse(500) : undefined),
  },
  {
    id: 'create.conflict-returns-the-other',
    says: 'a create of a taken name answers 201 with the account that has it',
    breaks: ['7644:3.3/conflict-409', 'practice:P18'],
    kills: [
      'users.taken-user-name-is-refused',
      'practice.create-answers-with-its-own-account',
      'protocol.user-names-compare-normalised',
    ],
    before(request, tenancy) {
      if (!isCreate(request) || !isObject(request.body)) return undefined;
      const { userName } = request.body;
      const found =
        typeof userName === 'string' ? tenancy.store.lookup('User', 'userName', userName)[0] : undefined;
      if (!found) return undefined;
      request.method = 'GET';
      request.path = `/Users/${found.id}`;
    },
    after(request, response, { url }) {
      if (request.method === 'GET' && isObject(request.body) && succeeded(response)) {
        response.status = 201;
        response.headers.location = `${url}${request.path}`;
      }
    },
  },
  {
    id: 'create.keeps-wrong-types',
    says: 'values of the wrong type are kept',
    breaks: ['7644:3.12/create-wrong-type', '7643:2.3.2/boolean', '7643:2.4/array-shape'],
    kills: [
      'users.create-refuses-wrong-types',
      'traffic.booleans-are-json-booleans',
      'traffic.arrays-are-as-published',
    ],
    semantics: { checksTypes: () => false },
  },
  {
    id: 'create.damages-unicode',
    says: 'letters outside of ASCII become question marks',
    breaks: ['7644:3.8/create-utf8', 'practice:P23'],
    kills: ['users.text-outside-ascii-is-kept', 'practice.unicode-survives'],
    semantics: {
      keep: (value) => (typeof value === 'string' ? value.replace(/[^\p{ASCII}]/gu, '?') : value),
    },
  },
  {
    id: 'create.truncates',
    says: 'strings are cut after 40 characters',
    breaks: ['entra:R12', 'practice:P22', 'entra:Q38', 'smartfile:S23'],
    kills: [
      'users.long-values-are-kept-or-refused',
      'entra.long-names-are-whole',
      'entra.values-are-stored-as-sent',
      'smartfile.user-name-is-kept-byte-for-byte',
      'users.text-outside-ascii-is-kept',
      'smartfile.work-address-is-kept-as-sent',
      'practice.unicode-survives',
    ],
    semantics: { keep: (value) => (typeof value === 'string' ? value.slice(0, 40) : value) },
  },
  {
    id: 'meta.type-in-plural',
    says: 'meta.resourceType is the name of the endpoint',
    breaks: ['7643:3.1/meta-resourcetype-name', '7644:3.3.1/create-resourcetype'],
    kills: ['users.create-names-resource-type', 'traffic.meta-names-the-resource-type'],
    semantics: {
      represent: (full) => ({ ...full, meta: { ...(full.meta as ScimObject), resourceType: 'Users' } }),
    },
  },
  {
    id: 'create.invents-empty-addresses',
    says: 'an account without addresses shows one that is an empty text',
    breaks: ['practice:P38'],
    kills: ['users.create-invents-no-hollow-entries', 'queries.filter-pr'],
    semantics: {
      represent: (full, { type }) =>
        type === 'User' && full.emails === undefined
          ? { ...full, emails: [{ value: '', type: 'work' }] }
          : full,
    },
  },
];

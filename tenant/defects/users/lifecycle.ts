import { isObject, isUnassigned, SCHEMA, ScimProblem } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { attributesIn, isCreate, isOne, readId, refuse, resourcesIn, succeeded } from '../kit.ts';
import { extensionDefects } from './extensions.ts';

const isWrite = (method: string) => method === 'POST' || method === 'PUT' || method === 'PATCH';

/** What goes wrong when accounts are created and read. */
export const lifecycleDefects: Defect[] = [
  {
    id: 'lifecycle.null-gets-the-default',
    says: 'null in a create is taken for an attribute that was left out',
    breaks: ['7644:3.3/create-null-override'],
    kills: ['users.create-null-overrides-default'],
    before(request) {
      if (!isCreate(request) || !isObject(request.body)) return undefined;
      for (const [name, value] of Object.entries(request.body))
        if (isUnassigned(value) && name !== 'userName') delete request.body[name];
    },
  },
  {
    id: 'lifecycle.user-name-unique-by-letter',
    says: 'userName is unique only as long as the letter case is the same',
    breaks: ['7643:4.1.1/username-unique-ci'],
    kills: ['users.user-name-is-unique-in-any-case', 'bulk.refuses-a-second-user-of-the-name'],
    semantics: { unique: (attribute) => attribute.name !== 'userName' && strict.unique(attribute) },
    before(request, { store }) {
      if (!(isCreate(request) || isOne(request, 'PUT')) || !isObject(request.body)) return undefined;
      const { userName } = request.body;
      const taken = (id: string) =>
        store.own('User').some(({ id: other, data }) => other !== id && data.userName === userName);
      if (userName !== undefined && taken(readId(request)))
        request.problem = new ScimProblem(409, 'another User has this userName', 'uniqueness');
    },
  },
  {
    id: 'lifecycle.user-name-frozen',
    says: 'PUT answers 200 and leaves userName as it was',
    breaks: ['7643:4.1.1/username-changeable'],
    kills: ['users.user-name-can-be-changed', 'attributes.id-stays'],
    before(request, { store }) {
      const stored = isOne(request, 'PUT') ? store.find(readId(request)) : undefined;
      if (stored?.type !== 'User' || !isObject(request.body)) return undefined;
      const { userName } = request.body;
      const free = typeof userName === 'string' && store.lookup('User', 'userName', userName).length === 0;
      if (free) request.body.userName = stored.data.userName;
    },
  },
  {
    id: 'lifecycle.always-active',
    says: 'active false is answered with success and not kept',
    breaks: ['7643:4.1.1/active-boolean', 'smartfile:S14'],
    kills: ['users.active-is-kept', 'smartfile.disabling-works-or-is-refused'],
    semantics: { keep: (value, { name }) => (name === 'active' ? true : value) },
  },
  {
    id: 'lifecycle.created-active',
    says: 'a user that is created with active false is active',
    breaks: ['7643:4.1.1/active-boolean', 'smartfile:S14'],
    kills: ['users.active-is-kept', 'smartfile.disabling-works-or-is-refused'],
    before: (request) => {
      if (isCreate(request) && isObject(request.body) && request.body.active === false)
        request.body = { ...request.body, active: true };
    },
  },
  {
    id: 'lifecycle.created-inactive-breaks',
    says: 'a create with active false is turned away without a word',
    breaks: ['7643:4.1.1/active-boolean', 'smartfile:S14'],
    kills: ['users.active-is-kept', 'smartfile.disabling-works-or-is-refused'],
    before: (request) =>
      isCreate(request) && isObject(request.body) && request.body.active === false
        ? { status: 422, headers: {} }
        : undefined,
  },
  {
    id: 'lifecycle.country-of-three-letters',
    says: 'countries are returned as codes of three letters',
    breaks: ['7643:4.1.2/country-alpha2'],
    kills: ['users.country-has-two-letters'],
    semantics: { keep: (value, { name }) => (name === 'country' && value === 'US' ? 'USA' : value) },
  },
  {
    id: 'lifecycle.certificate-in-armour',
    says: 'certificates are returned as PEM',
    breaks: ['7643:4.1.2/x509-single'],
    kills: ['users.certificate-is-one-der', 'attributes.binary-values-keep-their-bytes'],
    semantics: {
      represent(full) {
        const list = full.x509Certificates;
        if (!Array.isArray(list)) return full;
        const armoured = (text: unknown) => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----`;
        return { ...full, x509Certificates: list.map((one) => ({ ...one, value: armoured(one.value) })) };
      },
    },
  },
  {
    id: 'lifecycle.password-never-changes',
    says: 'changePassword is published, and every new password is refused',
    breaks: ['7643:5/password-change'],
    kills: ['users.password-can-be-changed'],
    before: (request) =>
      isOne(request, 'PUT', 'PATCH') && /"password"/.test(JSON.stringify(request.body ?? null))
        ? refuse(403)
        : undefined,
  },
  {
    id: 'lifecycle.password-refused',
    says: 'a create with a password is refused',
    breaks: ['7644:3.3/create-writeonly-accepted'],
    kills: ['users.create-takes-write-only'],
    before: (request) =>
      isCreate(request) && isObject(request.body) && request.body.password !== undefined
        ? refuse(400)
        : undefined,
  },
  ...extensionDefects,
  {
    id: 'lifecycle.unknown-endpoint-is-200',
    says: 'an unknown endpoint answers 200 with an empty list',
    breaks: ['7644:3.12/unknown-endpoint-404'],
    kills: ['users.unknown-endpoint-is-not-found', 'smartfile.refusals-are-told-apart'],
    before: ({ method, path }) =>
      method === 'GET' && /^\/[^/]*conf-[^/]*$/.test(path)
        ? { status: 200, headers: {}, body: { schemas: [SCHEMA.user], totalResults: 0 } }
        : undefined,
  },
  {
    id: 'lifecycle.answer-is-not-the-state',
    says: 'the answer to a write shows active the wrong way round',
    breaks: ['7644:3.1/reflects-state'],
    kills: [
      'users.read-equals-answer-to-create',
      'users.read-equals-answer-to-replace',
      'users.read-equals-answer-to-patch',
    ],
    after(request, response) {
      if (!isWrite(request.method) || !succeeded(response)) return undefined;
      for (const resource of resourcesIn(response))
        if (typeof resource.active === 'boolean') resource.active = !resource.active;
    },
  },
  {
    id: 'lifecycle.list-without-user-names',
    says: 'lists without a filter show accounts without userName',
    breaks: ['7643:4.1.1/username-required'],
    kills: ['users.listed-users-have-user-names'],
    after(request, response) {
      if (request.method !== 'GET' || request.path !== '/Users' || request.query.size > 0) return undefined;
      for (const resource of resourcesIn(response)) delete resource.userName;
    },
  },
  {
    id: 'lifecycle.user-name-optional-in-schema',
    says: 'userName is published as optional',
    breaks: ['7643:4.1.1/username-schema'],
    kills: ['users.user-name-schema'],
    publishes(name, document) {
      if (name === 'Schemas')
        for (const attribute of attributesIn(document))
          if (attribute.name === 'userName') attribute.required = false;
      return document;
    },
  },
  {
    id: 'lifecycle.post-to-an-account-creates',
    says: 'a POST to the address of an account creates another one',
    breaks: ['7644:3.2/create-post-to-id'],
    kills: ['users.post-to-a-user-creates-nothing'],
    before(request) {
      if (isOne(request, 'POST')) request.path = '/Users';
    },
  },
  {
    id: 'patch.ignores-active',
    says: 'active stays as it is, with a 2xx',
    breaks: ['7643:4.1.1/active-boolean', 'smartfile:S14'],
    kills: ['users.active-is-kept', 'smartfile.disabling-works-or-is-refused'],
    semantics: {
      replaceSingle: (current, value, attribute) =>
        attribute.name === 'active' ? current : strict.replaceSingle(current, value, attribute),
      addSingle: (current, value, attribute) =>
        attribute.name === 'active' ? current : strict.addSingle(current, value, attribute),
    },
  },
];

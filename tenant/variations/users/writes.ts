import { syntax } from '../../errors.ts';
import { isObject, type ScimObject, ScimProblem, type TenantRequest } from '../../model.ts';
import { resolve } from '../../schemas/attributes.ts';
import { isAuthorized, isCreate, isOne } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** What the tenant makes of what it is sent: answers to creates, defaults, alterations, refusals. */
export const writeVariations: Variation[] = [
  {
    id: 'writes.created-without-body',
    says: 'a create is answered without a body',
    basis: ['7644:3.3', '7644:3.8'],
    rows: ['7644:3.3/create-body'],
    smartfileRows: ['entra:R01', 'entra:R10'],
    after: (request, response) => {
      if (!isCreate(request) || response.status !== 201) return;
      delete response.body;
      delete response.raw;
    },
  },
  {
    id: 'writes.created-in-brief',
    says: 'a create is answered with schemas, id and meta only',
    basis: ['7644:3.3'],
    rows: ['7644:3.3/create-body'],
    choice: 'answer of POST',
    // What is left out of an answer is not to be shown there as having no value.
    excludes: ['writes.created-without-body', 'shape.empty-lists', 'shape.nulls'],
    after: (request, response) => {
      if (!isCreate(request) || response.status !== 201 || !isObject(response.body)) return;
      const { schemas, id, meta } = response.body;
      response.body = { schemas, id, meta } as ScimObject;
    },
  },
  defaults('locale', 'accounts get a language, a locale and a time zone if they have none', () => ({
    preferredLanguage: 'en',
    locale: 'en-US',
    timezone: 'Europe/Berlin',
  })),
  defaults('role', 'accounts get a role and a type if they have none', () => ({
    roles: [{ value: 'member', display: 'Member', primary: true }],
    userType: 'Employee',
  })),
  defaults('inactive', 'accounts are inactive until they are said to be active', () => ({ active: false }), [
    'entra:R07',
  ]),
  defaults(
    'display-name',
    'accounts get a displayName from their other names if they have none',
    ({ name, userName }) => ({
      displayName: isObject(name) && typeof name.formatted === 'string' ? name.formatted : userName,
    }),
  ),
  defaults('nick-name', 'accounts get a nickName from their userName if they have none', ({ userName }) => ({
    nickName: String(userName).split('@')[0],
  })),
  completed(
    'formatted-name',
    'name.formatted is made from the other parts if it is missing',
    (data) => {
      if (!isObject(data.name) || data.name.formatted !== undefined) return data;
      const { givenName, familyName } = data.name;
      const parts = [givenName, familyName].filter((part) => typeof part === 'string');
      return parts.length === 0 ? data : { ...data, name: { ...data.name, formatted: parts.join(' ') } };
    },
    ['7643:4.1.1/name-variants'],
  ),
  completed('display-of-mails', 'email addresses are shown with their own display text', (data) =>
    elements(data, 'emails', (one) => ({ display: `Mail: ${String(one.value)}`, ...one })),
  ),
  completed('first-mail-primary', 'the first email address becomes primary if none is', (data) => {
    const mails = data.emails;
    if (!Array.isArray(mails) || mails.some((one) => isObject(one) && one.primary === true)) return data;
    return {
      ...data,
      emails: mails.map((one, at) => (at === 0 && isObject(one) ? { ...one, primary: true } : one)),
    };
  }),
  completed('type-of-mails', 'email addresses without a type are of type other', (data) =>
    elements(data, 'emails', (one) => ({ type: 'other', ...one })),
  ),
  strict(
    'unknown-attributes-refused',
    'attributes that no schema knows are refused',
    ['7644:3.3', '7643:3.1'],
    {
      rows: ['7644:3.3/create-unknown-attr'],
      // Every account of Entra's carries roles, an empty list: where there are none, it is refused.
      smartfileRows: ['entra:R01', 'entra:Q31', 'entra:Q35', 'entra:R35', 'smartfile:S12'],
      check: (body, { type }) => {
        const unknown = Object.keys(body).find((name) => !resolve(type, name) && !/^urn:/i.test(name));
        if (unknown !== undefined) throw syntax(`there is no ${unknown.slice(0, 40)}`);
      },
    },
  ),
  strict(
    'unknown-schemas-refused',
    'schemas that the resource type does not have are refused',
    ['7643:3', '7644:3.3'],
    {
      smartfileRows: [
        ...['Q54', 'R01', 'R02', 'R16'].map((id) => `entra:${id}`),
        ...['S09', 'S22'].map((id) => `smartfile:${id}`),
        // Where there is no enterprise extension, every account of Entra's has a schema too many.
        ...['entra:Q31', 'entra:Q35', 'entra:R35', 'smartfile:S12'],
      ],
      check: ({ schemas }, { type }) => {
        const known = [type.base, ...type.extensions].map(({ id }) => id.toLowerCase());
        const foreign = Array.isArray(schemas)
          ? schemas.find((uri) => !known.includes(String(uri).toLowerCase()))
          : undefined;
        if (foreign !== undefined) throw syntax(`there is no schema ${String(foreign).slice(0, 90)}`);
      },
    },
  ),
  {
    id: 'writes.schemas-guessed',
    says: 'a body without schemas is treated as what the endpoint serves',
    basis: ['7643:3', '7644:3.3'],
    rows: ['7643:3/create-missing-schemas'],
    before: (request, { types }) => {
      const type = types.find(
        ({ endpoint }) => request.path === endpoint || request.path.startsWith(`${endpoint}/`),
      );
      const writes = request.method === 'POST' || request.method === 'PUT';
      if (type && writes && isObject(request.body) && !request.path.endsWith('.search'))
        request.body.schemas ??= [type.base.id];
      return undefined;
    },
  },
  {
    id: 'writes.id-in-body-refused',
    says: 'a PUT whose body has another id than its address is refused',
    basis: ['7644:3.12', '7644:3.5.1'],
    before: (request, tenancy) => {
      const { body } = request;
      if (request.method !== 'PUT' || !isOne(request) || !isObject(body) || typeof body.id !== 'string')
        return undefined;
      const id = decodeURIComponent(request.path.split('/').at(-1) ?? '');
      if (isAuthorized(request, tenancy) && body.id !== id)
        throw new ScimProblem(400, 'id is readOnly', 'mutability');
      return undefined;
    },
  },
  {
    id: 'writes.conflicts-of-updates-400',
    rows: ['7644:3.12/put-uniqueness', '7644:3.12/patch-uniqueness'],
    says: 'an update to a name that is taken is answered 400 with uniqueness',
    basis: ['7644:3.12', '7644:3.5.2'],
    after: ({ method }, response) => {
      if (response.status !== 409 || (method !== 'PUT' && method !== 'PATCH') || !isObject(response.body))
        return;
      response.status = 400;
      response.body.status = '400';
    },
  },
  {
    id: 'writes.refusals-without-scim-type',
    says: 'refusals of values contain only 400',
    basis: ['7644:3.12'],
    rows: ['7644:3.12/error-invalid-value-scimtype'],
    after: (_request, { body }) => {
      if (isObject(body) && body.scimType === 'invalidValue') delete body.scimType;
    },
  },
  {
    id: 'writes.omitted-gets-default',
    says: 'what a PUT omits gets its default',
    basis: ['7644:3.5.1'],
    rows: ['7644:3.5.1/put-omitted'],
    semantics: (usual) => ({
      defaults: (type, data) => ({
        ...usual.defaults(type, data),
        ...(type === 'User' ? { locale: 'en-US', title: 'Member' } : {}),
      }),
    }),
  },
];

export function defaults(
  id: string,
  says: string,
  made: (data: ScimObject) => ScimObject,
  smartfileRows: string[] = [],
): Variation {
  return {
    id: `writes.default-${id}`,
    says,
    basis: ['7644:3.3'],
    rows: ['7644:3.3/create-defaults'],
    smartfileRows,
    semantics: (usual) => ({
      defaults: (type, data) => ({ ...usual.defaults(type, data), ...(type === 'User' ? made(data) : {}) }),
    }),
  };
}

export function completed(
  id: string,
  says: string,
  change: (data: ScimObject) => ScimObject,
  rows: string[] = [],
): Variation {
  return {
    id: `writes.${id}`,
    says,
    basis: ['7644:3.3', '7643:2.4'],
    rows,
    semantics: (usual) => ({
      complete: (type, data) =>
        type === 'User' ? change(usual.complete(type, data)) : usual.complete(type, data),
    }),
  };
}

export function elements(
  data: ScimObject,
  name: string,
  change: (element: ScimObject) => ScimObject,
): ScimObject {
  const values = data[name];
  if (!Array.isArray(values)) return data;
  return { ...data, [name]: values.map((one) => (isObject(one) ? change(one) : one)) };
}

interface Strict extends Pick<Variation, 'rows' | 'smartfileRows'> {
  check(body: ScimObject, about: { type: Parameters<typeof resolve>[0]; request: TenantRequest }): void;
}

function strict(id: string, says: string, basis: string[], { check, ...rows }: Strict): Variation {
  return {
    id: `writes.${id}`,
    says,
    basis,
    ...rows,
    before: (request, tenancy) => {
      const { method, path, body } = request;
      const type = tenancy.types.find(
        ({ endpoint }) => path === endpoint || (method === 'PUT' && path.startsWith(`${endpoint}/`)),
      );
      const writes = (method === 'POST' || method === 'PUT') && isAuthorized(request, tenancy);
      if (type && writes && isObject(body)) check(body, { type, request });
      return undefined;
    },
  };
}

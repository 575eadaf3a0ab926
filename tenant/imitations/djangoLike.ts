import { errorBody } from '../errors.ts';
import { isObject, type ScimObject, type TenantRequest, type TenantResponse } from '../model.ts';
import { strict } from '../semantics/index.ts';
import type { Imitation } from './imitation.ts';

const LOOKED_UP = ['userName', 'active', 'givenName', 'familyName', 'formatted'];
/** What a PATCH of a user can replace. */
const MAPPED = ['username', 'active', 'name', 'name.givenname', 'name.familyname', 'emails'];

let last = 0;

/**
 * django-scim2 as it is set up at first: endpoints of resource types that begin with the path of the tenant URL, ids of
 * whole numbers, mail addresses without a type, lookups by few attributes, 501 for what it cannot patch.
 */
export const djangoLike: Imitation = {
  semantics: {
    newId: () => {
      last += 1;
      return String(last);
    },
    // The map of groups is empty, that of users has little in it: what it lacks matches nobody.
    compare(operator, actual, wanted, attribute) {
      if (!LOOKED_UP.includes(attribute.name)) return false;
      if (operator === 'eq' && typeof wanted === 'string') return String(actual) === wanted;
      return strict.compare.call(strict, operator, actual, wanted, attribute);
    },
    unassigned: () => false,
    refusesUnknown: false,
  },

  publishes(name, document) {
    if (name === 'ServiceProviderConfig')
      return { ...document, filter: { supported: false, maxResults: 50 } };
    if (name !== 'ResourceTypes' || !Array.isArray(document.Resources)) return document;
    const withBase = (type: unknown) =>
      isObject(type) ? { ...type, endpoint: `/ftp/scim${type.endpoint}` } : type;
    return { ...document, Resources: document.Resources.map(withBase) };
  },

  before(request) {
    const { query, body, method, path } = request;
    query.delete('attributes');
    query.delete('excludedAttributes');
    if (Number(query.get('startIndex') ?? 1) < 1) return refuse(400, 'startIndex is 1 or more');
    if (method === 'POST' || method === 'PUT') return unreadable(path, body);
    return method === 'PATCH' ? patched(request) : undefined;
  },

  after(_request, response) {
    const { body, status } = response;
    if (!isObject(body)) return undefined;
    if (status >= 400) body.status = status;
    for (const resource of Array.isArray(body.Resources) ? body.Resources : [body]) {
      if (!isObject(resource) || !Array.isArray(resource.emails)) continue;
      resource.emails = resource.emails.map((mail) => (isObject(mail) ? withoutType(mail) : mail));
    }
  },
};

function withoutType({ type: _, ...mail }: ScimObject): ScimObject {
  return mail;
}

function unreadable(path: string, body: unknown): TenantResponse | undefined {
  if (!path.startsWith('/Users') || !isObject(body)) return undefined;
  if (body.name === null) return refuse(500, 'a server error occurred');
  return typeof body.active === 'string' ? refuse(400, 'active is a boolean') : undefined;
}

function patched({ path, body }: TenantRequest): TenantResponse | undefined {
  const operations = isObject(body) && Array.isArray(body.Operations) ? body.Operations.filter(isObject) : [];
  for (const { op, path: target, value } of operations) {
    const act = String(op).toLowerCase();
    const at = String(target ?? '').toLowerCase();
    const refused = path.startsWith('/Users') ? userRefusal(act, at, value) : groupRefusal(act, at, value);
    if (refused) return refused;
  }
  return undefined;
}

function userRefusal(act: string, at: string, value: unknown): TenantResponse | undefined {
  if (act !== 'replace') return refuse(501, `${act} is not implemented`);
  const named = at === '' && isObject(value) ? Object.entries(value) : [[at, value] as const];
  for (const [name, inner] of named) {
    if (!MAPPED.includes(name.toLowerCase())) return refuse(501, `${name} is not implemented`);
    if (name.toLowerCase() === 'name' && inner === null) return refuse(500, 'a server error occurred');
    if (name.toLowerCase() === 'active' && typeof inner !== 'boolean')
      return refuse(400, 'active is a boolean');
  }
  return undefined;
}

function groupRefusal(act: string, at: string, value: unknown): TenantResponse | undefined {
  if (act === 'replace') return refuse(501, 'replace is not implemented');
  if (at !== 'members') return refuse(501, `${at} is not implemented`);
  const ids = (Array.isArray(value) ? value : [value]).map((one) => (isObject(one) ? one.value : one));
  return ids.every((id) => /^\d+$/.test(String(id))) ? undefined : refuse(400, 'an id is a whole number');
}

function refuse(status: number, detail: string): TenantResponse {
  return { status, headers: {}, body: errorBody(status, detail) };
}

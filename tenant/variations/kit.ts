import { isObject, type ScimObject, type TenantRequest, type TenantResponse } from '../model.ts';

/** Changes every resource in an answer: the body itself, or what it lists. */
export function eachResource(
  { path }: TenantRequest,
  { status, body }: TenantResponse,
  change: (resource: ScimObject) => void,
): void {
  if (status >= 300 || !isObject(body) || isDiscovery(path)) return;
  const listed = Array.isArray(body.Resources) ? body.Resources : body.id === undefined ? [] : [body];
  for (const resource of listed) if (isObject(resource)) change(resource);
}

/** Whether a request asks for some attributes of resources only. */
export function isProjected({ query, body }: TenantRequest): boolean {
  const asked = isObject(body) ? body : {};
  return ['attributes', 'excludedAttributes'].some((name) => query.has(name) || asked[name] !== undefined);
}

export const isDiscovery = (path: string): boolean =>
  /^\/(?:ServiceProviderConfig|ResourceTypes|Schemas)(?:\/|$)/.test(path);

const isType = (path: string): boolean => /^\/(?:Users|Groups)$/.test(path);

export const isCreate = ({ method, path }: TenantRequest): boolean => method === 'POST' && isType(path);

export const isList = ({ method, path }: TenantRequest): boolean =>
  (method === 'GET' && (isType(path) || path === '')) || (method === 'POST' && path.endsWith('.search'));

/** Whether an answer represents one user or group. */
export const isOne = ({ path }: TenantRequest): boolean =>
  /^\/(?:Users|Groups)\/[^/.][^/]*$|^\/Me$/.test(path);

export const succeeded = ({ status }: TenantResponse): boolean => status >= 200 && status < 300;

/** Puts the members of an object in another order, in place. */
export function reorder(object: ScimObject, order: (names: string[]) => string[]): void {
  const entries = order(Object.keys(object)).map((name) => [name, object[name]] as const);
  for (const name of Object.keys(object)) delete object[name];
  for (const [name, value] of entries) object[name] = value;
}

/** A value with every object in it changed, innermost first. */
export function deeply(value: unknown, change: (object: ScimObject) => ScimObject): unknown {
  if (Array.isArray(value)) return value.map((inner) => deeply(inner, change));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, deeply(inner, change)]);
  return change(Object.fromEntries(entries) as ScimObject);
}

/** Whether a request carries the tenant's token; a variation refuses nothing to whoever may not ask at all. */
export const isAuthorized = ({ headers }: TenantRequest, { token }: { token: string }): boolean =>
  headers.authorization === `Bearer ${token}`;

/** Holds an answer back for longer. */
export function later(response: TenantResponse, ms: number): void {
  response.delayMs = (response.delayMs ?? 0) + ms;
}

/** A list with each of its entries changed. */
export function eachListed(list: ScimObject, change: (entry: ScimObject) => ScimObject): ScimObject {
  const listed = Array.isArray(list.Resources) ? list.Resources : [];
  return { ...list, Resources: listed.map((entry) => (isObject(entry) ? change(entry) : entry)) };
}

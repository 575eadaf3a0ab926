import { isObject, type ScimObject, type TenantResponse } from '../model.ts';

/** Changes every resource in an answer: the body itself, or what it lists. */
export function eachResource({ body }: TenantResponse, change: (resource: ScimObject) => void): void {
  if (!isObject(body) || body.detail !== undefined) return;
  if (Array.isArray(body.Resources))
    for (const resource of body.Resources) isObject(resource) && change(resource);
  else if (body.id !== undefined) change(body);
}

/** The path of one user or group below the tenant URL. */
const ONE = /^\/(?:Users|Groups)\/[^/.][^/]*$|^\/Me$/;

export const isOne = (path: string): boolean => ONE.test(path);

export const isDiscovery = (path: string): boolean =>
  /^\/(?:ServiceProviderConfig|ResourceTypes|Schemas)(?:\/|$)/.test(path);

export const succeeded = ({ status }: TenantResponse): boolean => status >= 200 && status < 300;

/** Puts the members of an object in another order, in place. */
export function reorder(object: ScimObject, order: (names: string[]) => string[]): void {
  const entries = order(Object.keys(object)).map((name) => [name, object[name]] as const);
  for (const name of Object.keys(object)) delete object[name];
  for (const [name, value] of entries) object[name] = value;
}

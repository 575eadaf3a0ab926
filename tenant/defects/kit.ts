import { errorBody } from '../errors.ts';
import { isObject, type ScimObject, type TenantRequest, type TenantResponse } from '../model.ts';
import { type Semantics, strict } from '../semantics/index.ts';

/** Path of one user or group, with its id. */
const ONE = /^\/(Users|Groups)\/([^/.][^/]*)$/;
const MANY = /^\/(Users|Groups)$/;

export const isCreate = ({ method, path }: TenantRequest): boolean => method === 'POST' && MANY.test(path);

export const isList = ({ method, path }: TenantRequest): boolean =>
  (method === 'GET' && MANY.test(path)) || (method === 'POST' && path.endsWith('.search'));

/** Whether a request goes to one resource, with one of the methods. */
export const isOne = ({ method, path }: TenantRequest, ...methods: string[]): boolean =>
  ONE.test(path) && (methods.length === 0 || methods.includes(method));

/** The id in the path of one resource; empty where there is none that can be read. */
export function readId({ path }: TenantRequest): string {
  try {
    return decodeURIComponent(ONE.exec(path)?.[2] ?? '');
  } catch {
    return '';
  }
}

export const nameType = ({ path }: TenantRequest): string => (path.startsWith('/Groups') ? 'Group' : 'User');

export const succeeded = ({ status }: TenantResponse): boolean => status >= 200 && status < 300;

/** An answer with an Error message. */
export function refuse(status: number, detail = 'refused'): TenantResponse {
  return { status, headers: {}, body: errorBody(status, detail) };
}

/** Every resource in an answer: the body itself, or what it lists. */
export function resourcesIn({ body }: TenantResponse): ScimObject[] {
  if (!isObject(body)) return [];
  if (Array.isArray(body.Resources)) return body.Resources.filter(isObject);
  return body.id === undefined ? [] : [body];
}

/** What the entries of a list have for their value. */
export const valuesIn = (list: unknown): unknown[] =>
  Array.isArray(list) ? list.filter(isObject).map(({ value }) => value) : [];

/** Groups that hold so many members, and pass over the rest. */
export const holding = (most: number): Partial<Semantics> => ({
  addMany(current, incoming, attribute, same) {
    const all = strict.addMany(current, incoming, attribute, same);
    return attribute.name === 'members' ? all.slice(0, most) : all;
  },
});

/** Every attribute in a published list of schemas. */
export function attributesIn(document: ScimObject): ScimObject[] {
  const listed = Array.isArray(document.Resources) ? document.Resources.filter(isObject) : [];
  return listed.flatMap(({ attributes }) => (Array.isArray(attributes) ? attributes.filter(isObject) : []));
}

/** The text of an attribute in the body of a create. */
export function textIn(request: TenantRequest, name: string): string {
  const value = isCreate(request) && isObject(request.body) ? request.body[name] : undefined;
  return typeof value === 'string' ? value : '';
}

/** The operations that a message lists, to be altered in place. */
export function operationsIn(body: unknown): ScimObject[] {
  const listed = isObject(body) ? body.Operations : undefined;
  return Array.isArray(listed) ? listed.filter(isObject) : [];
}

/** A text in small letters; nothing for what is no text. */
export const lower = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.toLowerCase() : undefined;

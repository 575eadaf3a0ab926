import { isObject, type ScimObject, type TenantRequest, type TenantResponse } from '../../model.ts';
import type { Defect } from '../defect.ts';

/** Leaves groups out of a list that has users, too. */
export function usersAlone({ body }: TenantResponse): undefined {
  if (!isObject(body) || !Array.isArray(body.Resources)) return;
  const users = body.Resources.filter((one) => isObject(one) && one.userName !== undefined);
  body.totalResults = Number(body.totalResults) - (body.Resources.length - users.length);
  body.Resources = users;
}

/** The cursor that a request gives. */
export const readCursor = ({ query }: TenantRequest): string | undefined => query.get('cursor');

/** Alters the pagination that the ServiceProviderConfig publishes. */
export function pagination(document: ScimObject, changes: ScimObject): ScimObject {
  return isObject(document.pagination)
    ? { ...document, pagination: { ...document.pagination, ...changes } }
    : document;
}

/** Changes the names in a parameter of projection; without names left, nothing but the minimum is asked for. */
export function rewrite(
  { query }: TenantRequest,
  parameter: 'attributes' | 'excludedAttributes',
  change: (names: string[]) => string[],
): undefined {
  const text = query.get(parameter);
  if (text !== undefined) query.set(parameter, change(text.split(',')).join(',') || 'nothing');
}

/** The SearchRequest that a request carries. */
export const searchIn = ({ path, body }: TenantRequest): ScimObject | undefined =>
  path.endsWith('/.search') && isObject(body) ? body : undefined;

/** A tenant that passes over members of SearchRequests. */
export function passesOver(...names: string[]): NonNullable<Defect['before']> {
  return (request) => {
    const body = searchIn(request);
    for (const name of names) delete body?.[name];
    return undefined;
  };
}

import { isObject, SCHEMA, type ScimObject, type StoredResource, type TenantRequest } from '../../model.ts';

/** The operations of a bulk request, to be altered in place; none for another request. */
export function jobIn({ path, body }: TenantRequest): ScimObject[] {
  return path === '/Bulk' ? results(body) : [];
}

/** The operations or results that a bulk message lists. */
export function results(body: unknown): ScimObject[] {
  return isObject(body) && Array.isArray(body.Operations) ? body.Operations.filter(isObject) : [];
}

/** The changes of a PATCH operation in a job. */
export function changesIn({ data }: ScimObject): ScimObject[] {
  return results(data);
}

/** The bulkIds that an operation refers to. */
export function referencesIn(value: unknown): string[] {
  const text = JSON.stringify(value) ?? '';
  return [...text.matchAll(/"bulkId:([^"]+)"/g)].map((match) => String(match[1]));
}

/** A body of PUT that leaves a resource as it is. */
export function putBack({ type, data }: StoredResource): ScimObject {
  const base = type === 'User' ? SCHEMA.user : SCHEMA.group;
  return { ...data, schemas: [base, ...Object.keys(data).filter((name) => name.startsWith('urn:'))] };
}

/** Whether a request is a job. */
export const isBulk = ({ path }: TenantRequest): boolean => path === '/Bulk';

import { type Attributes, isObject, LIST_RESPONSE, member } from '../../schemas/attributes.ts';
import type { ScimResponse } from './response.ts';

/** A page of a list as a ListResponse carries it. */
export interface List {
  total: number | undefined;
  resources: Attributes[];
  response: ScimResponse;
}

/** Whether an answer is a list by its schema or, where it names none, by its members. */
export function isList({ body }: ScimResponse): boolean {
  const schemas = member(body, 'schemas');
  if (Array.isArray(schemas)) return schemas.includes(LIST_RESPONSE);
  return Array.isArray(member(body, 'Resources')) || typeof member(body, 'totalResults') === 'number';
}

/** The page that a ListResponse carries; resources that are not objects are left out. */
export function readList(response: ScimResponse): List {
  const total = member(response.body, 'totalResults');
  const resources = member(response.body, 'Resources');
  return {
    total: typeof total === 'number' ? total : undefined,
    resources: Array.isArray(resources) ? resources.filter(isObject) : [],
    response,
  };
}

import type { ClientRequest } from '../request.ts';
import { equals, type Query, queryString } from './encoding.ts';

/** The schema URI that the provisioning service adds to its groups. */
export const MICROSOFT_GROUP = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group';

/**
 * Headers of every request: no User-Agent and no Accept. Captures show the form of ADSCIMVersion; its date and
 * activity are ours.
 */
const ALWAYS: ClientRequest['headers'] = {
  'user-agent': null,
  accept: null,
  adscimversion: 'Date:2026-01-01T00:00:00Z, ActivityId:00000000-0000-0000-0000-000000000000',
};

/** A request without a body, and so without Content-Type. */
function bare(method: 'GET' | 'DELETE', path: string): ClientRequest {
  return { method, path, headers: { ...ALWAYS } };
}

/** A request with a body of the type application/scim+json; members in the order given. */
export function withBody(method: 'POST' | 'PATCH', path: string, body: unknown): ClientRequest {
  return {
    method,
    path,
    headers: { ...ALWAYS, 'content-type': 'application/scim+json' },
    body: JSON.stringify(body),
  };
}

/** A query on an endpoint such as `/Users`. */
export function list(endpoint: string, query: Query): ClientRequest {
  return bare('GET', `${endpoint}${queryString(query)}`);
}

/** Lookup of a user by a matching attribute (U-01 to U-04). */
export function findUser(endpoint: string, path: string, value: string): ClientRequest {
  return list(endpoint, { filter: equals(path, value) });
}

/** Lookup of a group by a matching attribute; its members are never asked for (G-01, G-02). */
export function findGroup(endpoint: string, path: string, value: string): ClientRequest {
  return list(endpoint, { excludedAttributes: 'members', filter: equals(path, value) });
}

/** Read of a user by the id that is cached from its create (U-06). */
export function readUser(path: string): ClientRequest {
  return bare('GET', path);
}

/** Read of a group by its id (G-04). */
export function readGroup(path: string): ClientRequest {
  return bare('GET', `${path}${queryString({ excludedAttributes: 'members' })}`);
}

/** Whether a reference attribute of a resource holds this id (U-14, G-09). */
export function probe(
  endpoint: string,
  id: string,
  attribute: 'manager' | 'members',
  value: string,
): ClientRequest {
  const filter = `${equals('id', id)} and ${equals(attribute, value)}`;
  return list(endpoint, { attributes: 'id', filter });
}

/** A page of a list, as the gallery validation walks it (U-17). */
export function page(endpoint: string, startIndex: number, count: number): ClientRequest {
  return list(endpoint, { startIndex, count });
}

/** Hard deletion of a user or a group (U-13, G-10). */
export function remove(path: string): ClientRequest {
  return bare('DELETE', path);
}

/** The schemas, read when a configuration is saved (S-01). */
export function schemas(): ClientRequest {
  return bare('GET', '/Schemas');
}

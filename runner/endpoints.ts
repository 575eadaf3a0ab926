import type { Scim } from '../kit/check/scim.ts';
import type { ScimResponse } from '../kit/wire/response.ts';
import { LIST_RESPONSE, member } from '../schemas/attributes.ts';
import type { Capabilities, ResourceType } from '../schemas/capabilities.ts';
import { interpretEndpoint } from '../schemas/endpoints.ts';

/** Where a resource type was found. */
export interface Found {
  type: ResourceType;
  /** Whether its endpoint, read as RFC 7643 section 6 says, leads to it. */
  asDeclared: boolean;
  /** Whether any reading of it does. */
  answered: boolean;
}

/** The capabilities with each resource type at the address that answers for it. */
export async function withEndpoints(scim: Scim, capabilities: Capabilities): Promise<Capabilities> {
  if (capabilities.resourceTypes === undefined) return capabilities;
  const found = await findEndpoints(scim, capabilities.resourceTypes);
  return { ...capabilities, resourceTypes: found.map(({ type }) => type) };
}

/**
 * Looks for each resource type where its endpoint says it is, relative to the tenant URL; where that is not answered
 * as SCIM, at the endpoint as an address of its own below the tenant URL, and then where the core type usually is.
 * Asks nothing where there is one reading only.
 */
export async function findEndpoints(scim: Scim, types: ResourceType[]): Promise<Found[]> {
  return Promise.all(types.map((type) => find(scim, type)));
}

async function find(scim: Scim, type: ResourceType): Promise<Found> {
  if (type.declared === undefined) return { type, asDeclared: true, answered: true };
  const { relative, absolute, usual } = interpretEndpoint(type.declared, type.schema, scim.url);
  const readings = [...new Set([relative, absolute, usual])].filter((path) => path !== undefined);
  if (readings.length < 2) return { type, asDeclared: relative !== undefined, answered: true };
  for (const path of readings) {
    const answer = await scim.get(path, { query: { count: 1 } }).as('control', 'look for a resource type');
    if (isList(answer))
      return { type: { ...type, endpoint: path }, asDeclared: path === relative, answered: true };
  }
  return { type: { ...type, endpoint: usual ?? type.endpoint }, asDeclared: false, answered: false };
}

function isList(answer: ScimResponse): boolean {
  const schemas = member(answer.body, 'schemas');
  return answer.status === 200 && Array.isArray(schemas) && schemas.includes(LIST_RESPONSE);
}

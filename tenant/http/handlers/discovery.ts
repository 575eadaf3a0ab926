import { notAllowed, notFound } from '../../errors.ts';
import {
  isObject,
  type ScimObject,
  ScimProblem,
  type TenantRequest,
  type TenantResponse,
} from '../../model.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import { resourceTypes, schemas, serviceProviderConfig } from '../discoveryDocuments.ts';

export const DISCOVERY = ['ServiceProviderConfig', 'ResourceTypes', 'Schemas'];

/** Answers the discovery endpoints (RFC 7644 section 4): read-only, never paged, sorted or filtered. */
export function discover(
  tenancy: Tenancy,
  name: string,
  id: string | undefined,
  request: TenantRequest,
): TenantResponse {
  if (!tenancy.face.discovery) throw notFound(name);
  if (request.method !== 'GET') throw notAllowed(request.method, ['GET', 'HEAD']);
  if (request.query.has('filter')) throw new ScimProblem(403, 'discovery endpoints take no filter');
  return { status: 200, headers: {}, body: document(tenancy, name, id) };
}

function document(tenancy: Tenancy, name: string, id: string | undefined): ScimObject {
  if (name === 'ServiceProviderConfig') {
    if (id !== undefined) throw notFound(id.slice(0, 80));
    return serviceProviderConfig(tenancy);
  }
  const all = name === 'Schemas' ? schemas(tenancy) : resourceTypes(tenancy);
  if (id === undefined) return all;
  const listed = Array.isArray(all.Resources) ? all.Resources : [];
  const found = listed.find((entry) => isObject(entry) && entry.id === id);
  if (!found) throw notFound(id.slice(0, 80));
  return found as ScimObject;
}

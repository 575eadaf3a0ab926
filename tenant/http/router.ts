import { errorResponse, notAllowed, notFound, notOffered, syntax } from '../errors.ts';
import { ScimProblem, type TenantRequest, type TenantResponse, type TypeDefinition } from '../model.ts';
import { composeLocation } from '../resources/represent.ts';
import type { Tenancy } from '../store/tenancy.ts';
import { authenticate } from './auth.ts';
import { bulk } from './handlers/bulk.ts';
import { DISCOVERY, discover } from './handlers/discovery.ts';
import { queryByGet, queryByPost } from './handlers/queries.ts';
import { createOne, handleOne } from './handlers/resources.ts';

/** Answers one request, with the tenant's defects around the sound answer. Never throws. */
export function answer(tenancy: Tenancy, request: TenantRequest): TenantResponse {
  try {
    let response: TenantResponse | undefined;
    for (const defect of tenancy.defects) response ??= defect.before?.(request, tenancy);
    response ??= varied(tenancy, request);
    for (const defect of tenancy.defects) response = defect.after?.(request, response, tenancy) ?? response;
    return response;
  } catch (thrown) {
    return errorResponse(thrown);
  }
}

/** A sound answer, with the lawful choices of this tenant made. */
function varied(tenancy: Tenancy, request: TenantRequest): TenantResponse {
  if (tenancy.variations.length === 0) return sound(tenancy, request);
  const response = answeredBefore(tenancy, request) ?? sound(tenancy, request);
  const own = { ...response, headers: { ...response.headers }, body: structuredClone(response.body) };
  for (const variation of tenancy.variations) variation.after?.(request, own, tenancy);
  return own;
}

function answeredBefore(tenancy: Tenancy, request: TenantRequest): TenantResponse | undefined {
  try {
    for (const variation of tenancy.variations) {
      const response = variation.before?.(request, tenancy);
      if (response) return response;
    }
    return undefined;
  } catch (thrown) {
    return errorResponse(thrown);
  }
}

function sound(tenancy: Tenancy, request: TenantRequest): TenantResponse {
  try {
    const segments = request.path.split('/').slice(1).map(decode);
    // RFC 7643 section 5: how to authenticate can be read before one does.
    const open = request.path === '/ServiceProviderConfig' && request.headers.authorization === undefined;
    if (!open || request.method !== 'GET') authenticate(request, tenancy.token);
    if (request.method === 'GET' && request.problem) throw request.problem;
    return route(tenancy, segments, request);
  } catch (thrown) {
    return errorResponse(thrown);
  }
}

function route(tenancy: Tenancy, segments: string[], request: TenantRequest): TenantResponse {
  const [first = '', second, ...rest] = segments;
  if (rest.length > 0) throw notFound(request.path.slice(0, 80));
  if (DISCOVERY.includes(first)) return discover(tenancy, first, second, request);
  if (first === 'Me') return me(tenancy, second, request);
  if (first === 'Bulk' && second === undefined) {
    if (request.method !== 'POST') throw notAllowed(request.method, ['POST']);
    return bulk(tenancy, request);
  }
  if (first === '' || first === '.search') return atRoot(tenancy, first, second, request);
  const type = tenancy.types.find(({ endpoint }) => endpoint === `/${first}`);
  if (!type) throw notFound(request.path.slice(0, 80));
  if (second === '.search') return search(tenancy, [type], request);
  if (second !== undefined) return handleOne(tenancy, type, second, request);
  return atEndpoint(tenancy, type, request);
}

function atEndpoint(tenancy: Tenancy, type: TypeDefinition, request: TenantRequest): TenantResponse {
  if (request.method === 'GET') return queryByGet(tenancy, [type], request);
  if (request.method === 'POST') return createOne(tenancy, type, request);
  throw notAllowed(request.method, ['GET', 'HEAD', 'POST']);
}

/** Queries over all resource types (RFC 7644 section 3.4.2.1). */
function atRoot(
  tenancy: Tenancy,
  first: string,
  second: string | undefined,
  request: TenantRequest,
): TenantResponse {
  if (second !== undefined) throw notFound(request.path.slice(0, 80));
  if (first === '.search') return search(tenancy, tenancy.types, request);
  if (!tenancy.face.search) throw notOffered('a query over all resources');
  if (request.method !== 'GET') throw notAllowed(request.method, ['GET', 'HEAD']);
  return queryByGet(tenancy, tenancy.types, request);
}

function search(tenancy: Tenancy, types: TypeDefinition[], request: TenantRequest): TenantResponse {
  if (!tenancy.face.search) throw notOffered('.search');
  if (request.method !== 'POST') throw notAllowed(request.method, ['POST']);
  return queryByPost(tenancy, types, request);
}

/** The account that the token belongs to, under its alias (RFC 7644 section 3.11). */
function me(tenancy: Tenancy, second: string | undefined, request: TenantRequest): TenantResponse {
  if (!tenancy.face.me) throw notOffered('/Me');
  if (second !== undefined) throw notFound(request.path.slice(0, 80));
  const type = tenancy.types.find(({ name }) => name === 'User');
  if (!type || tenancy.self === undefined) throw notFound('/Me');
  if (request.method === 'POST') throw notAllowed(request.method, ['GET', 'HEAD', 'PUT', 'PATCH']);
  if (request.method === 'DELETE') throw new ScimProblem(403, 'an account does not delete itself');
  const response = handleOne(tenancy, type, tenancy.self, request);
  response.headers.location = composeLocation(tenancy, { type: 'User', id: tenancy.self });
  return response;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw syntax('the path is not percent-encoded UTF-8');
  }
}

import { notAllowed, notOffered } from '../../errors.ts';
import {
  type ScimObject,
  ScimProblem,
  type StoredResource,
  type TenantRequest,
  type TenantResponse,
  type TypeDefinition,
} from '../../model.ts';
import { makeProjection, namesIn } from '../../queries/listing.ts';
import * as resources from '../../resources/lifecycle.ts';
import { composeLocation, project } from '../../resources/represent.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import type { WriteLogEntry } from '../../store/writes.ts';

/** What a bulk job knows beforehand. */
export interface Beforehand {
  id?: string;
  promised?: resources.Promised;
}

/** Answers POST on the endpoint of a type (RFC 7644 section 3.3). */
export function createOne(
  tenancy: Tenancy,
  type: TypeDefinition,
  request: TenantRequest,
  { id, promised }: Beforehand = {},
): TenantResponse {
  return logged(tenancy, request, type.name, 'create', id, () => {
    const over = tenancy.semantics.overwrites(type.name, tenancy);
    const written =
      over === undefined
        ? resources.create(tenancy, type, requireBody(request), id, promised)
        : resources.replace(tenancy, over, requireBody(request), promised);
    const response = represent(tenancy, type, request, written.resource, 201, written.supplied);
    response.headers.location = composeLocation(tenancy, written.resource);
    return { response, id: written.resource.id };
  });
}

/** Answers a request on one resource (RFC 7644 sections 3.4.1, 3.5 and 3.6). */
export function handleOne(
  tenancy: Tenancy,
  type: TypeDefinition,
  id: string,
  request: TenantRequest,
  beforehand: Beforehand = {},
): TenantResponse {
  switch (request.method) {
    case 'GET': {
      const resource = resources.existing(tenancy, type, id);
      const tag = makeTag(tenancy, resource);
      const known = request.headers['if-none-match'];
      if (tag !== undefined && known !== undefined && tenancy.semantics.tagMatches(known, tag)) {
        return {
          status: 304,
          headers: { etag: tag, 'content-location': composeLocation(tenancy, resource) },
        };
      }
      checkMatch(tenancy, resource, request);
      return represent(tenancy, type, request, resource, 200);
    }
    case 'PUT':
      return logged(tenancy, request, type.name, 'replace', id, () =>
        replaceOne(tenancy, type, id, request, beforehand),
      );
    case 'PATCH':
      return logged(tenancy, request, type.name, 'patch', id, () =>
        patchOne(tenancy, type, id, request, beforehand),
      );
    case 'DELETE':
      return logged(tenancy, request, type.name, 'delete', id, () => {
        const resource = resources.existing(tenancy, type, id);
        checkPreconditions(tenancy, resource, request);
        resources.remove(tenancy, reached(tenancy, resource, 'DELETE', beforehand));
        return { response: { status: 204, headers: {} }, id };
      });
    default:
      throw notAllowed(request.method, ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE']);
  }
}

interface Done {
  response: TenantResponse;
  id: string;
}

function replaceOne(
  tenancy: Tenancy,
  type: TypeDefinition,
  id: string,
  request: TenantRequest,
  beforehand: Beforehand,
): Done {
  const stored = resources.existing(tenancy, type, id);
  checkPreconditions(tenancy, stored, request);
  const target = reached(tenancy, stored, 'PUT', beforehand);
  const { resource, supplied } = resources.replace(
    tenancy,
    target,
    requireBody(request),
    beforehand.promised,
  );
  return { response: represent(tenancy, type, request, resource, 200, supplied), id };
}

function patchOne(
  tenancy: Tenancy,
  type: TypeDefinition,
  id: string,
  request: TenantRequest,
  beforehand: Beforehand,
): Done {
  if (!tenancy.face.patch) throw notOffered('PATCH');
  const stored = resources.existing(tenancy, type, id);
  checkPreconditions(tenancy, stored, request);
  const target = reached(tenancy, stored, 'PATCH', beforehand);
  const { resource, supplied } = resources.patch(tenancy, target, requireBody(request), beforehand.promised);
  // Entra asks that a group's members are not sent back with each change; `attributes` asks for a body.
  if (type.name === 'Group' && !tenancy.face.groupPatchBody && !request.query.has('attributes')) {
    const tag = makeTag(tenancy, resource);
    return { response: { status: 204, headers: tag === undefined ? {} : { etag: tag } }, id };
  }
  return { response: represent(tenancy, type, request, resource, 200, supplied), id };
}

/** What a write to a resource changes; in a sound tenant that resource. */
function reached(
  tenancy: Tenancy,
  resource: StoredResource,
  method: 'PUT' | 'PATCH' | 'DELETE',
  { promised }: Beforehand,
): StoredResource {
  return tenancy.semantics.reaches(resource, tenancy, { method, inBulk: promised !== undefined });
}

/** The body of a request. Throws ScimProblem where it is missing or unusable. */
export function requireBody(request: TenantRequest): unknown {
  if (request.problem) throw request.problem;
  if (request.body === undefined) throw new ScimProblem(400, 'the request needs a body', 'invalidSyntax');
  return request.body;
}

function represent(
  tenancy: Tenancy,
  type: TypeDefinition,
  request: TenantRequest,
  resource: StoredResource,
  status: number,
  supplied?: Set<string>,
): TenantResponse {
  const projection = makeProjection(
    namesIn(request.query.get('attributes')),
    namesIn(request.query.get('excludedAttributes')),
    [type],
  );
  const body: ScimObject = project(tenancy, resource, supplied ? { ...projection, supplied } : projection);
  const tag = makeTag(tenancy, resource);
  const headers = {
    'content-location': composeLocation(tenancy, resource),
    ...(tag === undefined ? {} : { etag: tag }),
  };
  return { status, headers, body };
}

function makeTag({ face, semantics, store }: Tenancy, resource: StoredResource): string | undefined {
  return face.etag ? semantics.version(resource, store.touched(resource.id)) : undefined;
}

function checkMatch(tenancy: Tenancy, resource: StoredResource, request: TenantRequest): void {
  const tag = makeTag(tenancy, resource);
  const wanted = request.headers['if-match'];
  if (tag === undefined || wanted === undefined || tenancy.semantics.tagMatches(wanted, tag)) return;
  throw new ScimProblem(412, 'the resource has another version by now');
}

function checkPreconditions(tenancy: Tenancy, resource: StoredResource, request: TenantRequest): void {
  checkMatch(tenancy, resource, request);
  const tag = makeTag(tenancy, resource);
  const unwanted = request.headers['if-none-match'];
  if (tag !== undefined && unwanted !== undefined && tenancy.semantics.tagMatches(unwanted, tag)) {
    throw new ScimProblem(412, 'the resource exists in this version');
  }
}

function logged(
  tenancy: Tenancy,
  request: TenantRequest,
  type: string,
  kind: WriteLogEntry['kind'],
  id: string | undefined,
  write: () => Done,
): TenantResponse {
  const entry = { at: tenancy.now(), method: request.method, path: request.path, type, kind };
  try {
    const done = write();
    tenancy.writes.add({ ...entry, id: done.id, status: done.response.status });
    return done.response;
  } catch (thrown) {
    const status = thrown instanceof ScimProblem ? thrown.status : 500;
    tenancy.writes.add({ ...entry, ...(kind === 'create' || id === undefined ? {} : { id }), status });
    throw thrown;
  }
}

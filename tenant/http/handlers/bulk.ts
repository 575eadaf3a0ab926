import { errorResponse, invalid, notOffered, syntax } from '../../errors.ts';
import {
  isObject,
  MESSAGE,
  type ScimObject,
  ScimProblem,
  type TenantRequest,
  type TenantResponse,
} from '../../model.ts';
import { forget } from '../../resources/lifecycle.ts';
import { composeLocation } from '../../resources/represent.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import { createOne, handleOne, requireBody } from './resources.ts';

interface Operation {
  method: string;
  path: string;
  bulkId: string | undefined;
  version: string | undefined;
  data: unknown;
  /** What is wrong with the operation itself. */
  problem?: ScimProblem;
}

interface Job {
  tenancy: Tenancy;
  request: TenantRequest;
  operations: Operation[];
  /** Index of the operation that creates a bulkId. */
  creators: Map<string, number>;
  /** Ids promised to bulkIds, known before the resources exist. */
  ids: Map<string, string>;
  results: Map<number, ScimObject>;
  started: Set<number>;
  failures: number;
}

/**
 * Answers POST /Bulk (RFC 7644 section 3.7). Operations run in the order sent; one that refers to a bulkId further
 * down has that resource created first, and circles close because ids are promised beforehand.
 * @throws ScimProblem 501, 413, 400 invalidSyntax, invalidValue
 */
export function bulk(tenancy: Tenancy, request: TenantRequest): TenantResponse {
  const limits = tenancy.face.bulk;
  if (!limits) throw notOffered('bulk');
  if (Buffer.byteLength(request.text ?? '') > limits.maxPayloadSize) {
    throw new ScimProblem(413, `a request has at most ${limits.maxPayloadSize} bytes (maxPayloadSize)`);
  }
  const body = requireBody(request);
  if (!isObject(body)) throw syntax('the body is one JSON object');
  const { schemas, Operations: listed, failOnErrors } = body;
  if (!Array.isArray(schemas) || !schemas.includes(MESSAGE.bulkRequest)) {
    throw syntax(`"schemas" lacks ${MESSAGE.bulkRequest}`);
  }
  if (!Array.isArray(listed) || listed.length === 0) throw syntax('"Operations" has at least one element');
  if (listed.length > limits.maxOperations) {
    throw new ScimProblem(
      413,
      `a bulk request has at most ${limits.maxOperations} operations (maxOperations)`,
    );
  }
  if (failOnErrors !== undefined && failOnErrors !== null && !Number.isSafeInteger(failOnErrors)) {
    throw invalid('failOnErrors is an integer');
  }
  const job = start(tenancy, request, listed);
  const most = typeof failOnErrors === 'number' && failOnErrors > 0 ? failOnErrors : Number.POSITIVE_INFINITY;
  for (let index = 0; index < job.operations.length && job.failures < most; index += 1) run(job, index);
  breakPromises(job);
  const results = [...job.results.entries()].sort(([left], [right]) => left - right);
  return {
    status: 200,
    headers: {},
    body: { schemas: [MESSAGE.bulkResponse], Operations: results.map(([, result]) => result) },
  };
}

function start(tenancy: Tenancy, request: TenantRequest, listed: unknown[]): Job {
  const operations = listed.map(readOperation);
  const creators = new Map<string, number>();
  const ids = new Map<string, string>();
  operations.forEach((operation, index) => {
    const { bulkId, method, problem } = operation;
    if (problem || method !== 'POST' || bulkId === undefined) return;
    if (creators.has(bulkId)) {
      operation.problem = invalid('the bulkId is taken by another operation');
      return;
    }
    creators.set(bulkId, index);
    const data = isObject(operation.data) ? operation.data : {};
    ids.set(bulkId, tenancy.semantics.newId(operation.path === '/Groups' ? 'Group' : 'User', data, tenancy));
  });
  return {
    tenancy,
    request,
    operations,
    creators,
    ids,
    results: new Map(),
    started: new Set(),
    failures: 0,
  };
}

function readOperation(raw: unknown): Operation {
  const from = isObject(raw) ? raw : {};
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  const operation: Operation = {
    method: (text(from.method) ?? '').toUpperCase(),
    path: text(from.path) ?? '',
    bulkId: text(from.bulkId),
    version: text(from.version),
    data: from.data,
  };
  const problem = findProblem(operation);
  return problem ? { ...operation, problem } : operation;
}

function findProblem({ method, path, bulkId, data }: Operation): ScimProblem | undefined {
  if (!['POST', 'PUT', 'PATCH', 'DELETE'].includes(method))
    return invalid('method is POST, PUT, PATCH or DELETE');
  const depth = path.split('/').length - 1;
  if (!path.startsWith('/'))
    return invalid('path is that of an endpoint or a resource, with a leading slash');
  if (method === 'POST' && depth !== 1) return invalid('POST goes to the endpoint of a resource type');
  if (method !== 'POST' && depth !== 2) return invalid(`${method} goes to a resource`);
  if (method === 'POST' && !bulkId) return invalid('POST needs a bulkId');
  if (method !== 'DELETE' && !isObject(data)) return invalid(`${method} needs data`);
  return undefined;
}

function run(job: Job, index: number): void {
  if (job.started.has(index)) return;
  job.started.add(index);
  const operation = job.operations[index] as Operation;
  for (const bulkId of referencesIn([operation.data, operation.path])) {
    const creator = job.creators.get(bulkId);
    if (creator !== undefined) run(job, creator);
  }
  const response = attempt(job, operation);
  if (response.status >= 400) job.failures += 1;
  job.results.set(index, composeResult(job, operation, response));
}

function attempt(job: Job, operation: Operation): TenantResponse {
  const { tenancy, request, ids } = job;
  try {
    if (operation.problem) throw operation.problem;
    const { method, path } = resolvePath(operation, job);
    const promised = new Set([...ids].filter(([bulkId]) => !hasFailed(job, bulkId)).map(([, id]) => id));
    const headers: Record<string, string> =
      operation.version === undefined ? {} : { 'if-match': operation.version };
    const single: TenantRequest = {
      ...request,
      method,
      path,
      query: new Map(),
      headers,
      body: resolveIn(operation.data, job),
    };
    const [, endpoint, id] = path.split('/');
    const type = tenancy.types.find((candidate) => candidate.endpoint === `/${endpoint}`);
    if (!type) throw new ScimProblem(404, `${path.slice(0, 80)} does not exist here`);
    if (method !== 'POST') return handleOne(tenancy, type, decode(id ?? ''), single, { promised });
    const own = ids.get(operation.bulkId ?? '');
    return createOne(tenancy, type, single, own === undefined ? { promised } : { id: own, promised });
  } catch (thrown) {
    return errorResponse(thrown);
  }
}

function composeResult(job: Job, operation: Operation, response: TenantResponse): ScimObject {
  const { method, bulkId } = operation;
  const failed = response.status >= 400;
  const location =
    failed && method === 'POST' ? undefined : (response.headers.location ?? operationTarget(job, operation));
  return {
    method,
    ...(bulkId === undefined ? {} : { bulkId }),
    ...(response.headers.etag === undefined ? {} : { version: response.headers.etag }),
    ...(location === undefined ? {} : { location }),
    status: String(response.status),
    ...(failed ? { response: response.body } : {}),
  };
}

function operationTarget(job: Job, operation: Operation): string {
  const { path } = resolvePath(operation, job);
  const [, endpoint, id = ''] = path.split('/');
  const type = job.tenancy.types.find((candidate) => candidate.endpoint === `/${endpoint}`);
  return type && id
    ? composeLocation(job.tenancy, { type: type.name, id: decode(id) })
    : `${job.tenancy.url}${path}`;
}

function resolvePath({ method, path }: Operation, { ids }: Job): { method: string; path: string } {
  return {
    method,
    path: path.replace(/bulkId:([^/]+)$/, (whole, bulkId: string) => ids.get(bulkId) ?? whole),
  };
}

/** Puts ids in the place of `bulkId:` references. Throws ScimProblem 409 where there is none to put. */
function resolveIn(value: unknown, job: Job): unknown {
  if (Array.isArray(value)) return value.map((inner) => resolveIn(inner, job));
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, resolveIn(inner, job)]));
  }
  if (typeof value !== 'string' || !value.includes('bulkId:')) return value;
  return value.replace(/(?<![\w])bulkId:([\w.~-]+)/g, (_whole, bulkId: string) => {
    const id = job.ids.get(bulkId);
    if (id === undefined || hasFailed(job, bulkId)) {
      throw new ScimProblem(
        409,
        `no operation of this request creates bulkId ${bulkId.slice(0, 80)}`,
        'invalidValue',
      );
    }
    return id;
  });
}

function referencesIn(value: unknown): string[] {
  const text = JSON.stringify(value) ?? '';
  return [...text.matchAll(/(?<![\w])bulkId:([\w.~-]+)/g)].map((match) => match[1] as string);
}

function hasFailed(job: Job, bulkId: string): boolean {
  const result = job.results.get(job.creators.get(bulkId) ?? -1);
  return result !== undefined && Number(result.status) >= 400;
}

/** Takes back references to resources that were promised and then could not be created. */
function breakPromises({ tenancy, ids }: Job): void {
  for (const id of ids.values()) {
    if (tenancy.store.find(id)) continue;
    for (const referrer of tenancy.store.referrers(id)) forget(tenancy, referrer, id);
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

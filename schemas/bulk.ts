import { type Attributes, isObject, member } from './attributes.ts';

/** An operation of a bulk request (RFC 7644 section 3.7); members are missing where a check is about that. */
export interface BulkOperation {
  method?: string;
  path?: string;
  bulkId?: string;
  version?: string;
  data?: unknown;
}

/** A result in a bulk response, read leniently. */
export interface BulkResult {
  method: unknown;
  bulkId: unknown;
  location: unknown;
  version: unknown;
  /** As a number, whether it came as "201", 201 or { code: "201" }; `undefined` where it is none of these. */
  status: number | undefined;
  response: unknown;
  /** The result as it came. */
  whole: Attributes;
}

/** The operations in the body of a bulk request; none where it is no bulk request. */
export function operationsIn(body: string | undefined): Attributes[] {
  try {
    return objectsAt(body === undefined ? undefined : JSON.parse(body), 'Operations');
  } catch {
    return [];
  }
}

/** The method of an operation, in capitals; what is none that SCIM knows may be taken for a POST. */
export function methodIn(method: unknown): string {
  const name = String(method ?? '').toUpperCase();
  return ['GET', 'PUT', 'PATCH', 'DELETE'].includes(name) ? name : 'POST';
}

/** The results in a bulk response, in their order; none where it is no bulk response. */
export function resultsIn(body: Attributes): BulkResult[] {
  return objectsAt(body, 'Operations').map((whole) => ({
    method: member(whole, 'method'),
    bulkId: member(whole, 'bulkId'),
    location: member(whole, 'location'),
    version: member(whole, 'version'),
    status: readStatus(member(whole, 'status')),
    response: member(whole, 'response'),
    whole,
  }));
}

/**
 * The result of each operation, by position of the operation. The order of results is not prescribed: they are told
 * apart by bulkId, then by method and location, and only where that says nothing by their position.
 * @param pathWithin the path below the tenant URL that a location names
 */
export function pairResults(
  operations: readonly Attributes[],
  results: readonly BulkResult[],
  pathWithin: (location: string) => string | undefined,
): (BulkResult | undefined)[] {
  const left = new Set(results);
  const paired: (BulkResult | undefined)[] = operations.map(() => undefined);
  const pass = (fits: (result: BulkResult, operation: Attributes, index: number) => boolean) => {
    operations.forEach((operation, index) => {
      if (paired[index] !== undefined) return;
      const found = [...left].find((result) => fits(result, operation, index));
      if (found === undefined) return;
      paired[index] = found;
      left.delete(found);
    });
  };
  pass(({ bulkId }, operation) => typeof bulkId === 'string' && bulkId === operation.bulkId);
  pass(
    ({ method, location }, operation) =>
      same(method, operation.method) &&
      typeof location === 'string' &&
      pathWithin(location) === operation.path &&
      operation.bulkId === undefined,
  );
  pass((result, _operation, index) => result === results[index]);
  return paired;
}

function objectsAt(holder: unknown, name: string): Attributes[] {
  const list = member(holder, name);
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function readStatus(value: unknown): number | undefined {
  const code = isObject(value) ? member(value, 'code') : value;
  const number = typeof code === 'string' && /^\d{3}$/.test(code) ? Number(code) : code;
  return typeof number === 'number' ? number : undefined;
}

const same = (one: unknown, other: unknown): boolean =>
  String(one).toUpperCase() === String(other).toUpperCase();

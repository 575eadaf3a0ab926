import { invalid, syntax } from '../../errors.ts';
import {
  isObject,
  MESSAGE,
  type TenantRequest,
  type TenantResponse,
  type TypeDefinition,
} from '../../model.ts';
import { integer, type ListQuery, list, makeProjection, namesIn } from '../../queries/listing.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import { requireBody } from './resources.ts';

/** Answers GET on an endpoint, or on the tenant URL for all types (RFC 7644 section 3.4.2). */
export function queryByGet(
  tenancy: Tenancy,
  types: TypeDefinition[],
  request: TenantRequest,
): TenantResponse {
  const { query } = request;
  const read = optional({
    filter: query.get('filter'),
    sortBy: query.get('sortBy'),
    sortOrder: query.get('sortOrder'),
    cursor: query.get('cursor'),
    startIndex: integer(query.get('startIndex'), 'startIndex'),
    count: integer(query.get('count'), 'count'),
  });
  const projection = makeProjection(
    namesIn(query.get('attributes')),
    namesIn(query.get('excludedAttributes')),
    types,
  );
  return { status: 200, headers: {}, body: list(tenancy, types, { ...read, projection }) };
}

/** Answers POST .search (RFC 7644 section 3.4.3). */
export function queryByPost(
  tenancy: Tenancy,
  types: TypeDefinition[],
  request: TenantRequest,
): TenantResponse {
  const body = requireBody(request);
  if (!isObject(body)) throw syntax('the body is one JSON object');
  const { schemas } = body;
  if (!Array.isArray(schemas) || !schemas.includes(MESSAGE.search))
    throw syntax(`"schemas" lacks ${MESSAGE.search}`);
  const text = (name: string) => {
    const value = body[name] ?? undefined;
    if (value !== undefined && typeof value !== 'string') throw invalid(`${name} is a string`);
    return value;
  };
  const names = (name: string) => {
    const value = body[name] ?? undefined;
    const listed = typeof value === 'string' ? value.split(',') : value;
    if (listed === undefined) return undefined;
    if (!Array.isArray(listed) || !listed.every((item) => typeof item === 'string')) {
      throw invalid(`${name} is a list of attribute names`);
    }
    return listed.length > 0 ? (listed as string[]) : undefined;
  };
  const read = optional({
    filter: text('filter'),
    sortBy: text('sortBy'),
    sortOrder: text('sortOrder'),
    cursor: text('cursor'),
    startIndex: integer(body.startIndex, 'startIndex'),
    count: integer(body.count, 'count'),
  });
  const projection = makeProjection(names('attributes'), names('excludedAttributes'), types);
  return { status: 200, headers: {}, body: list(tenancy, types, { ...read, projection }) };
}

type Read = { [name in keyof Omit<ListQuery, 'projection'>]: ListQuery[name] | undefined };

function optional(read: Read): Omit<ListQuery, 'projection'> {
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

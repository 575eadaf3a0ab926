import { invalid, notOffered } from '../errors.ts';
import { MESSAGE, type ScimObject, type StoredResource, type TypeDefinition } from '../model.ts';
import { project, viewFor } from '../resources/represent.ts';
import { resolve } from '../schemas/attributes.ts';
import { checkFilter, keysIn, passes, resourceScope } from '../semantics/evaluate.ts';
import type { Projection } from '../semantics/reading.ts';
import type { Store } from '../store/store.ts';
import type { Tenancy } from '../store/tenancy.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { candidates, unsettled } from './plan.ts';
import { type Match, sortMatches } from './sorting.ts';

/** A query of RFC 7644 section 3.4.2, from the parameters of GET or the body of .search. */
export interface ListQuery {
  filter?: string;
  sortBy?: string;
  sortOrder?: string;
  startIndex?: number;
  count?: number;
  cursor?: string;
  projection: Projection;
}

/** Matches of a query, countable and readable from any offset. */
interface Matches {
  total: number;
  from(offset: number, size: number): Match[];
  /** Number of matches up to a place in the order of creation. */
  upTo(sequence: number): number;
}

/**
 * Answers a query over one or several resource types with a ListResponse.
 * @throws ScimProblem invalidFilter, invalidValue, invalidCursor, expiredCursor, sensitive; 501 without filters
 */
export function list(tenancy: Tenancy, types: TypeDefinition[], query: ListQuery): ScimObject {
  const { face, semantics } = tenancy;
  if (query.filter !== undefined && !face.filter) throw notOffered('filter');
  const sortBy = face.sort ? query.sortBy : undefined;
  const matches = find(tenancy, types, query.filter, sortBy, query.sortOrder);
  const byCursor = face.pagination.cursor && (query.cursor !== undefined || !face.pagination.index);
  const { start, size } = semantics.page(byCursor ? 1 : query.startIndex, query.count, face.limits);
  if (!byCursor) {
    const page = matches.from(start - 1, size);
    return response(tenancy, query, page, matches.total, { startIndex: start });
  }
  const identity = JSON.stringify([types.map(({ name }) => name), query.filter, sortBy, query.sortOrder]);
  const inOrder = sortBy === undefined && semantics.arrange === undefined;
  const by = inOrder && types.length === 1 ? 'sequence' : 'offset';
  const position = query.cursor ? readCursor(tenancy.cursorKey, identity, query.cursor) : undefined;
  const after = position?.after ?? 0;
  const offset = position === undefined ? 0 : position.by === 'offset' ? after : matches.upTo(after);
  const page = matches.from(offset, size);
  // A place is the number of matches before it, or the last of them in the order of creation.
  const cursorAt = (place: number, before: Match | undefined) =>
    writeCursor(tenancy.cursorKey, identity, {
      after: by === 'offset' ? place : (before?.resource.sequence ?? -1),
      by,
    });
  const end = offset + page.length;
  const begin = Math.max(0, offset - size);
  return response(tenancy, query, page, matches.total, {
    ...(page.length > 0 && end < matches.total ? { nextCursor: cursorAt(end, page.at(-1)) } : {}),
    ...(page.length > 0 && offset > 0
      ? { previousCursor: cursorAt(begin, begin === 0 ? undefined : matches.from(begin - 1, 1)[0]) }
      : {}),
  });
}

function response(
  tenancy: Tenancy,
  query: ListQuery,
  page: Match[],
  total: number,
  members: ScimObject,
): ScimObject {
  return {
    schemas: [MESSAGE.list],
    totalResults: tenancy.semantics.total(total, page.length),
    itemsPerPage: page.length,
    ...members,
    Resources: page.map(({ resource }) => project(tenancy, resource, query.projection)),
  };
}

function find(
  tenancy: Tenancy,
  types: TypeDefinition[],
  filter: string | undefined,
  sortBy: string | undefined,
  sortOrder: string | undefined,
): Matches {
  const { arrange } = tenancy.semantics;
  if (filter === undefined && sortBy === undefined && !arrange) return unfiltered(tenancy.listed(), types);
  let found = types.flatMap((type) => arranged(filtered(tenancy, type, types, filter), arrange));
  if (sortBy !== undefined) found = sortMatches(tenancy, found, types, sortBy, sortOrder);
  return {
    total: found.length,
    from: (offset, size) => found.slice(offset, offset + size),
    upTo: (sequence) => found.filter(({ resource }) => resource.sequence <= sequence).length,
  };
}

function arranged(matches: Match[], arrange: Tenancy['semantics']['arrange']): Match[] {
  if (!arrange) return matches;
  const places = new Map(arrange(matches.map(({ resource }) => resource)).map(({ id }, at) => [id, at]));
  const findPosition = ({ resource }: Match) => places.get(resource.id) ?? 0;
  return [...matches].sort((left, right) => findPosition(left) - findPosition(right));
}

function filtered(
  tenancy: Tenancy,
  type: TypeDefinition,
  types: TypeDefinition[],
  text: string | undefined,
): Match[] {
  const { semantics } = tenancy;
  const store = tenancy.listed();
  if (text === undefined) return [...store.walk(type.name)].map((resource) => ({ resource, type }));
  const filter = semantics.parse(text);
  semantics.offers(filter, text);
  checkFilter(filter, types.map(resourceScope), semantics);
  const scope = resourceScope(type);
  const rest = unsettled(filter, type, semantics);
  const keys = rest ? keysIn(rest, scope) : [];
  const found: Match[] = [];
  for (const resource of candidates(store, type, filter, semantics)) {
    const matched = rest === undefined || passes(viewFor(tenancy, resource, keys), rest, scope, semantics);
    if (semantics.verdict(matched, filter)) found.push({ resource, type });
  }
  return found;
}

/** All resources of some types; what is before the page costs nothing. */
function unfiltered(store: Store, types: TypeDefinition[]): Matches {
  return {
    total: types.reduce((sum, { name }) => sum + store.count(name), 0),
    from(offset, size) {
      const page: Match[] = [];
      let skip = offset;
      for (const type of types) {
        const count = store.count(type.name);
        if (skip >= count) {
          skip -= count;
          continue;
        }
        for (const resource of take(store.walk(type.name, skip), size - page.length))
          page.push({ resource, type });
        skip = 0;
      }
      return page;
    },
    upTo: (sequence) => types.reduce((sum, { name }) => sum + store.countUpTo(name, sequence), 0),
  };
}

function take(resources: Iterable<StoredResource>, size: number): StoredResource[] {
  const taken: StoredResource[] = [];
  if (size <= 0) return taken;
  for (const resource of resources) {
    taken.push(resource);
    if (taken.length >= size) break;
  }
  return taken;
}

/**
 * Reads `attributes` and `excludedAttributes`; unknown names ask for nothing.
 * @param types the types whose attributes are named
 */
export function makeProjection(
  attributes: string[] | undefined,
  excluded: string[] | undefined,
  types: TypeDefinition[],
): Projection {
  const keys = (names: string[]) =>
    new Set(names.flatMap((name) => types.map((type) => keyIn(type, name.trim()))));
  return {
    ...(attributes ? { attributes: keys(attributes) } : {}),
    ...(excluded ? { excluded: keys(excluded) } : {}),
  };
}

function keyIn(type: TypeDefinition, name: string): string {
  const target = resolve(type, name);
  if (!target) return '';
  const { extension, attribute, sub } = target;
  const key = [extension, attribute?.name].filter((part) => part !== undefined).join(':');
  return (sub ? `${key}.${sub.name}` : key).toLowerCase();
}

/** Attribute names of a query parameter; an empty parameter asks for nothing special, like an absent one. */
export function namesIn(parameter: string | undefined): string[] | undefined {
  const names = parameter?.split(',').filter((name) => name.trim() !== '');
  return names?.length ? names : undefined;
}

/** An integer parameter; absent stays absent. Throws ScimProblem invalidValue. */
export function integer(value: unknown, name: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'string' && /^[+-]?\d{1,15}$/.test(value) ? Number(value) : value;
  if (!Number.isSafeInteger(number)) throw invalid(`${name} is an integer`);
  return number as number;
}

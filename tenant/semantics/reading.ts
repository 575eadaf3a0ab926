import type { SchemaAttribute, ScimObject, StoredResource } from '../model.ts';
import { isObject } from '../model.ts';

/** Which attributes a client asked for; keys are those of `attributeKey`, with `.sub` for sub-attributes. */
export interface Projection {
  attributes?: Set<string>;
  excluded?: Set<string>;
  /** Attributes in the body of the write that is being answered. */
  supplied?: Set<string>;
}

export interface PageLimits {
  defaultSize: number;
  maxSize: number;
}

/** How the tenant shows resources and lists. */
export interface ReadingSemantics {
  /** Address of a resource from the tenant URL, the path of its type and its id (RFC 7643 section 3.1). */
  address(url: string, endpoint: string, id: string): string;
  /** All matches of a query in the order in which they are listed; undefined keeps the order of creation. */
  arrange: ((matches: StoredResource[]) => StoredResource[]) | undefined;
  /** Whether an attribute is in a representation (RFC 7643 section 7, RFC 7644 section 3.9). */
  shows(attribute: SchemaAttribute, key: string, projection: Projection): boolean;
  showsSub(sub: SchemaAttribute, parentKey: string, projection: Projection): boolean;
  /** First index (from 1) and size of an index page (RFC 7644 section 3.4.2.4). */
  page(
    start: number | undefined,
    count: number | undefined,
    limits: PageLimits,
  ): { start: number; size: number };
  /** The number that a list gives as its total. */
  total(matches: number, onPage: number): number;
  /** The value by which a resource is sorted: of a list its primary value, else its first. */
  sortValue(values: unknown[], elements: unknown[]): unknown;
  /** Order of two present values of one attribute, ascending. */
  sortOrder(left: unknown, right: unknown, attribute: SchemaAttribute, fold: Fold): number;
  /** Order of a missing value against a present one, ascending: positive puts it last. */
  sortMissing: number;
  /** Entity tag and meta.version; `touched` counts changes of derived attributes. */
  version(resource: StoredResource, touched: number): string;
  /** Whether one of the tags of a conditional header is the current one. */
  tagMatches(header: string, current: string): boolean;
  /** Last change of a full representation before it is projected. */
  represent(full: ScimObject, resource: StoredResource): ScimObject;
}

type Fold = (value: string, attribute: SchemaAttribute) => string;

export const strictReading: ReadingSemantics = {
  address: (url, endpoint, id) => `${url}${endpoint}/${encodeURIComponent(id)}`,
  arrange: undefined,

  shows(attribute, key, { attributes, excluded, supplied }) {
    if (attribute.returned === 'never' || attribute.mutability === 'writeOnly') return false;
    if (attribute.returned === 'always') return true;
    const out = excluded?.has(key.toLowerCase()) === true;
    if (attributes) {
      const lower = key.toLowerCase();
      return !out && (attributes.has(lower) || [...attributes].some((name) => name.startsWith(`${lower}.`)));
    }
    if (attribute.returned === 'request') return supplied?.has(key.toLowerCase()) === true && !out;
    return !out;
  },

  showsSub(sub, parentKey, { attributes, excluded }) {
    if (sub.returned === 'never' || sub.mutability === 'writeOnly') return false;
    if (sub.returned === 'always') return true;
    const parent = parentKey.toLowerCase();
    const key = `${parent}.${sub.name.toLowerCase()}`;
    if (excluded?.has(key)) return false;
    if (!attributes || attributes.has(parent))
      return sub.returned !== 'request' || attributes?.has(key) === true;
    return attributes.has(key);
  },

  page: (start, count, { defaultSize, maxSize }) => ({
    start: Math.max(1, start ?? 1),
    size: Math.min(maxSize, Math.max(0, count ?? defaultSize)),
  }),

  total: (matches) => matches,

  sortValue(values, elements) {
    const primary = elements.findIndex((element) => isObject(element) && element.primary === true);
    return values[primary === -1 ? 0 : primary];
  },

  sortOrder(left, right, attribute, fold) {
    if (typeof left === 'number' && typeof right === 'number') return left - right;
    if (attribute.type === 'dateTime') return Date.parse(String(left)) - Date.parse(String(right));
    const one = fold(String(left), attribute);
    const other = fold(String(right), attribute);
    return one === other ? 0 : one < other ? -1 : 1;
  },

  sortMissing: 1,
  version: (resource, touched) => `W/"${resource.revision}.${touched}"`,

  // SCIM's own examples use weak tags with If-Match, so the comparison ignores weakness (RFC 7644 section 3.14).
  tagMatches(header, current) {
    if (header.trim() === '*') return true;
    const bare = (tag: string) => tag.trim().replace(/^W\//, '');
    // A tag may hold commas.
    return (header.match(/(?:W\/)?"[^"]*"|[^\s,"]+/g) ?? []).some((tag) => bare(tag) === bare(current));
  },

  represent: (full) => full,
};

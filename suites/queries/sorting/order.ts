import {
  type Attributes,
  at,
  elements,
  isQualified,
  member,
  unassigned,
} from '../../../schemas/attributes.ts';
import type { Capabilities } from '../../../schemas/capabilities.ts';
import { findAttribute } from '../../../schemas/lookup.ts';

/** How values of one attribute are ordered (RFC 7644 section 3.4.2.3). */
export type OrderKind = 'text' | 'exact-text' | 'number' | 'instant';

/** Something that a list can be sorted by. */
export interface SortKey {
  path: string;
  kind: OrderKind;
}

/** Negative where the left value comes first. */
export type Comparison = (left: unknown, right: unknown) => number;

const byUnits = (left: string, right: string): number => (left === right ? 0 : left < right ? -1 : 1);
const folded: Comparison = (left, right) => byUnits(String(left).toLowerCase(), String(right).toLowerCase());

/**
 * Ascending orders that are right for a kind. Where case counts there are two: by code point, and alphabetical with
 * case as the last difference, of which either case may come first.
 */
export function comparisonsFor(kind: OrderKind): Comparison[] {
  switch (kind) {
    case 'number':
      return [(left, right) => Number(left) - Number(right)];
    case 'instant':
      return [(left, right) => Date.parse(String(left)) - Date.parse(String(right))];
    case 'exact-text':
      return [(left, right) => byUnits(String(left), String(right)), folded];
    default:
      return [folded];
  }
}

/** Two neighbours in the wrong order. */
export interface Misplaced {
  first: unknown;
  second: unknown;
}

/** The first two neighbours that no right order of the kind allows; `undefined` where one allows all. */
export function misplaced(values: unknown[], kind: OrderKind, descending = false): Misplaced | undefined {
  let found: Misplaced | undefined;
  for (const compare of comparisonsFor(kind)) {
    const at = values.findIndex((value, index) => {
      const following = values[index + 1];
      if (index + 1 >= values.length) return false;
      return compare(value, following) * (descending ? -1 : 1) > 0;
    });
    if (at < 0) return undefined;
    found ??= { first: values[at], second: values[at + 1] };
  }
  return found;
}

/** The value by which a resource is sorted: of a multi-valued attribute the primary one, else the first. */
export function sortValue(resource: Attributes, path: string): unknown {
  const [owner = '', sub] = isQualified(path) ? [path] : path.split('.');
  if (!Array.isArray(at(resource, owner))) return at(resource, path);
  const list = elements(resource, owner);
  const chosen = list.find((element) => member(element, 'primary') === true) ?? list[0];
  return member(chosen, sub ?? 'value');
}

/** How an attribute's values are ordered; `undefined` for types whose order the RFC does not tell. */
export function orderKind(capabilities: Capabilities, path: string): OrderKind | undefined {
  if (path === 'meta.created' || path === 'meta.lastModified') return 'instant';
  if (path === 'externalId') return 'exact-text';
  if (path === 'userName') return 'text';
  const attribute = findAttribute(capabilities, 'User', path);
  switch (attribute?.type) {
    case 'string':
      return attribute.caseExact ? 'exact-text' : 'text';
    case 'integer':
    case 'decimal':
      return 'number';
    case 'dateTime':
      return 'instant';
    default:
      return undefined;
  }
}

/** Whether these resources tell a right order from a wrong one: three different values at least. */
export function distinguishes(resources: Attributes[], { path, kind }: SortKey): boolean {
  const values = resources.map((resource) => sortValue(resource, path)).filter((value) => !unassigned(value));
  const distinct = new Set(
    values.map((value) => (kind === 'instant' ? Date.parse(String(value)) : String(value).toLowerCase())),
  );
  return distinct.size >= 3;
}

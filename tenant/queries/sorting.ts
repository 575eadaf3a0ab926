import { invalid } from '../errors.ts';
import {
  isObject,
  isUnassigned,
  type SchemaAttribute,
  type StoredResource,
  type TypeDefinition,
} from '../model.ts';
import { viewFor } from '../resources/represent.ts';
import { attributeKey, resolve } from '../schemas/attributes.ts';
import type { Tenancy } from '../store/tenancy.ts';

/** One match of a query. */
export interface Match {
  resource: StoredResource;
  type: TypeDefinition;
}

/**
 * Sorts matches by an attribute (RFC 7644 section 3.4.2.3); equal ones keep the order of creation.
 * @throws ScimProblem invalidValue for an attribute that no type has, or an order that is not one
 */
export function sortMatches(
  tenancy: Tenancy,
  matches: Match[],
  types: TypeDefinition[],
  sortBy: string,
  sortOrder: string | undefined,
): Match[] {
  const order = (sortOrder ?? 'ascending').toLowerCase();
  if (order !== 'ascending' && order !== 'descending') throw invalid('sortOrder is ascending or descending');
  const scalars = new Map(types.map((type) => [type, findScalar(type, sortBy)]));
  if ([...scalars.values()].every((scalar) => scalar === undefined)) {
    throw invalid(`"${sortBy.slice(0, 80)}" is not an attribute that can be sorted by`);
  }
  const { semantics } = tenancy;
  const direction = order === 'descending' ? -1 : 1;
  // A population was made at one time: what is read of that is the same for all of it.
  const times = new Map<string, unknown>();
  const keyFor = (match: Match): unknown => {
    if (!/^meta\.(created|lastModified)$/i.test(sortBy)) return sortedValue(tenancy, match, sortBy);
    const { created, lastModified } = match.resource;
    const known = `${match.type.name} ${created} ${lastModified}`;
    if (!times.has(known)) times.set(known, sortedValue(tenancy, match, sortBy));
    return times.get(known);
  };
  const keyed = matches.map((match) => ({
    match,
    scalar: scalars.get(match.type),
    value: keyFor(match),
  }));
  const fold = (text: string, attribute: SchemaAttribute) => semantics.fold(text, attribute);
  keyed.sort((left, right) => {
    if (left.value === right.value && left.scalar === right.scalar) return 0;
    const gone = (side: typeof left) => isUnassigned(side.value) || side.scalar === undefined;
    if (gone(left) || gone(right)) {
      if (gone(left) && gone(right)) return 0;
      return (gone(left) ? 1 : -1) * semantics.sortMissing * direction;
    }
    return semantics.sortOrder(left.value, right.value, left.scalar as SchemaAttribute, fold) * direction;
  });
  return keyed.map(({ match }) => match);
}

function findScalar(type: TypeDefinition, sortBy: string): SchemaAttribute | undefined {
  const { attribute, sub } = resolve(type, sortBy) ?? {};
  if (!attribute) return undefined;
  const scalar =
    sub ??
    (attribute.type === 'complex' ? attribute.subAttributes.find(({ name }) => name === 'value') : attribute);
  // A secret must not be guessed from the order either.
  return scalar?.returned === 'never' || attribute.returned === 'never' ? undefined : scalar;
}

function sortedValue(tenancy: Tenancy, { resource, type }: Match, sortBy: string): unknown {
  const { attribute, extension, sub } = resolve(type, sortBy) ?? {};
  if (!attribute) return undefined;
  const full = viewFor(tenancy, resource, [attributeKey(attribute, extension)]);
  const holder = extension === undefined ? full : full[extension];
  const value = isObject(holder) ? holder[attribute.name] : undefined;
  if (isUnassigned(value)) return undefined;
  const elements = Array.isArray(value) ? value : [value];
  const values = elements.map((element) => (isObject(element) ? element[sub?.name ?? 'value'] : element));
  return tenancy.semantics.sortValue(values, elements);
}

import { badFilter } from '../errors.ts';
import type { Filter } from '../filter/parser.ts';
import { isObject, isUnassigned, type SchemaAttribute, ScimProblem, type TypeDefinition } from '../model.ts';
import { attributeKey, find, resolve } from '../schemas/attributes.ts';
import type { MatchingSemantics } from './matching.ts';

/** What a notation in a filter means where it stands: in a whole resource, or between brackets. */
interface Place {
  /** The attribute whose type decides comparisons; `undefined` where a complex value has none. */
  scalar: SchemaAttribute | undefined;
  whole: SchemaAttribute | undefined;
  key: string;
  values(from: unknown): unknown[];
}

export type Scope = (notation: string) => Place | undefined;

const scopes = new WeakMap<TypeDefinition, Scope>();

/** Scope of a resource: notations of RFC 7644 section 3.10. Remembers what it resolved, within bounds. */
export function resourceScope(type: TypeDefinition): Scope {
  const known = scopes.get(type);
  if (known) return known;
  const seen = new Map<string, Place | undefined>();
  const scope: Scope = (notation) => {
    if (seen.size > 500) seen.clear();
    if (!seen.has(notation)) seen.set(notation, placeIn(type, notation));
    return seen.get(notation);
  };
  scopes.set(type, scope);
  return scope;
}

function placeIn(type: TypeDefinition, notation: string): Place | undefined {
  const target = resolve(type, notation);
  if (!target) return undefined;
  const { extension, attribute, sub } = target;
  const holder = (from: unknown) => (isObject(from) && extension ? from[extension] : from);
  if (!attribute) {
    return { scalar: undefined, whole: undefined, key: notation, values: (from) => asList(holder(from)) };
  }
  const outer = (from: unknown) => asList(pick(holder(from), attribute.name));
  const key = attributeKey(attribute, extension);
  if (sub) {
    return {
      scalar: sub,
      whole: sub,
      key: `${key}.${sub.name}`,
      values: (from) => outer(from).flatMap((element) => asList(pick(element, sub.name))),
    };
  }
  return {
    scalar: attribute.type === 'complex' ? find(attribute.subAttributes, 'value') : attribute,
    whole: attribute,
    key,
    values: outer,
  };
}

/** Scope of one element of `attribute`: its sub-attributes, or `value` for the elements of a simple one. */
export function elementScope(attribute: SchemaAttribute): Scope {
  return (notation) => {
    if (attribute.type !== 'complex') {
      if (notation.toLowerCase() !== 'value') return undefined;
      return { scalar: attribute, whole: attribute, key: 'value', values: asList };
    }
    const sub = find(attribute.subAttributes, notation);
    if (!sub) return undefined;
    return { scalar: sub, whole: sub, key: sub.name, values: (from) => asList(pick(from, sub.name)) };
  };
}

function pick(from: unknown, name: string): unknown {
  return isObject(from) && Object.hasOwn(from, name) ? from[name] : undefined;
}

function asList(value: unknown): unknown[] {
  if (isUnassigned(value)) return [];
  return Array.isArray(value) ? value : [value];
}

/**
 * Refuses what no resource could answer: unknown attributes, operators that a type does not have, secrets.
 * @param queries the scopes that the query covers; a notation is unknown when none of them knows it
 * @throws ScimProblem 400 invalidFilter, or 403 sensitive for attributes that are never returned
 */
export function checkFilter(filter: Filter, queries: Scope[], semantics: MatchingSemantics): void {
  if (filter.kind === 'and' || filter.kind === 'or') {
    checkFilter(filter.left, queries, semantics);
    checkFilter(filter.right, queries, semantics);
    return;
  }
  if (filter.kind === 'not') {
    checkFilter(filter.operand, queries, semantics);
    return;
  }
  const places = queries.map((scope) => scope(filter.path)).filter((place) => place !== undefined);
  if (places.length === 0 && semantics.refusesUnknown)
    throw badFilter(`"${filter.path.slice(0, 80)}" is not an attribute here`);
  for (const { scalar, whole } of places) {
    if (whole?.returned === 'never' || whole?.mutability === 'writeOnly') {
      throw new ScimProblem(403, `filters on ${whole.name} are refused`, 'sensitive');
    }
    if (filter.kind === 'value') {
      if (whole?.multiValued !== true && whole?.type !== 'complex')
        throw badFilter('only lists take brackets');
      checkFilter(filter.filter, [elementScope(whole)], semantics);
    } else if (filter.kind === 'compare') {
      checkComparison(filter, scalar, semantics);
    }
  }
}

function checkComparison(
  filter: Extract<Filter, { kind: 'compare' }>,
  scalar: SchemaAttribute | undefined,
  semantics: MatchingSemantics,
): void {
  const { operator, path, value } = filter;
  if (!scalar) throw badFilter(`${path} is complex: name one of its sub-attributes`);
  if (semantics.refuses(operator, scalar)) throw badFilter(`${operator} is not defined for ${scalar.type}`);
  if (scalar.type === 'dateTime' && value !== null && Number.isNaN(Date.parse(String(value)))) {
    throw badFilter(`${path} is compared with a date and time`);
  }
}

/** Keys of the attributes that a filter looks at; between brackets, that of the list alone. */
export function keysIn(filter: Filter, scope: Scope): string[] {
  if (filter.kind === 'and' || filter.kind === 'or') {
    return [...keysIn(filter.left, scope), ...keysIn(filter.right, scope)];
  }
  if (filter.kind === 'not') return keysIn(filter.operand, scope);
  return [scope(filter.path)?.key ?? ''];
}

/** Whether a value (a full representation, or one element of a list) passes a filter. */
export function passes(from: unknown, filter: Filter, scope: Scope, semantics: MatchingSemantics): boolean {
  const inner = (part: Filter) => passes(from, part, scope, semantics);
  switch (filter.kind) {
    case 'and':
      return semantics.both(
        () => inner(filter.left),
        () => inner(filter.right),
      );
    case 'or':
      return semantics.either(
        () => inner(filter.left),
        () => inner(filter.right),
      );
    case 'not':
      return semantics.negate(inner(filter.operand));
    case 'present':
      return semantics.quantify(scope(filter.path)?.values(from) ?? [], (value) => semantics.present(value));
    case 'value':
      return passesBrackets(from, filter, scope, semantics);
    case 'compare':
      return passesComparison(from, filter, scope, semantics);
  }
}

function passesBrackets(
  from: unknown,
  filter: Extract<Filter, { kind: 'value' }>,
  scope: Scope,
  semantics: MatchingSemantics,
): boolean {
  const place = scope(filter.path);
  if (!place?.whole) return false;
  const within = elementScope(place.whole);
  return semantics.element(place.values(from), (value) => passes(value, filter.filter, within, semantics));
}

function passesComparison(
  from: unknown,
  filter: Extract<Filter, { kind: 'compare' }>,
  scope: Scope,
  semantics: MatchingSemantics,
): boolean {
  const { operator, value: wanted } = filter;
  const place = scope(filter.path);
  const scalar = place?.scalar;
  if (!place || !scalar) return false;
  const values = place
    .values(from)
    .map((value) => (isObject(value) ? pick(value, 'value') : value))
    .filter((value) => !isUnassigned(value));
  if (values.length === 0) return semantics.unassigned(operator, wanted);
  return semantics.quantify(values, (actual) => semantics.compare(operator, actual, wanted, scalar));
}

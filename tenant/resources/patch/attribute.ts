import { isDeepStrictEqual } from 'node:util';
import { fixed, invalid, noTarget } from '../../errors.ts';
import { isObject, isUnassigned, type SchemaAttribute, type ScimObject } from '../../model.ts';
import { isReference } from '../../schemas/attributes.ts';
import { distinct } from '../../semantics/elements.ts';
import { elementScope, passes } from '../../semantics/evaluate.ts';
import type { PatchOp } from '../../semantics/patching.ts';
import { identifierIn, take, takeElements } from '../values.ts';
import type { PatchPath } from './path.ts';
import type { PatchWork } from './work.ts';

type Located = PatchPath & { attribute: SchemaAttribute };

/**
 * One operation on one attribute: the table of RFC 7644 sections 3.5.2.1 to 3.5.2.3.
 * @throws ScimProblem mutability, noTarget, invalidValue
 */
export function changeAttribute(op: PatchOp, path: PatchPath, value: unknown, work: PatchWork): void {
  const located = path as Located;
  const { attribute, extension } = located;
  const holder = extension === undefined ? work.data : work.data[extension];
  const container: ScimObject = isObject(holder) ? { ...holder } : {};
  const current = container[attribute.name];
  if (attribute.mutability === 'readOnly' && !work.semantics.writesReadOnly(attribute)) {
    guardReadOnly(op, located, value, work);
    return;
  }
  const next = nextValue(op, located, current, value, work);
  guardImmutable(attribute, current, next, work);
  if (isUnassigned(next)) delete container[attribute.name];
  else container[attribute.name] = next;
  if (isUnassigned(next) && work.semantics.requires(attribute)) {
    throw op === 'remove' ? fixed(`${attribute.name} is required`) : invalid(`${attribute.name} is required`);
  }
  if (extension === undefined) {
    if (isUnassigned(next)) delete work.data[attribute.name];
    else work.data[attribute.name] = next;
  } else if (Object.keys(container).length > 0) work.data[extension] = container;
  else delete work.data[extension];
}

function nextValue(op: PatchOp, path: Located, current: unknown, value: unknown, work: PatchWork): unknown {
  if (path.filter) return changeFiltered(op, path, current, value, work);
  if (path.sub) return changeSub(op, path, current, value, work);
  return path.attribute.multiValued
    ? changeList(op, path.attribute, list(current), value, work)
    : changeSingle(op, path.attribute, current, value, work);
}

function changeSingle(
  op: PatchOp,
  attribute: SchemaAttribute,
  current: unknown,
  value: unknown,
  work: PatchWork,
): unknown {
  const { semantics } = work;
  if (op === 'remove') return undefined;
  const taken = take(value, attribute, semantics);
  // null for a sub-attribute of a complex value clears it, which `take` does not tell from its absence.
  const cleared = attribute.type === 'complex' && isObject(value) ? clearedSubs(value, attribute) : {};
  if (taken === undefined && Object.keys(cleared).length === 0) return undefined;
  const wanted = isObject(taken) || taken === undefined ? { ...cleared, ...(taken as ScimObject) } : taken;
  return op === 'add'
    ? semantics.addSingle(current, wanted, attribute)
    : semantics.replaceSingle(current, wanted, attribute);
}

function clearedSubs(value: ScimObject, attribute: SchemaAttribute): ScimObject {
  const cleared: ScimObject = {};
  for (const [name, inner] of Object.entries(value)) {
    const sub = attribute.subAttributes.find((known) => known.name.toLowerCase() === name.toLowerCase());
    if (sub && sub.mutability !== 'readOnly' && (isUnassigned(inner) || inner === ''))
      cleared[sub.name] = null;
  }
  return cleared;
}

function changeList(
  op: PatchOp,
  attribute: SchemaAttribute,
  current: unknown[],
  value: unknown,
  work: PatchWork,
): unknown[] {
  const { semantics } = work;
  const same = semantics.sameElement;
  if (op === 'remove') {
    // By the letter all values go; Entra lists the ones that it means (its default dialect).
    const listed =
      isUnassigned(value) && !Array.isArray(value) ? undefined : elements(value, attribute, work);
    return semantics.removeMany(current, listed, attribute, same);
  }
  const incoming = elements(value, attribute, work);
  const next =
    op === 'add'
      ? semantics.addMany(current, incoming, attribute, same)
      : semantics.replaceMany(current, incoming, attribute);
  return semantics.settlePrimary(current, next);
}

function elements(value: unknown, attribute: SchemaAttribute, work: PatchWork): unknown[] {
  const values = Array.isArray(value) ? value : isUnassigned(value) || value === '' ? [] : [value];
  if (!Array.isArray(value) && values.length > 0 && attribute.type === 'complex') {
    const usable = isObject(value) || (typeof value === 'string' && attribute.name === 'members');
    if (!usable) throw invalid(`${attribute.name} takes a list of objects`);
  }
  return takeElements(values, attribute, work.semantics) ?? [];
}

function changeSub(op: PatchOp, path: Located, current: unknown, value: unknown, work: PatchWork): unknown {
  const { attribute } = path;
  if (!attribute.multiValued) return setSub(op, current, path, value, work);
  const before = list(current);
  if (before.length === 0) return op === 'remove' ? [] : [setSub(op, undefined, path, value, work)];
  const after = before.map((element) => setSub(op, element, path, value, work)).filter((element) => element);
  return work.semantics.settlePrimary(before, after);
}

function changeFiltered(
  op: PatchOp,
  path: Located,
  current: unknown,
  value: unknown,
  work: PatchWork,
): unknown {
  const { attribute, filter } = path;
  const { semantics } = work;
  const before = list(current);
  const scope = elementScope(attribute);
  const matched = new Set(
    before.filter((element) => filter && passes(asShown(element, attribute, work), filter, scope, semantics)),
  );
  if (matched.size === 0) return withoutMatch(op, path, before, value, work);
  if (op === 'remove' && !path.sub) return restore(semantics.removeMatched(before, matched), attribute);
  const after = before
    .map((element) => (matched.has(element) ? changeElement(op, element, path, value, work) : element))
    .filter((element) => !isUnassigned(element));
  // Through [type eq "work"] two addresses may become one.
  const settled = semantics.settlePrimary(before, after);
  const same = (left: unknown, right: unknown) => semantics.sameElement(left, right, attribute);
  return restore(distinct(settled, same), attribute);
}

function changeElement(
  op: PatchOp,
  element: unknown,
  path: Located,
  value: unknown,
  work: PatchWork,
): unknown {
  if (path.sub) return setSub(op, element, path, value, work);
  const [taken] = elements(Array.isArray(value) ? value : [value], path.attribute, work);
  return taken === undefined ? undefined : work.semantics.changeElement(op, element, taken);
}

/** Nothing matched the filter: an error for replace (section 3.5.2.3), creation for add as Entra expects it. */
function withoutMatch(
  op: PatchOp,
  path: Located,
  before: unknown[],
  value: unknown,
  work: PatchWork,
): unknown {
  const { attribute, filter } = path;
  const { semantics } = work;
  const way = semantics.noMatch(op);
  if (way === 'ignore') return restore(before, attribute);
  const described = way === 'create' && filter ? semantics.describe(filter) : undefined;
  if (!described) throw noTarget(`no value of ${attribute.name} matches the filter`);
  const element = path.sub
    ? { ...described, [path.sub.name]: value }
    : { ...described, ...(isObject(value) ? value : { value }) };
  const created = elements([element], attribute, work);
  return restore(semantics.settlePrimary(before, [...before, ...created]), attribute);
}

function setSub(op: PatchOp, element: unknown, path: Located, value: unknown, work: PatchWork): unknown {
  const sub = path.sub as SchemaAttribute;
  const known = isObject(element) ? element[sub.name] : undefined;
  if (sub.mutability === 'readOnly' && work.semantics.refusesReadOnly(sub)) {
    throw fixed(`${path.attribute.name}.${sub.name} is kept by this tenant`);
  }
  const taken = op === 'remove' ? undefined : take(value, sub, work.semantics);
  if (isReference(path.attribute) && sub.name !== 'value') return setAddress(path, element, taken, work);
  guardImmutable(sub, known, taken, work);
  if (taken === undefined && sub.required) throw fixed(`${path.attribute.name}.${sub.name} is required`);
  const changed: ScimObject = { ...(isObject(element) ? element : {}), [sub.name]: taken };
  if (taken === undefined) delete changed[sub.name];
  return Object.keys(changed).length > 0 ? changed : undefined;
}

/** The address of a single reference is another way to say its identifier; the rest follows from that. */
function setAddress(path: Located, element: unknown, address: unknown, work: PatchWork): unknown {
  const { attribute, sub } = path;
  if (attribute.multiValued || sub?.name !== '$ref' || typeof address !== 'string') {
    throw fixed(`${attribute.name}.${sub?.name} follows from ${attribute.name}.value`);
  }
  const value = identifierIn(address);
  return work.semantics.replaceSingle(element, { value }, attribute);
}

/** An element with what the tenant adds to a reference, so that filters can ask for it. */
function asShown(element: unknown, attribute: SchemaAttribute, work: PatchWork): unknown {
  if (!isReference(attribute) || !isObject(element)) return element;
  return (
    list(work.shown[attribute.name]).find((shown) => isObject(shown) && shown.value === element.value) ??
    element
  );
}

/** A filter also works on a single complex value, such as `manager[value eq "..."]`. */
function restore(values: unknown[], attribute: SchemaAttribute): unknown {
  return attribute.multiValued ? values : values[0];
}

function guardImmutable(attribute: SchemaAttribute, before: unknown, after: unknown, work: PatchWork): void {
  if (attribute.mutability !== 'immutable' || before === undefined) return;
  if (isDeepStrictEqual(before, after) || work.semantics.changesImmutable(attribute)) return;
  throw fixed(`${attribute.name} keeps the value that it was given first`);
}

function guardReadOnly(op: PatchOp, path: Located, value: unknown, work: PatchWork): void {
  const { attribute, extension, sub, filter } = path;
  if (!work.semantics.refusesReadOnly(attribute)) return;
  const holder = extension === undefined ? work.shown : work.shown[extension];
  const shown = isObject(holder) ? holder[attribute.name] : undefined;
  const known = sub && isObject(shown) ? shown[sub.name] : shown;
  if (op !== 'remove' && !filter && isDeepStrictEqual(known, value)) return;
  throw fixed(`${attribute.name} is kept by this tenant`);
}

function list(value: unknown): unknown[] {
  if (isUnassigned(value)) return [];
  return Array.isArray(value) ? value : [value];
}

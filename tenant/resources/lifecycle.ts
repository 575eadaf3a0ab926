import { invalid, notFound } from '../errors.ts';
import {
  isObject,
  type SchemaAttribute,
  type ScimObject,
  ScimProblem,
  type StoredResource,
  type TypeDefinition,
} from '../model.ts';
import { attributeKey, find } from '../schemas/attributes.ts';
import { referenceAttributes } from '../store/indexes.ts';
import type { Tenancy } from '../store/tenancy.ts';
import { addDefaults, checkRequired, readResource, replaceData } from './intake.ts';
import { applyPatch } from './patch/apply.ts';
import { findType, fullRepresentation } from './represent.ts';

/** A write that was carried out. */
export interface Written {
  resource: StoredResource;
  supplied: Set<string>;
}

/** Ids that a bulk job has promised to resources which do not exist yet. */
export type Promised = ReadonlySet<string>;
const none: Promised = new Set();

/**
 * Creates a resource (RFC 7644 section 3.3).
 * @param id for a bulk job that has to know the id beforehand
 * @throws ScimProblem invalidSyntax, invalidValue, 409 uniqueness
 */
export function create(
  tenancy: Tenancy,
  type: TypeDefinition,
  body: unknown,
  id?: string,
  promised: Promised = none,
): Written {
  const { semantics, store } = tenancy;
  const intake = readResource(body, type, semantics);
  addDefaults(intake, type, semantics);
  checkRequired(intake.data, type, semantics);
  const now = tenancy.now();
  const resource: StoredResource = {
    id: id ?? semantics.newId(type.name, isObject(body) ? body : {}, tenancy),
    type: type.name,
    sequence: store.nextSequence(),
    created: now,
    lastModified: now,
    revision: 1,
    data: semantics.complete(type.name, intake.data),
  };
  checkUnique(tenancy, type, resource);
  checkReferences(tenancy, type, resource, promised);
  store.put(resource);
  touchReferences(tenancy, undefined, resource);
  return { resource, supplied: intake.supplied };
}

/**
 * Replaces a resource (RFC 7644 section 3.5.1).
 * @throws ScimProblem 404, invalidSyntax, invalidValue, mutability, 409 uniqueness
 */
export function replace(
  tenancy: Tenancy,
  stored: StoredResource,
  body: unknown,
  promised: Promised = none,
): Written {
  const { semantics } = tenancy;
  const type = findType(tenancy, stored);
  const intake = readResource(body, type, semantics);
  addDefaults(intake, type, semantics);
  const data = replaceData(stored.data, intake, type, semantics);
  checkRequired(data, type, semantics);
  return { resource: commit(tenancy, stored, data, promised), supplied: intake.supplied };
}

/**
 * Patches a resource, all of it or nothing (RFC 7644 section 3.5.2).
 * @throws ScimProblem as the operations ask for; nothing has changed then
 */
export function patch(
  tenancy: Tenancy,
  stored: StoredResource,
  body: unknown,
  promised: Promised = none,
): Written {
  const type = findType(tenancy, stored);
  const work = {
    type,
    semantics: tenancy.semantics,
    data: structuredClone(stored.data),
    shown: fullRepresentation(tenancy, stored),
    supplied: new Set<string>(),
    refused: tenancy.face.withoutAttributes,
  };
  try {
    applyPatch(body, work);
    checkRequired(work.data, type, tenancy.semantics);
  } catch (thrown) {
    if (tenancy.semantics.keepsPartialWork) commit(tenancy, stored, work.data, promised);
    throw thrown;
  }
  return { resource: commit(tenancy, stored, work.data, promised), supplied: work.supplied };
}

/** Deletes a resource for good, and every reference to it (RFC 7644 section 3.6). */
export function remove(tenancy: Tenancy, resource: StoredResource): void {
  const { store, semantics } = tenancy;
  const others = semantics.alsoDeletes(resource, tenancy);
  const referrers = store.referrers(resource.id);
  store.remove(resource);
  touchReferences(tenancy, resource, undefined);
  // Somebody may be his own manager: who is gone is not put back without him.
  const left = semantics.dropsReferences ? referrers.filter(({ id }) => id !== resource.id) : [];
  for (const referrer of left) forget(tenancy, referrer, resource.id);
  for (const id of others) {
    const other = store.find(id);
    if (other) remove(tenancy, other);
  }
}

/** Takes every reference to an id out of a resource. */
export function forget(tenancy: Tenancy, referrer: StoredResource, id: string): void {
  const data = structuredClone(referrer.data);
  for (const { attribute, holder } of referenceAttributes(findType(tenancy, referrer))) {
    const container = holder === undefined ? data : data[holder];
    if (!isObject(container)) continue;
    const value = container[attribute.name];
    const points = (element: unknown) => isObject(element) && element.value === id;
    if (Array.isArray(value)) {
      const rest = value.filter((element) => !points(element));
      if (rest.length > 0) container[attribute.name] = rest;
      else delete container[attribute.name];
    } else if (points(value)) delete container[attribute.name];
    if (holder !== undefined && Object.keys(container).length === 0) delete data[holder];
  }
  save(tenancy, referrer, data);
}

/** Finds a resource of a type. Throws ScimProblem 404. */
export function existing(tenancy: Tenancy, type: TypeDefinition, id: string): StoredResource {
  const found = tenancy.store.get(type.name, id);
  if (!found) throw notFound(`${type.name} ${id.slice(0, 80)}`);
  return found;
}

function commit(
  tenancy: Tenancy,
  stored: StoredResource,
  data: ScimObject,
  promised: Promised,
): StoredResource {
  const type = findType(tenancy, stored);
  const completed = tenancy.semantics.complete(type.name, data);
  const next = { ...stored, data: completed };
  checkUnique(tenancy, type, next);
  checkReferences(tenancy, type, next, new Set([...promised, ...tenancy.store.references(stored)]));
  return save(tenancy, stored, completed);
}

function save(tenancy: Tenancy, stored: StoredResource, data: ScimObject): StoredResource {
  const { store, semantics } = tenancy;
  // What changes nothing leaves meta alone (RFC 7644 section 3.5.2.1).
  if (!semantics.changed(stored.data, data)) return stored;
  const next: StoredResource = {
    ...stored,
    data,
    lastModified: semantics.stamp(stored.lastModified, tenancy.now()),
    revision: stored.revision + 1,
  };
  store.put(next);
  touchReferences(tenancy, stored, next);
  return next;
}

/** Lets the versions of others follow: members whose groups changed, referrers that show a name. */
function touchReferences(
  tenancy: Tenancy,
  before: StoredResource | undefined,
  after: StoredResource | undefined,
): void {
  const { store } = tenancy;
  const old = new Set(before ? store.references(before) : []);
  const fresh = new Set(after ? store.references(after) : []);
  for (const id of old) if (!fresh.has(id)) store.touch(id);
  for (const id of fresh) if (!old.has(id)) store.touch(id);
  const label = (resource: StoredResource) => resource.data.displayName ?? resource.data.userName;
  if (!before || !after || label(before) === label(after)) return;
  for (const referrer of store.referrers(after.id)) store.touch(referrer.id);
  for (const id of fresh) store.touch(id);
}

function checkUnique(tenancy: Tenancy, type: TypeDefinition, resource: StoredResource): void {
  const { semantics, store } = tenancy;
  const test = (attribute: SchemaAttribute, value: unknown, extension?: string) => {
    if (typeof value !== 'string' || !semantics.unique(attribute)) return;
    const holders = store.lookup(type.name, attributeKey(attribute, extension), value);
    if (holders.every(({ id }) => id === resource.id)) return;
    throw new ScimProblem(409, `another ${type.name} has this ${attribute.name}`, 'uniqueness');
  };
  for (const attribute of type.base.attributes) test(attribute, resource.data[attribute.name]);
  for (const { id, attributes } of type.extensions) {
    const container = resource.data[id];
    if (!isObject(container)) continue;
    for (const attribute of attributes) test(attribute, container[attribute.name], id);
  }
}

function checkReferences(
  tenancy: Tenancy,
  type: TypeDefinition,
  resource: StoredResource,
  promised: Promised,
): void {
  if (!tenancy.semantics.checksReferences) return;
  const userOnly = new Set(
    referenceAttributes(type)
      .filter(({ attribute }) => find(attribute.subAttributes, '$ref')?.referenceTypes.join() === 'User')
      .map(({ attribute }) => attribute.name),
  );
  for (const { attribute, holder } of referenceAttributes(type)) {
    const container = holder === undefined ? resource.data : resource.data[holder];
    const value = isObject(container) ? container[attribute.name] : undefined;
    for (const element of Array.isArray(value) ? value : [value]) {
      if (!isObject(element) || typeof element.value !== 'string' || promised.has(element.value)) continue;
      const target = element.value === resource.id ? resource : tenancy.store.find(element.value);
      if (!target || (userOnly.has(attribute.name) && target.type !== 'User')) {
        throw invalid(`${attribute.name} names ${element.value.slice(0, 80)}, which does not exist here`);
      }
    }
  }
}

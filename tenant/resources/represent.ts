import {
  isObject,
  SCHEMA,
  type SchemaAttribute,
  type ScimObject,
  type StoredResource,
  type TypeDefinition,
} from '../model.ts';
import { attributeKey } from '../schemas/attributes.ts';
import { commonAttributes } from '../schemas/core.ts';
import { strict } from '../semantics/index.ts';
import type { Projection } from '../semantics/reading.ts';
import { referenceAttributes } from '../store/indexes.ts';
import type { Tenancy } from '../store/tenancy.ts';

/** Address of a resource (RFC 7643 section 3.1, meta.location). */
export function composeLocation(tenancy: Tenancy, resource: { type: string; id: string }): string {
  const type = tenancy.types.find(({ name }) => name === resource.type);
  return tenancy.semantics.address(tenancy.url, type?.endpoint ?? '', resource.id);
}

/**
 * Everything that the tenant knows of a resource, derived attributes included and nothing projected away.
 * @param isWanted what of references and groups has to be worked out: of many thousand members that costs time
 */
export function fullRepresentation(
  tenancy: Tenancy,
  resource: StoredResource,
  isWanted: (attribute: SchemaAttribute, holder?: string) => boolean = () => true,
): ScimObject {
  const { semantics, store, face } = tenancy;
  const type = findType(tenancy, resource);
  const full: ScimObject = {
    schemas: [type.base.id],
    id: resource.id,
    ...resource.data,
  };
  for (const { id } of type.extensions) {
    const due = face.requiresEnterprise && id === SCHEMA.enterprise;
    if (due || isObject(full[id])) (full.schemas as string[]).push(id);
  }
  for (const reference of referenceAttributes(type))
    if (isWanted(reference.attribute, reference.holder)) showReference(tenancy, full, reference);
  for (const extension of type.extensions) {
    const container = full[extension.id];
    if (isObject(container) && extension.attributes.some(({ name }) => name === 'serial')) {
      full[extension.id] = { ...container, serial: `S-${resource.sequence}` };
    }
  }
  const derived = type.base.attributes.find(({ name }) => name === 'groups');
  if (derived !== undefined && isWanted(derived)) {
    const groups = store
      .referrers(resource.id)
      .filter((referrer) => referrer.type === 'Group')
      .map((group) => ({
        value: group.id,
        $ref: composeLocation(tenancy, group),
        display: group.data.displayName,
        type: 'direct',
      }));
    if (groups.length > 0) full.groups = groups;
  }
  full.meta = {
    resourceType: type.name,
    created: resource.created,
    lastModified: resource.lastModified,
    location: composeLocation(tenancy, resource),
    ...(face.etag ? { version: semantics.version(resource, store.touched(resource.id)) } : {}),
  };
  return semantics.represent(full, resource);
}

const DERIVED = /^(?:schemas|meta|groups|members|.*:manager|.*:serial)(?:\.|$)/;

/**
 * What a filter or an order looks at: the full representation only where derived attributes are among the keys
 * (those of `attributeKey`, with `.sub`), because addresses and groups are dear to make for a large tenant.
 */
export function viewFor(tenancy: Tenancy, resource: StoredResource, keys: string[]): ScimObject {
  if (keys.some((key) => DERIVED.test(key))) return fullRepresentation(tenancy, resource);
  return { id: resource.id, ...resource.data };
}

function showReference(
  tenancy: Tenancy,
  full: ScimObject,
  { attribute, holder }: { attribute: SchemaAttribute; holder?: string },
): void {
  const container = holder === undefined ? full : full[holder];
  if (!isObject(container) || container[attribute.name] === undefined) return;
  const value = container[attribute.name];
  const shown = Array.isArray(value)
    ? value.map((element) => showElement(tenancy, element, attribute))
    : showElement(tenancy, value, attribute);
  if (holder === undefined) full[attribute.name] = shown;
  else full[holder] = { ...container, [attribute.name]: shown };
}

/** A reference with address, type and name of what it points at; the client's own words for these do not count. */
function showElement(tenancy: Tenancy, element: unknown, attribute: SchemaAttribute): unknown {
  if (!isObject(element) || typeof element.value !== 'string') return element;
  const target = tenancy.store.find(element.value);
  if (!target) return { value: element.value };
  const label = target.data.displayName ?? target.data.userName;
  const has = (name: string) => attribute.subAttributes.some((sub) => sub.name === name);
  return {
    value: element.value,
    $ref: composeLocation(tenancy, target),
    ...(has('type') ? { type: target.type } : {}),
    ...(has('display') ? { display: label } : {}),
    ...(has('displayName') ? { displayName: label } : {}),
  };
}

/** The part of a full representation that a client gets to see (RFC 7644 section 3.9). */
export function project(tenancy: Tenancy, resource: StoredResource, projection: Projection): ScimObject {
  const { semantics } = tenancy;
  const full = fullRepresentation(
    tenancy,
    resource,
    (attribute, holder) =>
      semantics.represent !== strict.represent ||
      semantics.shows(attribute, attributeKey(attribute, holder), narrow(projection, holder)),
  );
  const type = findType(tenancy, resource);
  const shown: ScimObject = {};
  const known = [...commonAttributes, ...type.base.attributes];
  for (const attribute of known) {
    const value = projectAttribute(full[attribute.name], attribute, undefined, projection, tenancy);
    if (value !== undefined) shown[attribute.name] = value;
  }
  for (const extension of type.extensions) {
    const container = full[extension.id];
    if (!isObject(container)) continue;
    const part: ScimObject = {};
    for (const attribute of extension.attributes) {
      const value = projectAttribute(container[attribute.name], attribute, extension.id, projection, tenancy);
      if (value !== undefined) part[attribute.name] = value;
    }
    if (Object.keys(part).length > 0) shown[extension.id] = part;
  }
  if (tenancy.semantics.keepsUnknown && !projection.attributes) {
    const hidden = new Set([...known.map(({ name }) => name), ...type.extensions.map(({ id }) => id)]);
    for (const [name, value] of Object.entries(full)) if (!hidden.has(name)) shown[name] ??= value;
  }
  return shown;
}

function projectAttribute(
  value: unknown,
  attribute: SchemaAttribute,
  extension: string | undefined,
  projection: Projection,
  tenancy: Tenancy,
): unknown {
  const { semantics } = tenancy;
  const key = attributeKey(attribute, extension);
  if (value === undefined || !semantics.shows(attribute, key, narrow(projection, extension)))
    return undefined;
  if (attribute.type !== 'complex') return value;
  const narrowed = narrow(projection, extension);
  // What is shown whatever is asked for is shown as a whole, unless parts of it are named.
  const isNamed = [...(narrowed.attributes ?? [])].some((name) =>
    `${name}.`.startsWith(`${key.toLowerCase()}.`),
  );
  const scope = attribute.returned === 'always' && !isNamed ? unasked(narrowed) : narrowed;
  const part = (element: unknown) => {
    if (!isObject(element)) return element;
    return Object.fromEntries(
      Object.entries(element).filter(([name]) => {
        const sub = attribute.subAttributes.find((candidate) => candidate.name === name);
        return !sub || semantics.showsSub(sub, key, scope);
      }),
    );
  };
  if (Array.isArray(value)) return value.map(part).filter((element) => !isEmpty(element));
  const single = part(value);
  return isEmpty(single) ? undefined : single;
}

const isEmpty = (value: unknown): boolean => isObject(value) && Object.keys(value).length === 0;

/** A projection that names a whole extension names each of its attributes. */
/** A projection without what was asked for by name. */
function unasked({ attributes: _asked, ...rest }: Projection): Projection {
  return rest;
}

function narrow(projection: Projection, extension: string | undefined): Projection {
  if (extension === undefined) return projection;
  const urn = extension.toLowerCase();
  const { attributes, excluded, supplied } = projection;
  const whole = attributes?.has(urn) === true;
  const rest = whole ? undefined : attributes;
  const out = excluded?.has(urn) ? new AllOf(urn, excluded) : excluded;
  return {
    ...(rest ? { attributes: rest } : {}),
    ...(out ? { excluded: out } : {}),
    ...(supplied ? { supplied } : {}),
  };
}

/** A set of excluded names that holds all names of one extension. */
class AllOf extends Set<string> {
  readonly #urn: string;

  constructor(urn: string, names: Set<string>) {
    super(names);
    this.#urn = urn;
  }

  override has(name: string): boolean {
    return name.startsWith(`${this.#urn}:`) || super.has(name);
  }
}

export function findType(tenancy: Tenancy, resource: { type: string }): TypeDefinition {
  return tenancy.types.find(({ name }) => name === resource.type) as TypeDefinition;
}

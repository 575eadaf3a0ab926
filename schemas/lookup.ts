import { type Attributes, GROUP, member, USER } from './attributes.ts';
import type { Attribute, Capabilities, ResourceType, SchemaDefinition } from './capabilities.ts';

/** An attribute of a resource type together with the path by which requests name it. */
export interface Located {
  /** As PATCH, filters and projection write it: behind its URN when it belongs to an extension. */
  path: string;
  attribute: Attribute;
  schema: string;
  extension: boolean;
}

/** Attributes of every resource, in small letters: not published in /Schemas by most, fixed by RFC 7643 section 3.1. */
export const COMMON: ReadonlySet<string> = new Set(['id', 'externalid', 'meta', 'schemas']);

/** The resource type of this name, `User` or `Group`, where the endpoint has one. */
export function resourceType(capabilities: Capabilities, name: 'User' | 'Group'): ResourceType | undefined {
  const urn = (name === 'User' ? USER : GROUP).toLowerCase();
  const types = capabilities.resourceTypes ?? [];
  const ofSchema = types.filter((type) => type.schema.toLowerCase() === urn);
  return (
    ofSchema.find((type) => type.name === name || type.endpoint === `/${name}s`) ??
    ofSchema[0] ??
    types.find((type) => type.name === name)
  );
}

/** Where resources of a type are: as published, or where RFC 7644 section 3.2 has them. */
export function findEndpoint(capabilities: Capabilities, name: 'User' | 'Group'): string {
  return resourceType(capabilities, name)?.endpoint ?? `/${name}s`;
}

/** Where users are or, at an endpoint without any, groups. */
export function userCollection(capabilities: Capabilities): string {
  const groupsAlone =
    !resourceType(capabilities, 'User') && resourceType(capabilities, 'Group') !== undefined;
  return findEndpoint(capabilities, groupsAlone ? 'Group' : 'User');
}

/** The published schema of this URN; URNs compare without regard to letter case. */
export function findSchema(capabilities: Capabilities, urn: string): SchemaDefinition | undefined {
  return capabilities.schemas?.find((schema) => schema.id.toLowerCase() === urn.toLowerCase());
}

/** Whether the endpoint publishes an attribute as its own; what it refuses to this client alone is not. */
export const isReadOnly = ({ mutability, refused }: Attribute): boolean =>
  mutability === 'readOnly' && refused !== true;

/** Every attribute that the endpoint publishes for a resource type, core first, then extensions in their order. */
export function listAttributes(capabilities: Capabilities, name: 'User' | 'Group'): Located[] {
  const type = resourceType(capabilities, name);
  return type === undefined ? [] : [...published(capabilities, type).located];
}

/** What one state of /Schemas gives for a resource type: its attributes, and each by the names that requests know it by. */
interface Known {
  schemas: Capabilities['schemas'];
  located: readonly Located[];
  byPath: ReadonlyMap<string, Attribute>;
}

/** By resource type what was found last: every answer is looked at with it. */
const known = new WeakMap<ResourceType, Known>();

function published(capabilities: Capabilities, type: ResourceType): Known {
  const { schemas } = capabilities;
  const before = known.get(type);
  if (before !== undefined && before.schemas === schemas) return before;
  const located = locate(capabilities, type);
  const now = { schemas, located, byPath: indexed(located) };
  known.set(type, now);
  return now;
}

/** Attributes and sub-attributes by path, and core attributes behind their URN, too, in lower case; the first of a name counts. */
function indexed(located: readonly Located[]): Map<string, Attribute> {
  const byPath = new Map<string, Attribute>();
  const add = (path: string, attribute: Attribute) => {
    const lower = path.toLowerCase();
    if (!byPath.has(lower)) byPath.set(lower, attribute);
  };
  for (const { path, attribute, schema } of located) {
    add(path, attribute);
    add(`${schema}:${attribute.name}`, attribute);
    for (const sub of attribute.subAttributes) add(`${path}.${sub.name}`, sub);
  }
  return byPath;
}

function locate(capabilities: Capabilities, type: ResourceType): Located[] {
  const core = findSchema(capabilities, type.schema)?.attributes ?? [];
  return [
    ...core
      .filter((attribute) => !COMMON.has(attribute.name.toLowerCase()))
      .map((attribute) => ({ path: attribute.name, attribute, schema: type.schema, extension: false })),
    ...type.extensions.flatMap(({ schema }) =>
      (findSchema(capabilities, schema)?.attributes ?? []).map((attribute) => ({
        path: `${schema}:${attribute.name}`,
        attribute,
        schema,
        extension: true,
      })),
    ),
  ];
}

/** The attribute at a path such as `name.givenName` or `urn:...:User:manager`; `undefined` if not published. */
export function findAttribute(
  capabilities: Capabilities,
  name: 'User' | 'Group',
  path: string,
): Attribute | undefined {
  const type = resourceType(capabilities, name);
  return type && published(capabilities, type).byPath.get(path.toLowerCase());
}

/** Whether letter case counts in the value at a path of a resource: yes, unless the endpoint publishes that it does not. */
export function isCaseExact(capabilities: Capabilities, resource: Attributes, path: string): boolean {
  const schemas = member(resource, 'schemas');
  const isGroup = Array.isArray(schemas) && schemas.includes(GROUP);
  const published = findAttribute(capabilities, isGroup ? 'Group' : 'User', path);
  if (published === undefined) return true;
  const parts = published.subAttributes.length === 0 ? [published] : published.subAttributes;
  return parts.some(({ type, caseExact }) => type === 'string' && caseExact);
}

/**
 * How a request names what of an attribute is returned on request alone (RFC 7643 section 7): by its path or, where that
 * is one of its parts, by all that are shown, so that each value comes whole. Empty where a plain read shows everything.
 */
export function listRequested({ path, attribute }: Pick<Located, 'path' | 'attribute'>): string[] {
  const shown = attribute.subAttributes.filter(
    ({ returned, mutability }) => returned !== 'never' && mutability !== 'writeOnly',
  );
  if (shown.some(({ returned }) => returned === 'request')) return shown.map(({ name }) => `${path}.${name}`);
  return attribute.returned === 'request' ? [path] : [];
}

/** The query with which a read shows an attribute; none where a plain read does. */
export function queryFor(
  capabilities: Capabilities,
  name: 'User' | 'Group',
  path: string,
): Record<string, string> {
  const attribute = findAttribute(capabilities, name, path);
  const asked = attribute === undefined ? [] : listRequested({ path, attribute });
  return asked.length === 0 ? {} : { attributes: asked.join(',') };
}

/** Whether an attribute, or a part of its values, is returned on request alone. */
export const isOnRequest = (attribute: Attribute): boolean =>
  listRequested({ path: attribute.name, attribute }).length > 0;

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

/** Attributes of every resource: not published in /Schemas by most, fixed by RFC 7643 section 3.1. */
const COMMON = new Set(['id', 'externalid', 'meta', 'schemas']);

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

/** Every attribute that the endpoint publishes for a resource type, core first, then extensions in their order. */
export function listAttributes(capabilities: Capabilities, name: 'User' | 'Group'): Located[] {
  const type = resourceType(capabilities, name);
  return type === undefined ? [] : [...locatedIn(capabilities, type)];
}

/** By resource type what was found last, and in which schemas: every answer is looked at with it. */
const known = new WeakMap<ResourceType, { schemas: Capabilities['schemas']; located: readonly Located[] }>();

function locatedIn(capabilities: Capabilities, type: ResourceType): readonly Located[] {
  const { schemas } = capabilities;
  const before = known.get(type);
  if (before !== undefined && before.schemas === schemas) return before.located;
  const located = locate(capabilities, type);
  known.set(type, { schemas, located });
  return located;
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
  const lower = path.toLowerCase();
  for (const located of type === undefined ? [] : locatedIn(capabilities, type)) {
    const own = located.path.toLowerCase();
    if (own === lower || `${located.schema}:${located.attribute.name}`.toLowerCase() === lower)
      return located.attribute;
    const sub = located.attribute.subAttributes.find(
      (attribute) => `${own}.${attribute.name.toLowerCase()}` === lower,
    );
    if (sub !== undefined) return sub;
  }
  return undefined;
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

import { isDeepStrictEqual } from 'node:util';
import { fixed, invalid, syntax } from '../errors.ts';
import {
  isObject,
  isUnassigned,
  type SchemaAttribute,
  type SchemaDefinition,
  type ScimObject,
  type TypeDefinition,
} from '../model.ts';
import { attributeKey, find } from '../schemas/attributes.ts';
import { commonAttributes } from '../schemas/core.ts';
import type { Semantics } from '../semantics/index.ts';
import { take } from './values.ts';

/** What a body brought: its data in the schema's spelling, and the keys that it spoke of, nulls included. */
export interface Intake {
  data: ScimObject;
  supplied: Set<string>;
}

const externalId = find(commonAttributes, 'externalId') as SchemaAttribute;

/**
 * Reads the body of POST or PUT (RFC 7644 sections 3.3 and 3.5.1): names in any case, readOnly attributes and
 * `meta` passed over, unknown attributes passed over, values checked against their types.
 * @throws ScimProblem invalidSyntax, invalidValue
 */
export function readResource(body: unknown, type: TypeDefinition, semantics: Semantics): Intake {
  if (!isObject(body)) throw syntax('the body is one JSON object');
  checkSchemas(body, type);
  const intake: Intake = { data: {}, supplied: new Set() };
  for (const [name, value] of Object.entries(body)) {
    const extension = type.extensions.find(({ id }) => id.toLowerCase() === name.toLowerCase());
    if (extension) readExtension(value, extension, intake, semantics);
    else readAttribute(name, value, type, intake, semantics);
  }
  return intake;
}

function checkSchemas(body: ScimObject, type: TypeDefinition): void {
  const name = Object.keys(body).find((key) => key.toLowerCase() === 'schemas');
  const schemas = name === undefined ? undefined : body[name];
  if (!Array.isArray(schemas)) throw syntax('"schemas" is a list of schema URIs');
  // Entra lists URIs that no one here knows; only the base schema has to be among them.
  const base = type.base.id.toLowerCase();
  if (!schemas.some((uri) => typeof uri === 'string' && uri.toLowerCase() === base)) {
    throw invalid(`"schemas" lacks ${type.base.id}`);
  }
}

function readAttribute(
  name: string,
  value: unknown,
  type: TypeDefinition,
  intake: Intake,
  semantics: Semantics,
): void {
  const attribute = find([...type.base.attributes, externalId], name);
  if (!attribute) {
    const common = find(commonAttributes, name) !== undefined || name === '__proto__';
    if (semantics.keepsUnknown && !common) intake.data[name] = value;
    return;
  }
  if (attribute.mutability === 'readOnly' && !semantics.takesReadOnly(attribute)) return;
  intake.supplied.add(attributeKey(attribute).toLowerCase());
  refusePrimaries(value, attribute, semantics);
  const taken = take(value, attribute, semantics);
  if (taken !== undefined) intake.data[attribute.name] = taken;
}

function readExtension(
  value: unknown,
  extension: SchemaDefinition,
  intake: Intake,
  semantics: Semantics,
): void {
  if (isUnassigned(value)) return;
  if (!isObject(value)) throw invalid(`${extension.id} takes an object`);
  const data: ScimObject = {};
  for (const [name, inner] of Object.entries(value)) {
    const attribute = find(extension.attributes, name);
    if (!attribute) continue;
    if (attribute.mutability === 'readOnly' && !semantics.takesReadOnly(attribute)) continue;
    intake.supplied.add(attributeKey(attribute, extension.id).toLowerCase());
    refusePrimaries(inner, attribute, semantics);
    const taken = take(inner, attribute, semantics);
    if (taken !== undefined) data[attribute.name] = taken;
  }
  if (Object.keys(data).length > 0) intake.data[extension.id] = data;
}

function refusePrimaries(value: unknown, attribute: SchemaAttribute, semantics: Semantics): void {
  if (!semantics.refusesPrimaries || !Array.isArray(value) || !find(attribute.subAttributes, 'primary'))
    return;
  const raised = value.filter(
    (element) => isObject(element) && String(element.primary).toLowerCase() === 'true',
  );
  if (raised.length > 1) throw invalid(`${attribute.name} has more than one primary value`);
}

/**
 * Refuses a resource that lacks what its schemas require.
 * @throws ScimProblem invalidValue
 */
export function checkRequired(data: ScimObject, type: TypeDefinition, semantics: Semantics): void {
  const check = (holder: ScimObject, attributes: SchemaAttribute[]) => {
    for (const attribute of attributes) {
      const value = holder[attribute.name];
      if (semantics.requires(attribute) && (isUnassigned(value) || value === '')) {
        throw invalid(`${attribute.name} is required`);
      }
    }
  };
  check(data, type.base.attributes);
  for (const { id, attributes, required } of type.extensions) {
    const held = data[id];
    if (required || isObject(held)) check(isObject(held) ? held : {}, attributes);
  }
}

/** Fills in what the tenant decides where the client said nothing at all (RFC 7644 section 3.3). */
export function addDefaults(intake: Intake, type: TypeDefinition, semantics: Semantics): void {
  for (const [name, value] of Object.entries(semantics.defaults(type.name, intake.data))) {
    if (!find(type.base.attributes, name) || intake.supplied.has(name.toLowerCase())) continue;
    intake.data[name] = value;
  }
}

/**
 * The data of a resource after PUT: what the body has replaces what was stored.
 * @throws ScimProblem mutability where a set immutable attribute would change
 */
export function replaceData(
  stored: ScimObject,
  intake: Intake,
  type: TypeDefinition,
  semantics: Semantics,
): ScimObject {
  const data = replaceIn(
    stored,
    intake.data,
    [...type.base.attributes, externalId],
    undefined,
    intake,
    semantics,
  );
  for (const [name, value] of Object.entries(intake.data)) if (!Object.hasOwn(data, name)) data[name] = value;
  for (const extension of type.extensions) {
    const old = stored[extension.id];
    const fresh = intake.data[extension.id];
    const container = replaceIn(
      isObject(old) ? old : {},
      isObject(fresh) ? fresh : {},
      extension.attributes,
      extension.id,
      intake,
      semantics,
    );
    if (Object.keys(container).length > 0) data[extension.id] = container;
    else delete data[extension.id];
  }
  return data;
}

function replaceIn(
  stored: ScimObject,
  fresh: ScimObject,
  attributes: SchemaAttribute[],
  extension: string | undefined,
  intake: Intake,
  semantics: Semantics,
): ScimObject {
  const data: ScimObject = {};
  for (const attribute of attributes) {
    const old = stored[attribute.name];
    const given = fresh[attribute.name];
    const spoken = intake.supplied.has(attributeKey(attribute, extension).toLowerCase());
    if (attribute.mutability === 'immutable' && old !== undefined && spoken) {
      if (!isDeepStrictEqual(old, given) && !semantics.changesImmutable(attribute)) {
        throw fixed(`${attribute.name} keeps the value that it was given first`);
      }
    }
    const value = spoken ? given : (given ?? semantics.omitted(attribute, old));
    if (value !== undefined) data[attribute.name] = value;
  }
  return data;
}

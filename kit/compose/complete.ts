import { type Attributes, isObject } from '../../schemas/attributes.ts';
import type { Attribute, Capabilities } from '../../schemas/capabilities.ts';
import { findSchema, listAttributes, resourceType } from '../../schemas/lookup.ts';
import { nameIn } from './merge.ts';
import { type Ingredients, namesResources, sample, sampleSub } from './sample.ts';

type Kind = 'User' | 'Group';

/**
 * Adds to a body what the endpoint's schemas require and it does not speak of: attributes, those of extensions that are
 * required or present, and sub-attributes of the complex values in it. What the body names stays, null and undefined
 * included.
 */
export function complete(
  body: Attributes,
  kind: Kind,
  capabilities: Capabilities,
  ingredients: Ingredients,
): Attributes {
  addAttributes(body, kind, capabilities, ingredients);
  addExternalId(body, kind, capabilities, ingredients.unique);
  return completeValues(body, kind, capabilities, ingredients);
}

/** Adds to the complex values in a body the sub-attributes that its schemas require of them, and nothing else. */
export function completeValues(
  body: Attributes,
  kind: Kind,
  capabilities: Capabilities,
  ingredients: Ingredients,
): Attributes {
  for (const { attribute, schema, extension } of listAttributes(capabilities, kind)) {
    const holder = extension ? findPart(body, schema) : body;
    if (holder === undefined || attribute.type !== 'complex') continue;
    const name = nameIn(holder, attribute.name);
    const value = name === undefined ? undefined : holder[name];
    if (name === undefined || value === undefined) continue;
    const whole = (one: unknown) => (isObject(one) ? completed(one, attribute, ingredients) : one);
    holder[name] = Array.isArray(value) ? value.map(whole) : whole(value);
  }
  return body;
}

/** Whether a resource of this kind may have to name a user that exists: required managers and members. */
export function needsReferee(kind: Kind, capabilities: Capabilities): boolean {
  return listAttributes(capabilities, kind).some(
    ({ attribute }) => attribute.required && attribute.mutability !== 'readOnly' && namesResources(attribute),
  );
}

function addAttributes(
  body: Attributes,
  kind: Kind,
  capabilities: Capabilities,
  ingredients: Ingredients,
): void {
  const required = (resourceType(capabilities, kind)?.extensions ?? [])
    .filter((extension) => extension.required)
    .map(({ schema }) => schema);
  for (const { attribute, schema, extension } of listAttributes(capabilities, kind)) {
    if (!attribute.required || attribute.mutability === 'readOnly') continue;
    if (!extension) add(body, attribute, ingredients);
    else if (findPart(body, schema) !== undefined || required.includes(schema)) {
      const holder = heldAt(body, schema);
      if (holder !== undefined) add(holder, attribute, ingredients);
    }
  }
}

/** Adds an externalId where the schema of the type says that clients have to bring one (RFC 7643 section 3.1). */
function addExternalId(body: Attributes, kind: Kind, capabilities: Capabilities, unique: string): void {
  const { schema = '' } = resourceType(capabilities, kind) ?? {};
  const published = findSchema(capabilities, schema)?.attributes.find(({ name }) =>
    /^externalId$/i.test(name),
  );
  if (published?.required !== true || published.mutability === 'readOnly') return;
  if (nameIn(body, 'externalId') === undefined) body.externalId = unique;
}

function add(holder: Attributes, attribute: Attribute, ingredients: Ingredients): void {
  if (nameIn(holder, attribute.name) === undefined) holder[attribute.name] = sample(attribute, ingredients);
}

function completed(value: Attributes, attribute: Attribute, ingredients: Ingredients): Attributes {
  const missing = attribute.subAttributes.filter(
    (sub) => sub.required && sub.mutability !== 'readOnly' && nameIn(value, sub.name) === undefined,
  );
  if (missing.length === 0) return value;
  const added = missing.map((sub) => [sub.name, sampleSub(attribute, sub, ingredients)]);
  return { ...value, ...Object.fromEntries(added) };
}

/** The part of a body that holds an extension's attributes, where it has one. */
function findPart(body: Attributes, schema: string): Attributes | undefined {
  const name = nameIn(body, schema);
  const part = name === undefined ? undefined : body[name];
  return isObject(part) ? part : undefined;
}

/** The same, made where the body does not speak of the extension; `undefined` where it leaves it out on purpose. */
function heldAt(body: Attributes, schema: string): Attributes | undefined {
  if (nameIn(body, schema) !== undefined) return findPart(body, schema);
  const part: Attributes = {};
  body[schema] = part;
  return part;
}

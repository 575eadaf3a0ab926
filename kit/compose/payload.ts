import { type Attributes, GROUP, member, USER } from '../../schemas/attributes.ts';
import type { Attribute, Capabilities } from '../../schemas/capabilities.ts';
import { attributesOf, resourceType } from '../../schemas/lookup.ts';

/** How much a new user carries: what is required, what most endpoints want, or that and a password. */
export type Fullness = 0 | 1 | 2;

export interface PayloadOptions {
  capabilities: Capabilities;
  templates: { User?: Attributes; Group?: Attributes };
  domain: string;
}

/**
 * The smallest resource that this endpoint can be expected to accept: its required attributes, the template of the
 * settings, and a name of the run.
 * @param unique a name that only this run uses, beginning with its marker
 */
export function payload(
  type: 'User' | 'Group',
  unique: string,
  options: PayloadOptions,
  fullness: Fullness = 0,
): Attributes {
  const body: Attributes = { schemas: [type === 'User' ? USER : GROUP] };
  if (type === 'Group') body.displayName = unique;
  else Object.assign(body, { userName: `${unique}@${options.domain}` }, more(unique, options, fullness));
  addRequired(body, type, unique, options.capabilities);
  merge(body, options.templates[type] ?? {});
  return body;
}

function more(unique: string, options: PayloadOptions, fullness: Fullness): Attributes {
  if (fullness === 0) return {};
  const address = `${unique}@${options.domain}`;
  return {
    displayName: unique,
    name: { givenName: 'Conformance', familyName: unique },
    active: true,
    emails: [{ value: address, type: 'work', primary: true }],
    ...(fullness === 2 ? { password: `Pw-${unique}-9!` } : {}),
  };
}

function addRequired(
  body: Attributes,
  name: 'User' | 'Group',
  unique: string,
  capabilities: Capabilities,
): void {
  const required = new Set(
    resourceType(capabilities, name)
      ?.extensions.filter((extension) => extension.required)
      .map((extension) => extension.schema) ?? [],
  );
  for (const { attribute, schema, extension } of attributesOf(capabilities, name)) {
    if (!attribute.required || attribute.mutability === 'readOnly') continue;
    if (extension && !required.has(schema)) continue;
    const holder = extension ? extensionOf(body, schema) : body;
    if (member(holder, attribute.name) === undefined) holder[attribute.name] = sample(attribute, unique);
  }
}

function extensionOf(body: Attributes, schema: string): Attributes {
  if (body[schema] === undefined) {
    body[schema] = {};
    (body.schemas as string[]).push(schema);
  }
  return body[schema] as Attributes;
}

/** A valid value for an attribute: of its type, among its canonical values, with its required sub-attributes. */
export function sample(attribute: Attribute, unique: string): unknown {
  const one = sampleOne(attribute, unique);
  return attribute.multiValued ? [one] : one;
}

function sampleOne(attribute: Attribute, unique: string): unknown {
  switch (attribute.type) {
    case 'boolean':
      return true;
    case 'integer':
      return 42;
    case 'decimal':
      return 4.25;
    case 'dateTime':
      return '2020-02-29T12:34:56Z';
    case 'binary':
      return Buffer.from(unique).toString('base64');
    case 'reference':
      return `https://example.test/${unique}`;
    case 'complex': {
      // Of what is readOnly as a whole, a sample is what a client might try.
      const tried = attribute.mutability === 'readOnly';
      const written = attribute.subAttributes.filter((sub) => tried || sub.mutability !== 'readOnly');
      const wanted = written.filter((sub) => sub.required || sub.name === 'value');
      const chosen = wanted.length > 0 ? wanted : written.slice(0, 1);
      return Object.fromEntries(chosen.map((sub) => [sub.name, sample(sub, unique)]));
    }
    default:
      return attribute.canonicalValues[0] ?? (isAddress(attribute.name) ? `${unique}@example.test` : unique);
  }
}

const isAddress = (name: string): boolean => /mail/i.test(name);

function merge(into: Attributes, from: Attributes): void {
  for (const [name, value] of Object.entries(from)) {
    if (name === '__proto__') continue;
    if (name === 'schemas' && Array.isArray(value))
      into.schemas = [...new Set([...(into.schemas as string[]), ...value])];
    else into[name] = value;
  }
}

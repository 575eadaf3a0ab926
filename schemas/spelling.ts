import { ASSUMED_SCHEMAS } from './assumed.ts';
import { type Attributes, isObject } from './attributes.ts';
import type { Attribute, Capabilities } from './capabilities.ts';
import { findSchema, resourceType } from './lookup.ts';

/** Attributes of every resource (RFC 7643 section 3.1), and what meta holds. */
const COMMON = ['schemas', 'id', 'externalId', 'meta'];
const META = ['resourceType', 'created', 'lastModified', 'location', 'version'];

type Names = Map<string, { name: string; attribute?: Attribute }>;

/**
 * A resource with its attributes named as the schemas name them, whose letter case does not count (RFC 7643 section
 * 2.1): what is read is compared and sent back under one spelling. Unknown names stay as they came.
 */
export function spelled(
  resource: Attributes,
  capabilities: Capabilities,
  kind: 'User' | 'Group',
): Attributes {
  const type = resourceType(capabilities, kind);
  const core = findAttributes(capabilities, type?.schema ?? '') ?? assumedAttributes(kind);
  const names = collectNames(core);
  for (const name of COMMON) names.set(name.toLowerCase(), { name });
  const result = renamed(resource, names);
  if (isObject(result.meta)) result.meta = renamed(result.meta, new Map(META.map(spellingEntry)));
  for (const { schema } of type?.extensions ?? []) {
    const written = Object.keys(result).find((name) => name.toLowerCase() === schema.toLowerCase());
    const part = written === undefined ? undefined : result[written];
    if (written === undefined || !isObject(part)) continue;
    if (written !== schema) delete result[written];
    result[schema] = renamed(part, collectNames(findAttributes(capabilities, schema) ?? []));
  }
  return result;
}

function findAttributes(capabilities: Capabilities, urn: string): Attribute[] | undefined {
  return findSchema(capabilities, urn)?.attributes;
}

function assumedAttributes(kind: 'User' | 'Group'): Attribute[] {
  return ASSUMED_SCHEMAS.find(({ name }) => name === kind)?.attributes ?? [];
}

const spellingEntry = (name: string): [string, { name: string }] => [name.toLowerCase(), { name }];

function collectNames(attributes: Attribute[]): Names {
  return new Map(
    attributes.map((attribute) => [attribute.name.toLowerCase(), { name: attribute.name, attribute }]),
  );
}

function renamed(value: Attributes, names: Names): Attributes {
  const result: Attributes = {};
  for (const [written, inner] of Object.entries(value)) {
    const known = names.get(written.toLowerCase());
    const name = known?.name ?? written;
    // The exact spelling wins over another one of the same name.
    if (name !== written && Object.hasOwn(value, name)) continue;
    const subs = known?.attribute?.subAttributes ?? [];
    const below = subs.length === 0 ? inner : inside(inner, collectNames(subs));
    Object.defineProperty(result, name, {
      value: below,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return result;
}

function inside(value: unknown, names: Names): unknown {
  if (Array.isArray(value)) return value.map((one) => inside(one, names));
  return isObject(value) ? renamed(value, names) : value;
}

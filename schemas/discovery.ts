import { ASSUMED_RESOURCE_TYPES, ASSUMED_SCHEMAS } from './assumed.ts';
import { isObject } from './attributes.ts';
import type { Attribute, Capabilities, Feature, ResourceType, SchemaDefinition } from './capabilities.ts';
import { interpretEndpoint } from './endpoints.ts';
import { present } from './present.ts';

/** The bodies of the three discovery endpoints; `undefined` where one did not answer 200 with JSON. */
export interface DiscoveryBodies {
  serviceProviderConfig: unknown;
  resourceTypes: unknown;
  schemas: unknown;
}

const FEATURES: Feature[] = ['patch', 'bulk', 'filter', 'changePassword', 'sort', 'etag'];

/** What a client takes for granted of an endpoint that publishes nothing readable. */
export interface Assumptions {
  features?: Partial<Record<Feature, boolean>>;
  resourceTypes?: boolean;
  schemas?: boolean;
}

/**
 * What an endpoint says of itself, member by member, and where it is silent what is assumed of it
 * (RFC 7643 sections 5 to 7). Malformed members count as silence, never as an answer.
 * @param url the tenant URL, without trailing slash
 */
export function readCapabilities(
  bodies: DiscoveryBodies,
  { assume }: { assume: Assumptions },
  target: Capabilities['target'],
  url: string,
): Capabilities {
  const assumed: string[] = [];
  const config = isObject(bodies.serviceProviderConfig) ? bodies.serviceProviderConfig : {};
  const features = {} as Capabilities['features'];
  for (const feature of FEATURES) {
    const declared = get(get(config, feature), 'supported');
    const fallback = assume.features?.[feature];
    features[feature] = typeof declared === 'boolean' ? declared : fallback;
    if (typeof declared !== 'boolean' && fallback !== undefined) assumed.push(feature);
  }
  const declaredTypes = readResourceTypes(bodies.resourceTypes, url);
  const declaredSchemas = resources(bodies.schemas)?.flatMap(readSchema);
  const types = declaredTypes ?? (assume.resourceTypes ? ASSUMED_RESOURCE_TYPES : undefined);
  const schemas = declaredSchemas ?? (assume.schemas ? ASSUMED_SCHEMAS : undefined);
  if (declaredTypes === undefined && types !== undefined) assumed.push('resourceTypes');
  if (declaredSchemas === undefined && schemas !== undefined) assumed.push('schemas');
  const pagination = readPagination(get(config, 'pagination'));
  return {
    features,
    bulk: numbers(get(config, 'bulk'), ['maxOperations', 'maxPayloadSize']),
    filter: numbers(get(config, 'filter'), ['maxResults']),
    ...present({ pagination }),
    authenticationSchemes: list(get(config, 'authenticationSchemes')).flatMap((scheme) =>
      texts(get(scheme, 'type')),
    ),
    resourceTypes: types,
    schemas,
    assumed,
    target,
  };
}

/** The attributes of a published schema with the defaults of RFC 7643 section 2.2 where it is silent. */
function readAttribute(value: unknown): Attribute[] {
  const name = get(value, 'name');
  if (typeof name !== 'string' || name === '') return [];
  const type = text(get(value, 'type')) ?? 'string';
  return [
    {
      name,
      type,
      multiValued: get(value, 'multiValued') === true,
      required: get(value, 'required') === true,
      caseExact: get(value, 'caseExact') === true,
      mutability: oneOf(
        get(value, 'mutability'),
        ['readOnly', 'readWrite', 'immutable', 'writeOnly'],
        'readWrite',
      ),
      returned: oneOf(get(value, 'returned'), ['always', 'never', 'default', 'request'], 'default'),
      uniqueness: oneOf(get(value, 'uniqueness'), ['none', 'server', 'global'], 'none'),
      canonicalValues: list(get(value, 'canonicalValues')).flatMap(texts),
      referenceTypes: list(get(value, 'referenceTypes')).flatMap(texts),
      subAttributes: list(get(value, 'subAttributes')).flatMap(readAttribute),
    },
  ];
}

function readSchema(value: unknown): SchemaDefinition[] {
  const id = text(get(value, 'id'));
  const attributes = get(value, 'attributes');
  if (id === undefined || !Array.isArray(attributes)) return [];
  return [{ id, name: text(get(value, 'name')) ?? id, attributes: attributes.flatMap(readAttribute) }];
}

/** The resource types of /ResourceTypes that can be addressed; undefined where the body is no list. */
export function readResourceTypes(body: unknown, url: string): ResourceType[] | undefined {
  return resources(body)?.flatMap((type) => readResourceType(type, url));
}

function readResourceType(value: unknown, url: string): ResourceType[] {
  const name = text(get(value, 'name'));
  const endpoint = text(get(value, 'endpoint'));
  const schema = text(get(value, 'schema'));
  if (name === undefined || endpoint === undefined || schema === undefined) return [];
  // An address that leads out of the tenant, or is none, is no claim that a run could act on.
  const { relative, absolute, usual } = interpretEndpoint(endpoint, schema, url);
  const path = relative ?? absolute ?? usual;
  if (path === undefined) return [];
  const extensions = list(get(value, 'schemaExtensions')).flatMap((extension) => {
    const urn = text(get(extension, 'schema'));
    return urn === undefined ? [] : [{ schema: urn, required: get(extension, 'required') === true }];
  });
  return [
    {
      name,
      endpoint: path,
      declared: endpoint,
      schema,
      extensions,
    },
  ];
}

function readPagination(value: unknown): Capabilities['pagination'] {
  if (!isObject(value)) return undefined;
  const method = text(get(value, 'defaultPaginationMethod'));
  return {
    index: get(value, 'index') === true,
    cursor: get(value, 'cursor') === true,
    ...present({ defaultPaginationMethod: method }),
    ...numbers(value, ['defaultPageSize', 'maxPageSize', 'cursorTimeout']),
  };
}

/** The resources of a list answer: a ListResponse or, tolerated here and judged elsewhere, a bare array. */
function resources(body: unknown): unknown[] | undefined {
  if (Array.isArray(body)) return body;
  const found = get(body, 'Resources');
  return Array.isArray(found) ? found : undefined;
}

function numbers<K extends string>(value: unknown, names: K[]): Partial<Record<K, number>> {
  const found: Partial<Record<K, number>> = {};
  for (const name of names) {
    const number = get(value, name);
    if (typeof number === 'number' && Number.isFinite(number)) found[name] = number;
  }
  return found;
}

function oneOf<T extends string>(value: unknown, allowed: T[], fallback: T): T {
  return allowed.find((one) => one.toLowerCase() === String(value).toLowerCase()) ?? fallback;
}

function get(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
const texts = (value: unknown): string[] => (typeof value === 'string' ? [value] : []);

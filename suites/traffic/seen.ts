import { isList } from '../../kit/check/must.ts';
import type { RuleContext } from '../../kit/check/rule.ts';
import { isDiscovery } from '../../kit/wire/paths.ts';
import type { Answered } from '../../kit/wire/request.ts';
import { type Attributes, isObject, member } from '../../schemas/attributes.ts';
import type { Attribute, ResourceType } from '../../schemas/capabilities.ts';
import { findSchema } from '../../schemas/lookup.ts';

/** A representation of a user, a group or another resource in an answer. */
export interface Seen {
  resource: Attributes;
  /** Its resource type, where the address or meta.resourceType tells. */
  type: ResourceType | undefined;
}

const MESSAGES = 'urn:ietf:params:scim:api:messages:';

/** The path of a request without its query and without a slash at the end. */
function pathAsked(answered: Answered): string {
  return (answered.request.path.split('?')[0] ?? '').replace(/\/+$/, '');
}

/** Whether an answer is that of an address of SCIM which is not mangled: no gateway has answered in its place. */
export function ofKnownAddress(answered: Answered, { capabilities }: RuleContext): boolean {
  const bare = pathAsked(answered);
  if (bare.length > 500 || /%(00|2e|2f|5c)|[^\w%./:@~-]|\/\./i.test(bare.replace(/\/\.search$/, '')))
    return false;
  if (isDiscovery(bare) || ['', '/.search', '/Bulk', '/Me'].includes(bare)) return true;
  const endpoints = capabilities.resourceTypes?.map(({ endpoint }) => endpoint) ?? ['/Users', '/Groups'];
  return endpoints.some((endpoint) => {
    const rest = bare.slice(endpoint.length + 1);
    return bare === endpoint || (bare.startsWith(`${endpoint}/`) && !rest.includes('/'));
  });
}

/** Whether the client asked for a part of the attributes only. */
export function isProjected({ request }: Answered): boolean {
  if (/[?&](attributes|excludedAttributes)=/i.test(request.path)) return true;
  return request.reads === true && /"(attributes|excludedAttributes)"/i.test(request.body ?? '');
}

/** The data resources in a successful answer: what discovery endpoints publish is none. */
export function resourcesIn(answered: Answered, context: RuleContext): Seen[] {
  let known = looked.get(answered);
  if (known === undefined) {
    known = look(answered, context);
    looked.set(answered, known);
  }
  return known;
}

/** A dozen rules look at each answer: it is taken apart once. */
const looked = new WeakMap<Answered, Seen[]>();

function look(answered: Answered, context: RuleContext): Seen[] {
  const { request, response } = answered;
  if (!response.ok || !isObject(response.json) || request.method === 'DELETE') return [];
  const bare = pathAsked(answered);
  if (isDiscovery(bare) || bare === '/Bulk' || !ofKnownAddress(answered, context)) return [];
  const schemas = member(response.body, 'schemas');
  if (isList(response)) {
    const listed = member(response.body, 'Resources');
    return Array.isArray(listed) ? listed.filter(isObject).map((one) => seen(one, bare, context)) : [];
  }
  const message = Array.isArray(schemas) && schemas.some((urn) => String(urn).startsWith(MESSAGES));
  const single =
    !bare.endsWith('/.search') && bare !== '' && !(request.method === 'GET' && isEndpoint(bare, context));
  return message || !single ? [] : [seen(response.body, bare, context)];
}

function isEndpoint(bare: string, { capabilities }: RuleContext): boolean {
  return (
    capabilities.resourceTypes?.some(({ endpoint }) => endpoint === bare) ?? /^\/(Users|Groups)$/.test(bare)
  );
}

function seen(resource: Attributes, bare: string, { capabilities }: RuleContext): Seen {
  const types = capabilities.resourceTypes ?? [];
  const named = member(member(resource, 'meta'), 'resourceType');
  const type =
    types.find(({ endpoint }) => bare === endpoint || bare.startsWith(`${endpoint}/`)) ??
    types.find(({ name }) => name === named);
  return { resource, type };
}

/** A value in a representation together with the attribute that describes it. */
export interface Described {
  /** As findings name it, such as `User.emails.primary`. */
  key: string;
  attribute: Attribute;
  value: unknown;
}

/** Every value of a representation that a published schema describes, null and absent ones left out. */
export function describedIn({ resource, type }: Seen, { capabilities }: RuleContext): Described[] {
  if (type === undefined) return [];
  const own = findSchema(capabilities, type.schema)?.attributes ?? [];
  const found = own.flatMap((attribute) => describe(`${type.name}.${attribute.name}`, attribute, resource));
  for (const { schema } of type.extensions) {
    const container = member(resource, schema);
    for (const attribute of findSchema(capabilities, schema)?.attributes ?? [])
      found.push(...describe(`${schema}:${attribute.name}`, attribute, container));
  }
  return found;
}

function describe(key: string, attribute: Attribute, holder: unknown): Described[] {
  const value = member(holder, attribute.name);
  if (value === undefined || value === null) return [];
  const elements = Array.isArray(value) ? value : [value];
  return [
    { key, attribute, value },
    ...elements
      .filter(isObject)
      .flatMap((element) =>
        attribute.subAttributes.flatMap((sub) => describe(`${key}.${sub.name}`, sub, element)),
      ),
  ];
}

/** The first breach of each key: a list of a thousand resources says the same thing once. */
export function once<T extends { key: string }>(breaches: T[]): T[] {
  return [...new Map(breaches.reverse().map((breach) => [breach.key, breach])).values()].reverse();
}

import { evaluateCondition } from '../../config/conditions/evaluate.ts';
import type { CheckTools } from '../../kit/check/check.ts';
import type { Given } from '../../kit/check/given.ts';
import type { Owned } from '../../kit/check/reader.ts';
import type { Scim } from '../../kit/check/scim.ts';
import { changed, merge } from '../../kit/compose/merge.ts';
import { Blocked } from '../../kit/errors.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, at, equal, isObject, member } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { attributesOf } from '../../schemas/lookup.ts';

export type Kind = 'User' | 'Group';

/** The kinds of resource that the endpoint serves and the profile provisions. */
export function kindsOf({ capabilities, profile }: Pick<CheckTools, 'capabilities' | 'profile'>): Kind[] {
  const served = (name: string) => evaluateCondition(name, capabilities, profile, 'kinds').state === 'met';
  return (['User', 'Group'] as const).filter((kind) => served(kind === 'User' ? 'users' : 'groups'));
}

/** Where resources of a kind are. */
export function endpointOf(given: Given, kind: Kind): string {
  return kind === 'User' ? given.users : given.groups;
}

/** A new resource of a kind, the smallest that the endpoint accepts. */
export function made(given: Given, kind: Kind, attributes: Attributes = {}): Promise<Owned> {
  return kind === 'User' ? given.user(attributes) : given.group(attributes);
}

/**
 * The answer to a step that a shared fixture took, for claims about what came after it.
 * @throws Blocked naming the step where it was refused
 */
export function taken(step: string, answer: ScimResponse): ScimResponse {
  if (answer.ok) return answer;
  const { status, exchange } = answer;
  const request = `${answer.method} ${answer.template}`;
  throw new Blocked({ step, request, status, signature: `${request} answered ${status}`, exchange });
}

/**
 * The path that a `$ref` in a resource names. It counts from the tenant URL (RFC 7643 section 2.3.7) or, as in the
 * RFC's own example, from the resource; `undefined` where it leads elsewhere.
 */
export function placeIn(scim: Scim, resource: Owned, ref: string): string | undefined {
  const base = `${scim.url}${resource.path}`;
  return scim.pathOf(ref) ?? (URL.canParse(ref, base) ? scim.pathOf(new URL(ref, base).href) : undefined);
}

/**
 * The body of a PUT that changes nothing but what is given: the representation, and of what was sent the required
 * attributes that no answer shows.
 */
export function replacement(
  capabilities: Capabilities,
  resource: Owned,
  read: Attributes,
  changes: Attributes = {},
): Attributes {
  const kind: Kind = member(resource.sent, 'userName') === undefined ? 'Group' : 'User';
  const unseen = attributesOf(capabilities, kind).filter(
    ({ attribute, path }) =>
      attribute.required && at(read, path) === undefined && at(resource.sent, path) !== undefined,
  );
  const body = structuredClone(read);
  for (const { attribute, schema, extension, path } of unseen) {
    const value = at(resource.sent, path);
    if (extension) merge(body, { [schema]: { [attribute.name]: value } });
    else body[attribute.name] = value;
  }
  return changed(body, changes);
}

/**
 * Paths of attributes that the first representation has and the second has otherwise. Left out: what is returned
 * on request or never, and of meta what may move between two answers.
 */
export function differing(
  capabilities: Capabilities,
  kind: Kind,
  first: Attributes,
  second: Attributes,
): string[] {
  const unsteady = new Set(
    attributesOf(capabilities, kind)
      .filter(({ attribute }) => attribute.returned === 'request' || attribute.returned === 'never')
      .map(({ path }) => path.toLowerCase()),
  );
  return Object.keys(first).flatMap((name) => {
    if (name.toLowerCase() === 'meta') {
      const type = (resource: Attributes) => member(member(resource, 'meta'), 'resourceType');
      return equal(type(first), type(second)) ? [] : ['meta.resourceType'];
    }
    if (name.toLowerCase().startsWith('urn:') && isObject(first[name])) {
      return Object.keys(first[name])
        .filter((inner) => !unsteady.has(`${name}:${inner}`.toLowerCase()))
        .filter((inner) => !equal(member(first[name], inner), member(member(second, name), inner)))
        .map((inner) => `${name}:${inner}`);
    }
    if (unsteady.has(name.toLowerCase())) return [];
    return equal(first[name], member(second, name)) ? [] : [name];
  });
}

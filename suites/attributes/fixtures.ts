import { type Fixture, fixture, type Given } from '../../kit/check/given.ts';
import type { Owned } from '../../kit/check/reader.ts';
import type { Scim } from '../../kit/check/scim.ts';
import { type Attributes, at } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { type Located, listAttributes } from '../../schemas/lookup.ts';
import { present } from '../../schemas/present.ts';
import type { Kind } from '../fixtures/kinds.ts';
import { type Ingredients, valueFor } from './samples.ts';

/** A resource of the run with a value for many published attributes at once, and how it read back. */
export interface Populated {
  kind: Kind;
  resource: Owned;
  /** The attributes that were sent, without those that `given` adds. */
  sent: Located[];
  read: Attributes;
}

/** Refusals after which the attributes that are left are given up. */
const SPLITS = 10;

/**
 * Resources that together carry a value for every attribute that a client may write and that the endpoint takes:
 * one of each kind where it takes them all. An endpoint that refuses the whole is asked for halves. Nobody may
 * change them.
 */
export function populated(kind: Kind): Fixture<Populated[]> {
  return fixture(`attributes.${kind}`, async ({ given, scim, capabilities }): Promise<Populated[]> => {
    const user = await given.user();
    const wanted = writable(capabilities, kind).filter(({ attribute }) => !isName(attribute.name));
    const made: Populated[] = [];
    const queue = [wanted];
    for (let tries = 0; queue.length > 0 && tries <= SPLITS; tries += 1) {
      const part = queue.shift() ?? [];
      const resource = await create(given, scim, kind, composePayload(part, ingredients(given, user.id)));
      if (resource !== undefined) {
        const read = await given.readPlainly(resource);
        await lookForSecrets(scim, resource, part);
        made.push({ kind, resource, sent: part, read });
      } else if (part.length > 1) {
        const half = Math.ceil(part.length / 2);
        queue.push(part.slice(0, half), part.slice(half));
      }
    }
    if (made.length === 0) {
      const resource = await (kind === 'User' ? given.user() : given.group());
      made.push({ kind, resource, sent: [], read: await given.readPlainly(resource) });
    }
    return made;
  });
}

/** What values of this check are made of. */
export function ingredients(given: Given, user?: string, second = false): Ingredients {
  const [unique = '', domain = ''] = given.address().split('@');
  return { unique, domain, second, ...present({ user }) };
}

/** Attributes of a kind that a client may write. */
function writable(capabilities: Capabilities, kind: Kind): Located[] {
  return listAttributes(capabilities, kind).filter(({ attribute }) => attribute.mutability !== 'readOnly');
}

/** The attributes of a payload with a value for each of these, extensions in their containers. */
export function composePayload(located: Located[], from: Ingredients): Attributes {
  const body: Attributes = {};
  for (const { attribute, schema, extension } of located) {
    const value = valueFor(attribute, from);
    if (value === undefined) continue;
    if (!extension) body[attribute.name] = value;
    else body[schema] = { ...((body[schema] as Attributes | undefined) ?? {}), [attribute.name]: value };
  }
  return body;
}

/** The value of an attribute in a resource. */
export const valueAt = (resource: Attributes, { path }: Located): unknown => at(resource, path);

/** A name for an attribute in the keys of findings: `User.nickName`, or behind its extension's URN. */
export function makeKey(kind: Kind, { path, extension }: Located): string {
  return extension ? path : `${kind}.${path}`;
}

/** Attributes whose values name the resource: `given` sets them, others have their own checks. */
function isName(name: string): boolean {
  return /^(userName|active)$/i.test(name);
}

async function create(
  own: Given,
  scim: Scim,
  kind: Kind,
  attributes: Attributes,
): Promise<Owned | undefined> {
  const endpoint = kind === 'User' ? own.users : own.groups;
  const sent = own.payload(kind, attributes);
  const answer = await scim.post(endpoint, sent).as('given', `create a ${kind} with many attributes`);
  return answer.ok ? own.madeBy(kind, answer, sent) : undefined;
}

/** Names what must never be returned, so that the rules over all traffic have something to look at. */
async function lookForSecrets(scim: Scim, { path }: Owned, sent: Located[]): Promise<void> {
  const secret = sent.filter(
    ({ attribute }) => attribute.returned === 'never' || attribute.mutability === 'writeOnly',
  );
  if (secret.length === 0) return;
  const attributes = secret.map((located) => located.path).join(',');
  await scim.get(path, { query: { attributes } }).as('given', 'name what is never returned');
}

import { type Attributes, GROUP, isObject, isQualified, USER } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { present } from '../../schemas/present.ts';
import { complete } from './complete.ts';
import { merge, nameIn } from './merge.ts';
import { composePassword, type Ingredients, listTypes } from './sample.ts';

/** How much a new user carries: what is required, what most endpoints want, or that and a password. */
export type Fullness = 0 | 1 | 2;

export interface PayloadOptions {
  capabilities: Capabilities;
  templates: { User?: Attributes; Group?: Attributes };
  domain: string;
  /** Id of a user of the run that stays to its end; see `needsReferee`. */
  referee?: string | undefined;
}

/**
 * A resource that this endpoint can be expected to accept: what its schemas require, the template of the settings, a
 * name of the run, and these attributes on top.
 * @param unique a name that only this run uses, beginning with its marker
 * @param attributes merged deeply; one that is undefined is left out on purpose
 */
export function payload(
  kind: 'User' | 'Group',
  unique: string,
  options: PayloadOptions,
  fullness: Fullness = 0,
  attributes: Attributes = {},
): Attributes {
  const { capabilities, domain, templates, referee } = options;
  const ingredients = { unique, domain, referee };
  const body: Attributes = {};
  if (kind === 'Group') body.displayName = unique;
  else Object.assign(body, { userName: `${unique}@${domain}` }, usual(capabilities, ingredients, fullness));
  const { schemas: templateSchemas = [], ...template } = templates[kind] ?? {};
  merge(body, template);
  const { schemas, ...own } = attributes;
  merge(body, own);
  complete(body, kind, capabilities, ingredients);
  const listed = [kind === 'User' ? USER : GROUP, ...(templateSchemas as string[]), ...extensionsIn(body)];
  return { schemas: 'schemas' in attributes ? schemas : [...new Set(listed)], ...body };
}

/**
 * The body that a client composed by itself, with what this endpoint's schemas require beside it; its own values and
 * the list of its schemas stay.
 */
export function completedBody(
  kind: 'User' | 'Group',
  unique: string,
  { capabilities, domain, templates, referee }: PayloadOptions,
  client: Attributes,
): Attributes {
  const { schemas: templateSchemas = [], ...template } = templates[kind] ?? {};
  const added = complete(
    withoutEmpty(merge(merge({}, template), client), kind, capabilities),
    kind,
    capabilities,
    { unique, domain, referee },
  );
  const listed = Array.isArray(client.schemas) ? (client.schemas as string[]) : [];
  const schemas = [...new Set([...listed, ...(templateSchemas as string[]), ...extensionsIn(added)])];
  // The order of the client's own members is the client's.
  const names = Object.keys(client).filter((name) => name !== 'schemas');
  const order = [
    ...names.filter((name) => name in added),
    ...Object.keys(added).filter((name) => nameIn(client, name) === undefined),
  ];
  return { schemas, ...Object.fromEntries(order.map((name) => [name, added[name]])) };
}

/** A body without the empty lists of attributes that may not be empty: clients send some whatever the schemas say. */
function withoutEmpty(body: Attributes, kind: 'User' | 'Group', capabilities: Capabilities): Attributes {
  const isLacking = ([name, value]: [string, unknown]) =>
    Array.isArray(value) && value.length === 0 && findAttribute(capabilities, kind, name)?.required === true;
  return Object.fromEntries(Object.entries(body).filter((entry) => !isLacking(entry)));
}

/** URNs of the extensions that a body carries. */
function extensionsIn(body: Attributes): string[] {
  return Object.keys(body).filter(
    (name) => isQualified(name) && (isObject(body[name]) || body[name] === null),
  );
}

/** What most endpoints want of a new user, as far as they publish it. */
function usual(capabilities: Capabilities, ingredients: Ingredients, fullness: Fullness): Attributes {
  if (fullness === 0) return {};
  const { unique, domain } = ingredients;
  const [type] = listTypes(findAttribute(capabilities, 'User', 'emails'));
  const wishes: Attributes = {
    displayName: unique,
    name: { givenName: 'Conformance', familyName: unique },
    active: true,
    emails: [{ value: `${unique}@${domain}`, ...present({ type }), primary: true }],
    ...(fullness === 2 ? { password: composePassword(unique) } : {}),
  };
  if (capabilities.schemas === undefined) return wishes;
  return Object.fromEntries(
    Object.entries(wishes).filter(([name]) => {
      const published = findAttribute(capabilities, 'User', name);
      // What is written and not shown would have the same text as what is shown.
      const hidden = name !== 'password' && published?.returned === 'never' && !published.required;
      return published !== undefined && published.mutability !== 'readOnly' && !hidden;
    }),
  );
}

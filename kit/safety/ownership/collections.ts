import { type Attributes, GROUP, member, USER } from '../../../schemas/attributes.ts';
import type { Capabilities } from '../../../schemas/capabilities.ts';
import { findSchema } from '../../../schemas/lookup.ts';
import { placeBelow } from '../../wire/paths.ts';

/** Where resources of one type are, and what they are named by. */
export interface Collection {
  /** Below the tenant URL, such as `/Users`. */
  endpoint: string;
  /** Attributes that may carry a resource's name, the first one first: strings of the top level, none of `meta`. */
  naming: string[];
  /** Those of them that the endpoint publishes as returned on request alone (RFC 7643 section 7). */
  onRequest?: string[];
  /** When its resources are removed: those that refer to others before those that are referred to. */
  turn: number;
}

/** Users where the endpoint publishes nothing else. */
export const USERS: Collection = {
  endpoint: '/Users',
  naming: ['userName', 'displayName', 'externalId'],
  turn: 2,
};
const GROUPS: Collection = { endpoint: '/Groups', naming: ['displayName', 'externalId'], turn: 1 };

/** The collections of an endpoint as it publishes them, and the usual two where it publishes others. */
export function listCollections(capabilities: Pick<Capabilities, 'resourceTypes' | 'schemas'>): Collection[] {
  const published = (capabilities.resourceTypes ?? []).map(({ endpoint, name, schema }): Collection => {
    const usual = schema === USER || name === 'User' ? USERS : GROUPS;
    const named =
      usual === USERS || schema === GROUP || name === 'Group'
        ? { ...usual, endpoint }
        : { endpoint, naming: namesIn(capabilities, schema), turn: 0 };
    const hidden = named.naming.filter((one) => isOnRequest(capabilities, schema, one));
    return hidden.length === 0 ? named : { ...named, onRequest: hidden };
  });
  const known = new Set(published.map(({ endpoint }) => endpoint));
  return [...published, ...[USERS, GROUPS].filter(({ endpoint }) => !known.has(endpoint))];
}

/** The collection that a path is, or is one segment below; `undefined` where it is neither. */
export function findCollection(collections: readonly Collection[], bare: string): Collection | undefined {
  const path = bare.replace(/\/+$/, '');
  return collections.find(({ endpoint }) => endpoint === path || placeBelow(endpoint, path) !== undefined);
}

/**
 * Where what a create in a bulk request makes is looked for: among the users where its path, which may be the mistake
 * that a check is about, names nothing.
 */
export const findAimedAt = (collections: readonly Collection[], path: string): Collection =>
  collections.find(({ endpoint }) => path.startsWith(endpoint)) ?? USERS;

/** The query that asks a resource for its names, where a plain read may not show them all. */
export function namesQuery(collections: readonly Collection[], path: string): string | undefined {
  const { naming = [], onRequest } = findCollection(collections, path) ?? {};
  return onRequest === undefined ? undefined : `attributes=${[...naming, 'meta'].join(',')}`;
}

function isOnRequest(
  capabilities: Pick<Capabilities, 'resourceTypes' | 'schemas'>,
  urn: string,
  name: string,
): boolean {
  const attributes = findSchema(capabilities as Capabilities, urn)?.attributes ?? [];
  return attributes.some(
    (one) => one.returned === 'request' && one.name.toLowerCase() === name.toLowerCase(),
  );
}

/** The name that a resource shows in one of these attributes: the first that is a text. */
export function readName(resource: Attributes, naming: readonly string[]): string | undefined {
  return naming
    .map((attribute) => member(resource, attribute))
    .find((value): value is string => typeof value === 'string' && value !== '');
}

/** What a type of its own is named by: its usual names, then what its schema says is required or unique. */
function namesIn(capabilities: Pick<Capabilities, 'resourceTypes' | 'schemas'>, urn: string): string[] {
  const texts = (findSchema(capabilities as Capabilities, urn)?.attributes ?? []).filter(
    ({ type, multiValued, mutability }) => type === 'string' && !multiValued && mutability !== 'readOnly',
  );
  const distinct = texts.filter(({ required, uniqueness }) => required || uniqueness !== 'none');
  return [...new Set([...distinct.map(({ name }) => name), 'displayName', 'name', 'externalId'])];
}

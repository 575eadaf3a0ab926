import type { Given } from '../../kit/check/given.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { findAttribute } from '../../schemas/lookup.ts';

/** Attributes whose shape every client knows: what the endpoint publishes of them, writable and not required. */
const USUAL = ['displayName', 'nickName', 'title', 'name', 'emails'];

/** Paths of the usual optional attributes that this endpoint publishes as readWrite. */
export function optionalPaths(capabilities: Capabilities): string[] {
  return USUAL.filter((path) => {
    const published = findAttribute(capabilities, 'User', path);
    if (published === undefined || published.required || published.mutability !== 'readWrite') return false;
    if (published.returned === 'never' || published.returned === 'request') return false;
    if (path === 'name') return findAttribute(capabilities, 'User', 'name.familyName') !== undefined;
    if (path === 'emails') return published.multiValued;
    return published.type === 'string' && published.canonicalValues.length === 0;
  });
}

/** A value of the shape of a usual attribute, which holds a name of the run. */
export function sampleAt(path: string, given: Given, unique = given.unique()): unknown {
  if (path === 'name') return { familyName: unique, givenName: 'Conny' };
  if (path === 'emails') return [{ value: `${unique}@${domainOf(given)}`, type: 'work' }];
  return unique;
}

/** The domain of the run's addresses, as the settings have it. */
export function domainOf(given: Given): string {
  return given.address().split('@')[1] ?? '';
}

/** The path of a plain string attribute that every write may carry; externalId where there is no other. */
export function plainPath(capabilities: Capabilities): string {
  return optionalPaths(capabilities).find((path) => path !== 'name' && path !== 'emails') ?? 'externalId';
}

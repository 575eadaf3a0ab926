import type { Given } from '../../kit/check/given.ts';
import { freeTexts, isFree, typeOfMail } from '../../kit/compose/choose.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { findAttribute } from '../../schemas/lookup.ts';

/** Complex attributes whose shape every client knows. */
const USUAL = { name: 'name.familyName', emails: 'emails.value' };

/** Paths of the usual attributes that a client of this endpoint may set, change and remove at will. */
export function optionalPaths(capabilities: Capabilities): string[] {
  const complex = Object.entries(USUAL).flatMap(([path, sub]) => {
    const published = findAttribute(capabilities, 'User', path);
    const inner = findAttribute(capabilities, 'User', sub);
    if (published === undefined || inner === undefined || !isFree(published)) return [];
    const plain = inner.mutability === 'readWrite' && inner.canonicalValues.length === 0;
    return plain && published.multiValued === (path === 'emails') ? [path] : [];
  });
  return [...freeTexts(capabilities).filter((path) => path !== 'userType'), ...complex];
}

/** A value of the shape of a usual attribute, which holds a name of the run. */
export function sampleAt(
  path: string,
  given: Given,
  capabilities: Capabilities,
  unique = given.unique(),
): unknown {
  if (path === 'name') {
    const second = findAttribute(capabilities, 'User', 'name.givenName')?.mutability === 'readWrite';
    return given.whole('User', path, { familyName: unique, ...(second ? { givenName: 'Conny' } : {}) });
  }
  if (path !== 'emails') return unique;
  const type = typeOfMail(capabilities);
  const address = { value: `${unique}@${domainOf(given)}`, ...(type === undefined ? {} : { type }) };
  return given.whole('User', path, [address]);
}

/** The domain of the run's addresses, as the settings have it. */
export function domainOf(given: Given): string {
  return given.address().split('@')[1] ?? '';
}

/** The path of a plain string attribute that every write may carry; externalId where there is no other. */
export function plainPath(capabilities: Capabilities): string {
  return freeTexts(capabilities)[0] ?? 'externalId';
}

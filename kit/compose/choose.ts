import type { Attribute, Capabilities } from '../../schemas/capabilities.ts';
import { findAttribute, listAttributes } from '../../schemas/lookup.ts';
import { listTypes } from './sample.ts';

/** Single texts of a user whose value may be anything, the likeliest to be kept first. */
const FREE_TEXTS = ['displayName', 'nickName', 'title', 'userType'];
const FREE_TEXTS_OF_EXTENSIONS = ['department', 'division', 'organization', 'costCenter', 'employeeNumber'];

/** Whether a client may set, change, read and remove an attribute at will. */
export function isFree({ mutability, required, returned }: Attribute): boolean {
  return mutability === 'readWrite' && !required && (returned === 'default' || returned === 'always');
}

/** Whether a client may give an attribute another value; what is not published is taken to allow it. */
export function canChange(capabilities: Capabilities, kind: 'User' | 'Group', path: string): boolean {
  const { mutability } = findAttribute(capabilities, kind, path) ?? {};
  return mutability !== 'readOnly' && mutability !== 'immutable';
}

/** Whether an attribute takes any text that a client may think of, and shows it. */
export function isAnyText(attribute: Attribute): boolean {
  return (
    isFree({ ...attribute, required: false }) &&
    attribute.type === 'string' &&
    !attribute.multiValued &&
    attribute.canonicalValues.length === 0 &&
    attribute.uniqueness === 'none'
  );
}

/** The same of an attribute that may be left out and taken away, too. */
export function isFreeText(attribute: Attribute): boolean {
  return isAnyText(attribute) && !attribute.required;
}

/** Whether it is one of those texts that are chosen before all others where any will do. */
export function isUsualText(attribute: Attribute): boolean {
  const usual = [...FREE_TEXTS, ...FREE_TEXTS_OF_EXTENSIONS];
  return isFreeText(attribute) && usual.some((name) => isSame(name, attribute.name));
}

/** Single texts of the core schema of users that a client may set, change and remove at will, to any value. */
export function freeTexts(capabilities: Capabilities): string[] {
  return FREE_TEXTS.flatMap((path) => {
    const published = findAttribute(capabilities, 'User', path);
    return published !== undefined && isFreeText(published) ? [published.name] : [];
  });
}

/** The like of an extension, behind its URN. */
export function freeTextOfExtension(capabilities: Capabilities, urn: string): string | undefined {
  const own = listAttributes(capabilities, 'User').filter(
    ({ schema, extension, attribute }) => extension && isSame(schema, urn) && isFreeText(attribute),
  );
  const usual = FREE_TEXTS_OF_EXTENSIONS.flatMap(
    (name) => own.find(({ attribute }) => isSame(attribute.name, name)) ?? [],
  );
  return (usual[0] ?? own[0])?.path;
}

/** The type that mail addresses of this endpoint have first; work where it has that one. */
export function typeOfMail(capabilities: Capabilities): string | undefined {
  return listTypes(findAttribute(capabilities, 'User', 'emails'))[0];
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

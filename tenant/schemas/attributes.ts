import type { SchemaAttribute, TypeDefinition } from '../model.ts';
import { commonAttributes } from './core.ts';

/** Where an attribute notation of RFC 7644 section 3.10 leads in one resource type. */
export interface Target {
  /** URI of the extension that holds the attribute; absent for core and common attributes. */
  extension?: string;
  /** Absent where the notation names a whole extension. */
  attribute?: SchemaAttribute;
  sub?: SchemaAttribute;
}

const NAME = /^([A-Za-z$][\w$-]*)(?:\.([A-Za-z$][\w$-]*))?$/;

/** Finds an attribute by name, whatever its case (RFC 7643 section 2.1). */
export function find(attributes: SchemaAttribute[], name: string): SchemaAttribute | undefined {
  const wanted = name.toLowerCase();
  return attributes.find((candidate) => candidate.name.toLowerCase() === wanted);
}

/** True for text that has the form of an attribute notation, known to a schema or not. */
export function isNotation(text: string): boolean {
  const colon = text.lastIndexOf(':');
  if (colon === -1) return NAME.test(text);
  return /^[A-Za-z][A-Za-z0-9+.-]*:[^\s"[\]()]+$/.test(text);
}

/**
 * Resolves `name`, `name.sub`, `URN:name.sub` or a bare extension URN; every part in any case.
 * Names without a URN that the core does not know are looked for in the extensions, as Entra writes `manager`.
 * @returns undefined where the resource type has no such attribute
 */
export function resolve(type: TypeDefinition, text: string): Target | undefined {
  const lower = text.toLowerCase();
  for (const extension of type.extensions) {
    const urn = extension.id.toLowerCase();
    if (lower === urn) return { extension: extension.id };
    if (lower.startsWith(`${urn}:`)) {
      return within(extension.attributes, text.slice(urn.length + 1), extension.id);
    }
  }
  const base = `${type.base.id.toLowerCase()}:`;
  const plain = lower.startsWith(base) ? text.slice(base.length) : text;
  const core = within([...type.base.attributes, ...commonAttributes], plain);
  if (core || plain !== text) return core;
  for (const extension of type.extensions) {
    const found = within(extension.attributes, text, extension.id);
    if (found) return found;
  }
  return undefined;
}

function within(attributes: SchemaAttribute[], text: string, extension?: string): Target | undefined {
  const match = NAME.exec(text);
  if (!match) return undefined;
  const attribute = find(attributes, match[1] as string);
  if (!attribute) return undefined;
  const target: Target = extension === undefined ? { attribute } : { extension, attribute };
  if (match[2] === undefined) return target;
  const sub = find(attribute.subAttributes, match[2]);
  return sub ? { ...target, sub } : undefined;
}

/** Key of an attribute inside one resource type: `userName`, or `urn:...:User:manager`. */
export function attributeKey(attribute: SchemaAttribute, extension?: string): string {
  return extension === undefined ? attribute.name : `${extension}:${attribute.name}`;
}

/** Whether the values of an attribute point at resources: members, manager, groups. */
export function isReference(attribute: SchemaAttribute): boolean {
  return (
    find(attribute.subAttributes, '$ref') !== undefined &&
    find(attribute.subAttributes, 'value') !== undefined
  );
}

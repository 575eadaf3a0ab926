import { invalid } from '../errors.ts';
import { isObject, isUnassigned, type SchemaAttribute, type ScimObject } from '../model.ts';
import { find, isReference } from '../schemas/attributes.ts';
import { distinct } from '../semantics/elements.ts';
import type { Semantics } from '../semantics/index.ts';

const DATE_TIME = /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2,3}={0,2})?$/;

/**
 * Turns what a client sent into a value of the attribute's type, or `undefined` where it is unassigned.
 * Takes what Entra sends: "True" for a boolean, a bare string for a complex value, "" for nothing.
 * @throws ScimProblem invalidValue
 */
export function take(value: unknown, attribute: SchemaAttribute, semantics: Semantics): unknown {
  if (isUnassigned(value)) return undefined;
  if (!semantics.checksTypes(attribute)) return value;
  if (!attribute.multiValued) return one(value, attribute, semantics);
  if (!Array.isArray(value)) throw invalid(`${attribute.name} takes a list`);
  return takeElements(value, attribute, semantics);
}

/** The elements of a list, each of the attribute's type and none of them twice. */
export function takeElements(
  values: unknown[],
  attribute: SchemaAttribute,
  semantics: Semantics,
): unknown[] | undefined {
  const taken = values
    .map((value) => (isUnassigned(value) ? undefined : one(value, attribute, semantics)))
    .filter((element) => element !== undefined);
  const elements = distinct(taken, (left, right) => semantics.sameElement(left, right, attribute));
  return elements.length > 0 ? elements : undefined;
}

function one(value: unknown, attribute: SchemaAttribute, semantics: Semantics): unknown {
  if (attribute.type === 'complex') return complex(value, attribute, semantics);
  if (value === '' && !attribute.required) return undefined;
  return semantics.keep(scalar(value, attribute), attribute);
}

function complex(value: unknown, attribute: SchemaAttribute, semantics: Semantics): unknown {
  if (value === '') return undefined;
  if (Array.isArray(value) && value.length === 1 && isObject(value[0])) {
    return complex(value[0], attribute, semantics);
  }
  if (typeof value === 'string' && isReference(attribute)) {
    return complex({ value }, attribute, semantics);
  }
  if (!isObject(value)) throw invalid(`${attribute.name} takes an object`);
  const taken: ScimObject = {};
  for (const [name, inner] of Object.entries(value)) {
    const sub = find(attribute.subAttributes, name);
    if (!sub || (sub.mutability === 'readOnly' && !semantics.takesReadOnly(sub))) continue;
    const part = take(inner, sub, semantics);
    if (part !== undefined) taken[sub.name] = part;
  }
  const sent = { ...taken };
  if (isReference(attribute)) keepIdentifier(taken);
  for (const sub of attribute.subAttributes) {
    if (semantics.requires(sub) && isUnassigned(taken[sub.name]) && isUnassigned(sent[sub.name])) {
      throw invalid(`${attribute.name} needs ${sub.name}`);
    }
  }
  return Object.keys(taken).length > 0 ? taken : undefined;
}

/** Of a reference only the identifier is kept: its address, type and name are those of what it points at. */
function keepIdentifier(taken: ScimObject): void {
  const address = taken.$ref;
  if (taken.value === undefined && typeof address === 'string') taken.value = identifierIn(address);
  delete taken.$ref;
  delete taken.type;
}

/** The identifier at the end of the address of a resource. */
export function identifierIn(address: string): string {
  const last = address.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

function scalar(value: unknown, attribute: SchemaAttribute): unknown {
  const wrong = () => invalid(`${attribute.name} takes a value of type ${attribute.type}`);
  switch (attribute.type) {
    case 'boolean': {
      if (typeof value === 'boolean') return value;
      const word = typeof value === 'string' ? value.toLowerCase() : '';
      if (word !== 'true' && word !== 'false') throw wrong();
      return word === 'true';
    }
    case 'integer':
      if (!Number.isSafeInteger(value)) throw wrong();
      return value;
    case 'decimal':
      if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong();
      return value;
    case 'dateTime':
      if (typeof value !== 'string' || !DATE_TIME.test(value) || Number.isNaN(Date.parse(value)))
        throw wrong();
      return value;
    case 'binary':
      if (typeof value !== 'string' || !BASE64.test(value)) throw wrong();
      return value;
    case 'reference':
      if (typeof value !== 'string' || /\s/.test(value) || !URL.canParse(value, 'http://base.test/'))
        throw wrong();
      return value;
    default:
      if (typeof value !== 'string') throw wrong();
      return value;
  }
}

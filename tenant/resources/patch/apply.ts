import { badPath, invalid, noTarget, syntax } from '../../errors.ts';
import { isObject, isUnassigned, MESSAGE, type ScimObject } from '../../model.ts';
import { attributeKey } from '../../schemas/attributes.ts';
import type { PatchOp } from '../../semantics/patching.ts';
import { changeAttribute } from './attribute.ts';
import { readPath, unknownPath } from './path.ts';
import type { PatchWork } from './work.ts';

/**
 * Applies a PatchOp message to `work.data`, in order (RFC 7644 section 3.5.2).
 * @throws ScimProblem as its operations ask for; `data` is then half done and has to be thrown away
 */
export function applyPatch(body: unknown, work: PatchWork): void {
  if (!isObject(body)) throw syntax('the body is one JSON object');
  const schemas = member(body, 'schemas');
  if (!Array.isArray(schemas) || !schemas.some((uri) => same(uri, MESSAGE.patch))) {
    throw syntax(`"schemas" lacks ${MESSAGE.patch}`);
  }
  const operations = member(body, 'Operations');
  if (!Array.isArray(operations) || operations.length === 0)
    throw syntax('"Operations" has at least one element');
  for (const operation of operations) {
    if (!isObject(operation)) throw syntax('an operation is an object');
    applyOperation(operation, work);
  }
}

function applyOperation(operation: ScimObject, work: PatchWork): void {
  const op = work.semantics.operation(member(operation, 'op'));
  const path = member(operation, 'path');
  const value = member(operation, 'value');
  if (op !== 'remove' && value === undefined) throw invalid(`"${op}" needs a value`);
  if (path === undefined || path === null || path === '') {
    if (op === 'remove') throw noTarget('"remove" needs a path');
    applyObject(op, value, work);
    return;
  }
  if (typeof path !== 'string') throw badPath('a path is a string');
  if (!applyAt(op, path, value, work)) throw unknownPath(path);
}

/** One operation at one path; false where the resource type has no such attribute. */
function applyAt(op: PatchOp, text: string, value: unknown, work: PatchWork): boolean {
  const path = readPath(text, work.type, work.semantics);
  if (!path) return false;
  const { attribute, extension } = path;
  if (!attribute) {
    applyExtension(op, extension as string, value, work);
    return true;
  }
  if (extension === undefined && work.refused.includes(attribute.name)) throw unknownPath(text);
  if (extension === undefined && attribute.name === 'schemas') {
    checkSchemas(op, value, work);
    return true;
  }
  work.supplied.add(attributeKey(attribute, extension).toLowerCase());
  changeAttribute(op, path, value, work);
  return true;
}

/** Without a path, the value names the attributes; Entra writes whole paths as their names. */
function applyObject(op: PatchOp, value: unknown, work: PatchWork): void {
  if (!isObject(value)) throw invalid('without a path, the value is an object of attributes');
  const names = Object.keys(value);
  let known = 0;
  for (const name of names) {
    if (work.refused.some((refused) => same(name, refused))) throw unknownPath(name);
    // Clients write back what they read; meta is the tenant's and passed over (RFC 7643 section 3.1).
    if (same(name, 'meta') || same(name, 'schemas') || applyAt(op, name, value[name], work)) known += 1;
  }
  if (names.length > 0 && known === 0) throw unknownPath(names[0] as string);
}

function applyExtension(op: PatchOp, extension: string, value: unknown, work: PatchWork): void {
  const definition = work.type.extensions.find(({ id }) => id === extension);
  if (op === 'remove' || isUnassigned(value)) {
    for (const attribute of definition?.attributes ?? []) {
      const holder = work.data[extension];
      if (isObject(holder) && holder[attribute.name] !== undefined) {
        changeAttribute('remove', { extension, attribute, text: extension }, undefined, work);
      }
    }
    return;
  }
  if (!isObject(value)) throw invalid(`${extension} takes an object`);
  for (const [name, inner] of Object.entries(value)) applyAt(op, `${extension}:${name}`, inner, work);
}

/** `schemas` follows from the data, so all that can be asked of it is what is so or may become so. */
function checkSchemas(op: PatchOp, value: unknown, work: PatchWork): void {
  const listed = Array.isArray(value) ? value : [value];
  const possible = [work.type.base, ...work.type.extensions].map(({ id }) => id);
  if (op === 'remove') throw invalid('"schemas" follows from the attributes of the resource');
  for (const uri of listed) {
    if (!possible.some((id) => same(uri, id))) throw invalid('"schemas" takes schemas of the resource type');
  }
  if (op === 'add') return;
  const needed = possible.filter((id) => id === work.type.base.id || isObject(work.data[id]));
  if (!needed.every((id) => listed.some((uri) => same(uri, id)))) {
    throw invalid('"schemas" keeps the schemas whose attributes have values');
  }
}

function member(object: ScimObject, name: string): unknown {
  if (Object.hasOwn(object, name)) return object[name];
  const found = Object.keys(object).find((key) => same(key, name));
  return found === undefined ? undefined : object[found];
}

function same(left: unknown, right: string): boolean {
  return typeof left === 'string' && left.toLowerCase() === right.toLowerCase();
}

import type { ErrorObject } from 'ajv/dist/2020.js';
import { canonical } from './canonical.ts';
import { readPackageJson } from './packageRoot.ts';
import { valuePart } from './parts.ts';
import { loadValidator, VALIDATORS } from './validators.ts';

/** The messages and resources that `schemas/scim/` describes. */
export type MessageName =
  | 'serviceProviderConfig'
  | 'resourceType'
  | 'schema'
  | 'listResponse'
  | 'error'
  | 'user'
  | 'group';

/** Values of scimType: those of RFC 7644 section 3.12, table 9, and of RFC 9865 section 2.3. */
export const SCIM_TYPES: ReadonlySet<string> = new Set([
  'invalidFilter',
  'tooMany',
  'uniqueness',
  'mutability',
  'invalidSyntax',
  'invalidPath',
  'noTarget',
  'invalidValue',
  'invalidVers',
  'sensitive',
  'invalidCursor',
  'expiredCursor',
  'invalidCount',
]);

/** One way in which a message differs from its JSON Schema. */
export interface Flaw {
  /** In SCIM path notation, elements by their name where they have one: `attributes[name eq "emails"].type`. */
  path: string;
  /** Names of the members that lead to it; elements by their name, or by their index. */
  steps: string[];
  /** The rule that it breaks, as JSON Schema names it: `required`, `type`, `enum`. */
  keyword: string;
  expected: string;
  observed: string;
}

const schemas = new Map<MessageName, object>();

/**
 * What is wrong with a message by the JSON Schema that this package has for it; empty where nothing is. Names of
 * members count in any letter case, and null as absence (RFC 7643 sections 2.1 and 2.5).
 */
export async function findFlaws(name: MessageName, message: unknown): Promise<Flaw[]> {
  const schema = schemas.get(name) ?? readPackageJson<object>(VALIDATORS[name].schema);
  schemas.set(name, schema);
  const validate = await loadValidator(name);
  const data = canonical(message, schema);
  if (validate(data)) return [];
  return (validate.errors ?? [])
    .filter(({ keyword }) => keyword !== 'if' && keyword !== 'allOf')
    .map((error) => describeError(error, data));
}

/** A flaw in one line: path, what it is, what was expected. */
export function describeFlaw({ path, expected, observed }: Flaw): string {
  return `${path === '' ? 'the message' : path} is ${observed}, expected ${expected}`;
}

function describeError(error: ErrorObject, data: unknown): Flaw {
  const { instancePath, keyword, params, parentSchema, schema } = error;
  const pointers = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'));
  const missing = keyword === 'required' ? String(params.missingProperty) : undefined;
  const { path, steps, value } = walk(data, missing === undefined ? pointers : [...pointers, missing]);
  const described = missing === undefined ? parentSchema : findDescription(parentSchema, missing);
  const expected = keyword === 'false schema' ? 'nothing' : findWords(described);
  return { path, steps, keyword, expected: expected ?? fallback(keyword, schema), observed: show(value) };
}

function walk(data: unknown, pointers: string[]): { path: string; steps: string[]; value: unknown } {
  let value = data;
  let path = '';
  const steps: string[] = [];
  for (const pointer of pointers) {
    const inList = Array.isArray(value);
    value = typeof value === 'object' && value !== null ? Reflect.get(value, pointer) : undefined;
    const name =
      inList && typeof value === 'object' && value !== null ? Reflect.get(value, 'name') : undefined;
    const named = typeof name === 'string';
    if (inList) path += named ? `[name eq ${JSON.stringify(name)}]` : `[${pointer}]`;
    else path += path === '' ? pointer : `.${pointer}`;
    steps.push(named ? name : pointer);
  }
  return { path, steps, value };
}

function findDescription(parent: unknown, name: string): unknown {
  const properties =
    parent !== null && typeof parent === 'object' ? Reflect.get(parent, 'properties') : undefined;
  return properties !== null && typeof properties === 'object' ? Reflect.get(properties, name) : undefined;
}

function findWords(schema: unknown): string | undefined {
  const text = schema !== null && typeof schema === 'object' ? Reflect.get(schema, 'description') : undefined;
  return typeof text === 'string' ? text : undefined;
}

function fallback(keyword: string, rule: unknown): string {
  if (keyword === 'required') return 'a value';
  return `${keyword} ${JSON.stringify(rule)}`;
}

function show(value: unknown): string {
  if (value === undefined) return 'absent';
  const text = JSON.stringify(value) ?? String(value);
  return valuePart(text.length <= 120 ? text : `${text.slice(0, 117)}...`);
}

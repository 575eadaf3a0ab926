import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { compileSchema } from '../schemas/ajv.ts';
import { readPackageJson } from '../schemas/packageRoot.ts';

/** Mistakes of a kind that a message names, and members that are missing. */
const SHOWN = 6;

const compiled = new Map<string, ValidateFunction>();

/**
 * Checks data against one of the JSON Schemas in `schemas/files/`.
 * @param schema file name, such as `rows.schema.json`
 * @param file where the data came from, for the message
 * @returns the same data, typed
 * @throws Error in one line: the file, and of each mistake the JSON path and what is wrong
 */
export function validateData<T>(schema: string, data: unknown, file: string): T {
  const validate = compiled.get(schema) ?? compile(schema);
  if (validate(data)) return data as T;
  const errors = validate.errors ?? [];
  const missing = errors.flatMap(({ keyword, instancePath, params }) =>
    keyword === 'required' ? [`${instancePath}/${params.missingProperty}`] : [],
  );
  const lack =
    missing.length > 0 && `${listSome(missing, ', ')} ${missing.length === 1 ? 'is' : 'are'} missing`;
  const others = errors.filter(({ keyword }) => keyword !== 'required').map(describe);
  throw new Error(`${file}: ${listSome([...new Set(others), ...(lack ? [lack] : [])], '; ')}`);
}

function listSome(all: readonly string[], between: string): string {
  const more = all.length > SHOWN ? [`and ${all.length - SHOWN} more`] : [];
  return [...all.slice(0, SHOWN), ...more].join(between);
}

function compile(schema: string): ValidateFunction {
  const text = readPackageJson<Record<string, unknown>>(`schemas/files/${schema}`);
  const { validate } = compileSchema(text, { allErrors: true, verbose: true });
  compiled.set(schema, validate);
  return validate;
}

function describe({ instancePath, keyword, params, message, data }: ErrorObject): string {
  const path = instancePath || '/';
  if (keyword === 'additionalProperties') {
    return `${instancePath}/${params.additionalProperty} is not a known member`;
  }
  if (keyword === 'enum')
    return `${path} must be one of ${params.allowedValues.join(', ')}, not ${show(data)}`;
  return `${path} ${message ?? 'is not valid'}, not ${show(data)}`;
}

function show(data: unknown): string {
  const text = JSON.stringify(data) ?? 'undefined';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

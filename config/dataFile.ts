import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { compileSchema } from '../schemas/ajv.ts';
import { readPackageJson } from '../schemas/packageRoot.ts';

/** Defects that a message names. */
const SHOWN = 20;

const compiled = new Map<string, ValidateFunction>();

/**
 * Checks data against one of the JSON Schemas in `schemas/files/`.
 * @param schema file name, such as `rows.schema.json`
 * @param file where the data came from, for the message
 * @returns the same data, typed
 * @throws Error with one line for each defect: file, JSON path, what is wrong
 */
export function validateData<T>(schema: string, data: unknown, file: string): T {
  const validate = compiled.get(schema) ?? compile(schema);
  if (validate(data)) return data as T;
  const lines = new Set((validate.errors ?? []).map((error) => `${file}: ${describe(error)}`));
  const more = lines.size > SHOWN ? [`${file}: and ${lines.size - SHOWN} more`] : [];
  throw new Error([...[...lines].slice(0, SHOWN), ...more].join('\n'));
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
  if (keyword === 'required') return `${instancePath}/${params.missingProperty} is missing`;
  if (keyword === 'enum')
    return `${path} must be one of ${params.allowedValues.join(', ')}, not ${show(data)}`;
  return `${path} ${message ?? 'is not valid'}, not ${show(data)}`;
}

function show(data: unknown): string {
  const text = JSON.stringify(data) ?? 'undefined';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

import type { Ajv2020, Options, ValidateFunction } from 'ajv/dist/2020.js';
import { compileSchema } from './ajv.ts';
import { packageRoot, readPackageJson } from './packageRoot.ts';

/** How a schema of this package is compiled. */
interface Recipe {
  /** Relative to the package root. */
  schema: string;
  options: Options;
}

const REPORT = 'schemas/files/report.schema.json';
const report: Options = { strictRequired: false };
/** A flaw of a message names what the schema says of the member. */
const message: Options = {
  allErrors: true,
  verbose: true,
  strict: false,
  meta: false,
  validateSchema: false,
};
const messageRecipe = (name: string): Recipe => ({
  schema: `schemas/scim/${name}.schema.json`,
  options: message,
});

/** The validators of this package; the build compiles them, because ajv takes a tenth of a second to do so. */
export const VALIDATORS = {
  report: { schema: REPORT, options: { ...report, allErrors: true } },
  strangeReport: { schema: REPORT, options: report },
  serviceProviderConfig: messageRecipe('serviceProviderConfig'),
  resourceType: messageRecipe('resourceType'),
  schema: messageRecipe('schema'),
  listResponse: messageRecipe('listResponse'),
  error: messageRecipe('error'),
  user: messageRecipe('user'),
  group: messageRecipe('group'),
} as const satisfies Record<string, Recipe>;

export type ValidatorName = keyof typeof VALIDATORS;

const ready = new Map<ValidatorName, Promise<ValidateFunction>>();

/** The validator of a schema: from dist the one that the build compiled, from sources compiled on first use. */
export function loadValidator(name: ValidatorName): Promise<ValidateFunction> {
  const made = ready.get(name) ?? (isBuilt() ? loaded(name) : Promise.resolve(compileWith(name).validate));
  ready.set(name, made);
  return made;
}

/**
 * Compiles a validator.
 * @param code what the build adds to the options
 * @public build/build.js compiles with it
 */
export function compileWith(
  name: ValidatorName,
  code: Options = {},
): { ajv: Ajv2020; validate: ValidateFunction } {
  const { schema, options } = VALIDATORS[name];
  return compileSchema(readPackageJson(schema), { ...options, ...code });
}

function isBuilt(): boolean {
  return !import.meta.url.endsWith('.ts');
}

async function loaded(name: ValidatorName): Promise<ValidateFunction> {
  const file = new URL(`dist/validators/${name}.js`, packageRoot);
  return ((await import(file.href)) as { default: ValidateFunction }).default;
}

import { createRequire } from 'node:module';
import type { Ajv2020, Options, ValidateFunction } from 'ajv/dist/2020.js';
import type { FormatsPlugin } from 'ajv-formats';

/**
 * Compiles a JSON Schema: the one place where ajv is set up. Our schemas of drafts 7 and 2020-12 read the same in it.
 * It is loaded on first use, because it costs more to load than a start without it.
 * @param options beside what holds for all: unions of types, and the format `date-time`
 */
export function compileSchema(
  { $schema: _dialect, ...schema }: Record<string, unknown>,
  options: Options = {},
): { ajv: Ajv2020; validate: ValidateFunction } {
  const load = createRequire(import.meta.url);
  const { Ajv2020: Validator } = load('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js');
  const formats = load('ajv-formats') as { default: FormatsPlugin };
  const ajv = new Validator({ allowUnionTypes: true, ...options });
  formats.default(ajv, ['date-time']);
  return { ajv, validate: ajv.compile(schema) };
}

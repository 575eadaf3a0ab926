import type { ValidateFunction } from 'ajv/dist/2020.js';
import { readPackageJson } from '../schemas/packageRoot.ts';
import type { Report } from './model.ts';
import { upgraded } from './upgrade.ts';

const SCHEMA = 'schemas/files/report.schema.json';
const SHOWN = 5;

const compiled = new Map<boolean, Promise<ValidateFunction<Report>>>();

/**
 * Checks a value against the schema of report.json, and gives it back as a report of today's schema version; those of
 * version 1.x are understood, too.
 * @param options of what a stranger wrote only the first defect is told: it may have more than the memory holds
 * @throws Error naming the path of each member that does not fit, what it must be and the schema
 */
export async function validateReport(value: unknown, { trusted = true } = {}): Promise<Report> {
  const known = compiled.get(trusted) ?? compile(trusted);
  compiled.set(trusted, known);
  const validate = await known;
  const present = upgraded(value);
  if (validate(present)) return present;
  const errors = validate.errors ?? [];
  const lines = errors.slice(0, SHOWN).map(({ instancePath, message, params }) => {
    const member = params.additionalProperty ?? params.allowedValue;
    const detail = member === undefined ? '' : ` (${JSON.stringify(member)})`;
    return `  ${instancePath || '/'}: ${message ?? 'does not fit'}${detail}`;
  });
  const more = errors.length > SHOWN ? [`  and ${errors.length - SHOWN} more`] : [];
  throw new Error([`Not a report of schema version 2.0 or 1.x (${SCHEMA}):`, ...lines, ...more].join('\n'));
}

/** Ajv costs tens of milliseconds to load and compile: only those who read or write a report pay. */
async function compile(allErrors: boolean): Promise<ValidateFunction<Report>> {
  const [{ Ajv2020 }, formats] = await Promise.all([import('ajv/dist/2020.js'), import('ajv-formats')]);
  const ajv = new Ajv2020({ allErrors, allowUnionTypes: true, strictRequired: false });
  formats.default.default(ajv, ['date-time']);
  return ajv.compile<Report>(readPackageJson<object>(SCHEMA));
}

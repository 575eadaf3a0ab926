import type { ValidateFunction } from 'ajv/dist/2020.js';
import { loadValidator, VALIDATORS } from '../schemas/validators.ts';
import type { Report } from './model.ts';
import { upgraded } from './upgrade.ts';

const SCHEMA = VALIDATORS.report.schema;
const SHOWN = 5;

/**
 * Checks a value against the schema of report.json, and gives it back as a report of today's schema version; those of
 * version 1.x are understood, too.
 * @param options of what a stranger wrote only the first defect is told: it may have more than the memory holds
 * @throws Error naming the path of each member that does not fit, what it must be and the schema
 */
export async function validateReport(value: unknown, { trusted = true } = {}): Promise<Report> {
  const validate = (await loadValidator(trusted ? 'report' : 'strangeReport')) as ValidateFunction<Report>;
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

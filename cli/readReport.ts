import { readFileSync } from 'node:fs';
import { SettingsError } from '../config/settings/settings.ts';
import type { Report } from '../reporters/model.ts';
import { validateReport } from '../reporters/validateReport.ts';

/**
 * A report.json that a user named.
 * @param setting the flag or command that named it, for the message
 * @throws SettingsError where it cannot be read, is not JSON or does not fit the schema
 */
export async function readReport(file: string, setting: string): Promise<Report> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new SettingsError(
      setting,
      `${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`,
      'Name the folder of a run or its report.json: the one given with --out, or one under results/.',
    );
  }
  try {
    return await validateReport(JSON.parse(text));
  } catch (error) {
    const says = error instanceof SyntaxError ? 'is not JSON' : 'is not a report of this suite';
    throw new SettingsError(
      setting,
      `${file} ${says}: ${(error as Error).message}`,
      'Run the suite again, or take the report from where it was written.',
    );
  }
}

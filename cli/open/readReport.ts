import { statSync } from 'node:fs';
import { join } from 'node:path';
import { SettingsError } from '../../config/settings/settings.ts';
import { readUserText } from '../../config/userFile.ts';
import { parseUserJson } from '../../config/userJson.ts';
import type { Report } from '../../reporters/model.ts';
import { validateReport } from '../../reporters/validateReport.ts';

/** The report.json that a user means by the name of a file, or of the folder of a run. */
export function findReportFile(named: string): string {
  return statSync(named, { throwIfNoEntry: false })?.isDirectory() ? join(named, 'report.json') : named;
}

/**
 * A report.json that a user named.
 * @param setting the flag or command that named it, for the message
 * @throws SettingsError where it cannot be read, is not JSON or does not fit the schema
 */
export async function readReport(file: string, setting: string): Promise<Report> {
  let data: unknown;
  try {
    data = parseUserJson(readUserText(file), file);
  } catch (error) {
    throw new SettingsError(
      setting,
      (error as Error).message,
      'Name the folder of a run or its report.json: the one given with --out, or one under results/.',
    );
  }
  try {
    return await validateReport(data);
  } catch (error) {
    throw new SettingsError(
      setting,
      `${file} is not a report of this suite: ${(error as Error).message}`,
      'Run the suite again, or take the report from where it was written.',
    );
  }
}

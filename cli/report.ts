import { join, resolve } from 'node:path';
import { readSettings } from '../config/settings/readSettings.ts';
import { SettingsError } from '../config/settings/settings.ts';
import type { Report } from '../reporters/model.ts';
import { summary, wantsColour } from '../reporters/terminal.ts';
import { exitCode } from '../reporters/verdict.ts';
import { reportJson, writeReport } from '../reporters/write.ts';
import { readReport } from './readReport.ts';
import { inputOf } from './start.ts';

/**
 * `report`: renders the report of a finished run again, from its report.json alone.
 * @returns the exit code of the run: 0 conformant, 1 not conformant, 2 incomplete
 * @throws SettingsError where the folder holds no report, or one that does not fit its schema
 */
export async function report(argv: string[]): Promise<number> {
  const settings = await readSettings(inputOf('report', argv));
  const folder = resolve(settings.args[0] ?? 'results/latest');
  const found = await readReport(join(settings.args[0] ?? 'results/latest', 'report.json'), 'report');
  const format = settings.json ? 'json' : settings.format;
  if (format === 'json') process.stdout.write(reportJson(found));
  else if (format === 'html') process.stdout.write(`${await rewriteHtml(found, folder)}\n`);
  else
    process.stdout.write(
      `${summary(found, {
        colour: wantsColour(process.stdout, process.env),
        width: process.stdout.columns ?? 120,
        where: join(folder, 'report.html'),
      })}\n`,
    );
  return exitCode(found.verdict);
}

async function rewriteHtml(found: Report, folder: string): Promise<string> {
  try {
    return (await writeReport(found, folder)).html;
  } catch (error) {
    throw new SettingsError(
      'report',
      `report.html cannot be written: ${(error as Error).message}`,
      'Copy the folder to where you may write.',
    );
  }
}

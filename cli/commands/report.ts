import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readSettings } from '../../config/settings/readSettings.ts';
import { type Settings, SettingsError } from '../../config/settings/settings.ts';
import type { Exchange } from '../../kit/evidence/exchange.ts';
import { readExchanges } from '../../reporters/fromRun.ts';
import { har } from '../../reporters/har.ts';
import { junitXml } from '../../reporters/junit.ts';
import { markdown } from '../../reporters/markdown.ts';
import type { Report } from '../../reporters/model.ts';
import { wantsColour } from '../../reporters/paint.ts';
import { summary } from '../../reporters/terminal.ts';
import { reportJson, writeReport } from '../../reporters/write.ts';
import { claimFolder } from '../../runner/folder/claimFolder.ts';
import { REPORT } from '../../runner/folder/ownFiles.ts';
import { present } from '../../schemas/present.ts';
import { readReport } from '../open/readReport.ts';
import { readInput } from '../open/start.ts';
import { nextAfter } from '../show/next.ts';
import { holdsJob, reportJob } from '../show/provisioningReport.ts';
import { reportSteps, stepsIn } from '../show/stepsReport.ts';

/**
 * `report`: renders the report of a finished run again, from what its folder holds.
 * @returns the exit code of the run: 0 conformant, 1 not conformant, 2 incomplete
 * @throws SettingsError where the folder holds no report, or one that does not fit its schema
 */
export async function report(argv: string[]): Promise<number> {
  const settings = await readSettings(readInput('report', argv));
  const [given = 'latest'] = settings.args;
  const named = given === 'latest' && !existsSync(given) ? 'results/latest' : given;
  const folder = resolve(named);
  if (holdsJob(folder))
    return reportJob(folder, settings.json ? 'json' : settings.format, (text) => process.stdout.write(text));
  const steps = stepsIn(folder);
  if (steps !== undefined)
    return reportSteps(steps, folder, settings.json ? 'json' : settings.format, (text) =>
      process.stdout.write(text),
    );
  const found = await readReport(join(named, 'report.json'), 'report');
  const format = settings.json ? 'json' : settings.format;
  process.stdout.write(await rendered(found, folder, format));
  return found.exitCode;
}

async function rendered(found: Report, folder: string, format: Settings['format']): Promise<string> {
  switch (format) {
    case 'json':
      return reportJson(found);
    case 'markdown':
      return markdown(found);
    case 'junit':
      return junitXml(found);
    case 'har':
      return har(found, exchangesIn(folder, found));
    case 'html':
      return `${await rewriteHtml(found, folder)}\n`;
    case 'text': {
      const next = nextAfter(found, join(folder, 'report.json'));
      return `${summary(found, {
        colour: wantsColour(process.stdout, process.env),
        width: process.stdout.columns ?? 120,
        where: join(folder, 'report.html'),
        ...present({ next }),
      })}\n`;
    }
  }
}

/** All exchanges of the run; where only report.json was kept, those in it. */
function exchangesIn(folder: string, found: Report): readonly Exchange[] {
  const exchanges = readExchanges(folder);
  return exchanges.length > 0 ? exchanges : found.exchanges;
}

async function rewriteHtml(found: Report, folder: string): Promise<string> {
  claimFolder(folder, REPORT, 'report');
  try {
    return (await writeReport(found, folder, exchangesIn(folder, found))).html;
  } catch (error) {
    throw new SettingsError(
      'report',
      `report.html cannot be written: ${(error as Error).message}`,
      'Copy the folder to a place where you can write.',
    );
  }
}

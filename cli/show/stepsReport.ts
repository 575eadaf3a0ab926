import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { validateData } from '../../config/dataFile.ts';
import { SettingsError } from '../../config/settings/settings.ts';
import { readUserJson } from '../../config/userJson.ts';
import { type StepsReport, stepsHtml } from '../../reporters/html/steps.ts';
import { oneLine } from '../../reporters/sanitize.ts';
import { writeWhole } from '../../reporters/write.ts';
import { isObject } from '../../schemas/attributes.ts';
import { nextAfterSteps } from './next.ts';
import { aligned, jsonDocument } from './tables.ts';

const [JSON_FILE, PAGE_FILE] = ['report.json', 'report.html'];

/** Writes an administrator's answer into a folder, as report.json and as a page; gives the page's path. */
export async function writeSteps(folder: string, report: StepsReport): Promise<string> {
  const page = join(folder, PAGE_FILE);
  await writeWhole(page, stepsHtml(report));
  await writeWhole(join(folder, JSON_FILE), jsonDocument(report));
  return page;
}

/** The answer that a folder holds; undefined where it is a run of the suite, or nothing. */
export function stepsIn(folder: string): StepsReport | undefined {
  const file = join(folder, JSON_FILE);
  if (!existsSync(file)) return undefined;
  let data: unknown;
  try {
    data = readUserJson(file);
  } catch {
    // Whoever reads reports of runs says what is wrong with it.
    return undefined;
  }
  if (!isObject(data) || (data.kind !== 'pilot' && data.kind !== 'doctor')) return undefined;
  try {
    return validateData<StepsReport>('steps.schema.json', data, file);
  } catch (error) {
    throw new SettingsError(
      'report',
      (error as Error).message.split('\n')[0] ?? file,
      `Run ${data.kind} again; schemas/files/steps.schema.json describes its report.`,
    );
  }
}

/**
 * `report` of a pilot or of the doctor: its answer again, as text, JSON or page.
 * @returns the exit code that it ended with
 * @throws SettingsError for a format that only runs of the suite have
 */
export async function reportSteps(
  report: StepsReport,
  folder: string,
  format: string,
  write: (text: string) => void,
): Promise<number> {
  if (format === 'json') write(jsonDocument(report));
  else if (format === 'html') write(`${await writeSteps(folder, report)}\n`);
  else if (format === 'text') write(renderText(report));
  else
    throw new SettingsError(
      '--format',
      `--format ${format} is for runs of the suite; this folder contains the result of ${report.kind}`,
      'Use text, json or html.',
    );
  return report.exitCode;
}

function renderText(report: StepsReport): string {
  const { steps, sentence, hint, url, startedAt, leftovers = [] } = report;
  return `${[
    `${url}, ${startedAt}`,
    aligned(steps.map(({ state, name, says }) => [state, `${name}: ${says}`])),
    sentence,
    ...(hint === undefined ? [] : [hint]),
    ...leftovers.map(({ path, why }) => `Left: ${oneLine(`${path}: ${why}`, 600)}`),
  ].join('\n')}\n${nextAfterSteps(report)}`;
}

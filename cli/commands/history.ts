import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readSettings } from '../../config/settings/readSettings.ts';
import { type Settings, SettingsError } from '../../config/settings/settings.ts';
import { readUserJson } from '../../config/userJson.ts';
import { compare, notComparable } from '../../reporters/decide/compare.ts';
import {
  buildHistory,
  byEndpoint,
  type History,
  normaliseUrl,
  readVersion,
  type Version,
} from '../../reporters/history/model.ts';
import { historyMarkdown, historyText } from '../../reporters/history/text.ts';
import { historyHtml } from '../../reporters/html/history.ts';
import type { Report } from '../../reporters/model.ts';
import { writeWhole } from '../../reporters/write.ts';
import { claimFolder } from '../../runner/folder/claimFolder.ts';
import { HISTORY } from '../../runner/folder/ownFiles.ts';
import { isObject } from '../../schemas/attributes.ts';
import { columns } from '../open/attended.ts';
import { readReport } from '../open/readReport.ts';
import { readInput } from '../open/start.ts';
import { near, nextCommand, nextLine } from '../show/next.ts';

/** Folders below the one that is named. */
const DEEPEST = 6;

/** The newest two reports of a row of versions: what its exit code rests on. */
type Newest = [before: Report | undefined, last: Report];

/**
 * `history FOLDER…`: every report.json below the folders, by endpoint and time; the folders are the store.
 * @returns the exit code: 1 where the newest run of an endpoint is worse than the one before, 2 where one of them cannot
 *   be compared, else 0
 * @throws SettingsError where a folder is none or holds no report
 */
export async function history(argv: string[]): Promise<number> {
  const settings = await readSettings(readInput('history', argv));
  if (settings.out !== undefined) claimFolder(settings.out, HISTORY, '--out');
  const files = settings.args.flatMap((name) => reportsBelow(resolve(name)));
  if (files.length === 0)
    throw new SettingsError(
      'history',
      `there is no report.json under ${settings.args.join(', ')}`,
      'Name a folder that contains runs, such as results.',
    );
  const versions: Version[] = [];
  const newest = new Map<string, Newest>();
  for (const file of files) {
    const report = await reportOrNote(file);
    if (report === undefined) continue;
    versions.push(readVersion(report, labelFor(file)));
    keepNewest(newest, report);
  }
  return told(byEndpoint(versions).map(buildHistory), [...newest.values()], settings);
}

/** Prints a history, writes it where a folder is named, and gives the exit code. */
export async function told(
  histories: readonly History[],
  newest: readonly Newest[],
  settings: Settings,
): Promise<number> {
  const judged = newest.map((pair) => judge(pair, settings.compare.force));
  const document = { schemaVersion: '1.0', endpoints: histories, newest: judged };
  if (settings.out !== undefined) {
    await writeWhole(join(settings.out, 'history.json'), `${JSON.stringify(document, null, 2)}\n`);
    await writeWhole(join(settings.out, 'history.md'), histories.map(historyMarkdown).join('\n'));
    await writeWhole(join(settings.out, 'history.html'), historyHtml(histories));
  }
  if (settings.json) process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  else {
    for (const one of histories) process.stdout.write(`${historyText(one, columns())}\n\n`);
    for (const { says } of judged) process.stdout.write(`${says}\n`);
    process.stdout.write(
      settings.out === undefined
        ? nextCommand('compare A B', 'shows what differs between two of them')
        : nextLine(`open ${near(join(settings.out, 'history.html'))}`),
    );
  }
  if (judged.some(({ result }) => result === 'worse')) return 1;
  return judged.some(({ result }) => result === 'not comparable') ? 2 : 0;
}

/** The last against the one before. */
function judge([before, last]: Newest, force: boolean) {
  const { url } = last.target;
  if (before === undefined)
    return { url, result: 'alone', says: `${url}: one run, nothing to compare it with` };
  const words = notComparable(before, last);
  if (words !== undefined && !force)
    return { url, result: 'not comparable', says: `${url}: the last two cannot be compared: ${words}` };
  const worse = compare({ report: before, exchanges: [] }, { report: last, exchanges: [] }).regression;
  return worse
    ? { url, result: 'worse', says: `${url}: the last run is worse than the one before` }
    : { url, result: 'not worse', says: `${url}: the last run is not worse than the one before` };
}

function keepNewest(newest: Map<string, Newest>, report: Report): void {
  const endpoint = normaliseUrl(report.target.url);
  const kept = newest.get(endpoint);
  const all = [...(kept ?? []), report].filter((one) => one !== undefined);
  all.sort((a, b) => (a.run.startedAt < b.run.startedAt ? -1 : 1));
  newest.set(endpoint, [all.at(-2), all.at(-1) ?? report]);
}

/** One report that cannot be read does not hide years of others. */
async function reportOrNote(file: string): Promise<Report | undefined> {
  try {
    return await readReport(file, 'history');
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    if (isOfOthers(file)) return undefined;
    process.stderr.write(`Left out: ${error.message.split('\n')[0]}\n`);
    return undefined;
  }
}

/** Whether a file is the answer of a pilot, the doctor or a provisioning job, which judge nothing. */
function isOfOthers(file: string): boolean {
  try {
    const data = readUserJson(file);
    return isObject(data) && typeof data.kind === 'string';
  } catch {
    return false;
  }
}

/** Every report.json below a folder; links are not followed, so that no path leads round. */
function reportsBelow(folder: string, depth = 0): string[] {
  if (!existsSync(folder))
    throw new SettingsError('history', `${folder} does not exist`, 'Name a folder of runs.');
  if (statSync(folder).isFile()) return [folder];
  const entries = readdirSync(folder, { withFileTypes: true });
  // A pack holds the report of its run once more.
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isFile()) return entry.name === 'report.json' ? [path] : [];
    if (!entry.isDirectory() || depth >= DEEPEST || entry.name === 'pack') return [];
    return reportsBelow(path, depth + 1);
  });
}

/** What a reader knows a report by: its folder. */
export function labelFor(file: string): string {
  return basename(file) === 'report.json' ? basename(dirname(file)) : basename(file);
}

import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { diagnosisById } from '../../config/diagnoses/diagnoses.ts';
import { readSettings } from '../../config/settings/readSettings.ts';
import { type Settings, SettingsError } from '../../config/settings/settings.ts';
import { readJournal } from '../../kit/safety/journal/file.ts';
import { type Compared, compare, notComparable } from '../../reporters/decide/compare.ts';
import { comparisonMarkdown, comparisonText } from '../../reporters/decide/compareText.ts';
import { normaliser } from '../../reporters/decide/normalise.ts';
import { readExchanges } from '../../reporters/fromRun.ts';
import { buildHistory, readVersion } from '../../reporters/history/model.ts';
import { type ComparedRun, comparisonHtml } from '../../reporters/html/comparison.ts';
import type { Report } from '../../reporters/model.ts';
import { writeWhole } from '../../reporters/write.ts';
import { claimFolder } from '../../runner/folder/claimFolder.ts';
import { COMPARISON, HISTORY } from '../../runner/folder/ownFiles.ts';
import { listenForInterrupts } from '../../runner/open/interrupts.ts';
import { makeEdge } from '../../runner/setup.ts';
import { columns, executeAttended } from '../open/attended.ts';
import { requireEndpoint } from '../open/endpoint.ts';
import { findReportFile, readReport } from '../open/readReport.ts';
import { readInput } from '../open/start.ts';
import { near, nextCommand, nextLine } from '../show/next.ts';
import { told } from './history.ts';

/**
 * `compare A B …`: each is a report, the folder of a run, or an endpoint named under `targets` in the configuration
 * file, which is then run.
 * @returns the exit code: 0 no regression, 1 regression, 2 not comparable
 */
export async function compareRuns(argv: string[]): Promise<number> {
  const settings = await readSettings(readInput('compare', argv));
  const seed = settings.seed;
  // What cannot be read or run ends the command before the network is touched.
  const prepared: SideToBe[] = [];
  for (const name of settings.args) prepared.push(await readSide(name, settings, seed));
  if (settings.out !== undefined)
    claimFolder(settings.out, settings.args.length > 2 ? HISTORY : COMPARISON, '--out');
  const sides: Side[] = [];
  const interrupts = listenForInterrupts();
  try {
    for (const side of prepared) {
      const compared = await side();
      // An interrupt ends the whole command, whatever was under way when it came.
      if (interrupts.count > 0) return interrupted();
      sides.push(compared);
    }
  } finally {
    interrupts.release();
  }
  if (sides.length > 2) {
    const reports = sides.map(({ report }) => report);
    const versions = reports.map((report, at) => readVersion(report, settings.args[at] ?? ''));
    return told([buildHistory(versions)], [[reports.at(-2), reports.at(-1) as Report]], settings);
  }
  const [a, b] = sides as [Side, Side];
  const words = notComparable(a.report, b.report);
  if (words !== undefined && !settings.compare.force) {
    process.stderr.write(
      `Not comparable: ${words}.\nRun both to their end with one version of the suite and one profile, or pass --force.\n`,
    );
    return 2;
  }
  const comparison = compare(a.normal, b.normal);
  process.stdout.write(
    settings.json ? `${JSON.stringify(comparison, null, 2)}\n` : `${comparisonText(comparison, columns())}\n`,
  );
  if (settings.out !== undefined) {
    await writeWhole(join(settings.out, 'comparison.json'), `${JSON.stringify(comparison, null, 2)}\n`);
    await writeWhole(join(settings.out, 'comparison.md'), comparisonMarkdown(comparison));
    await writeWhole(join(settings.out, 'comparison.html'), comparisonHtml(comparison, a, b));
  }
  if (!settings.json) {
    // What is wrong is read before the checks that show it.
    const appeared = comparison.diagnoses.find(({ kind, id }) => kind === 'appeared' && diagnosisById(id));
    const regressed = comparison.checks.find(({ kind }) => kind === 'regressed')?.check;
    const first = regressed === undefined ? undefined : (appeared?.id ?? regressed);
    const out = 'compare A B --out FOLDER writes the whole comparison as a page';
    process.stdout.write(
      first !== undefined
        ? nextCommand(
            `explain ${first}`,
            first === regressed ? 'says what is required, and why' : 'says what is wrong, and how to fix it',
          )
        : nextLine(settings.out === undefined ? out : `open ${near(join(settings.out, 'comparison.html'))}`),
    );
  }
  return comparison.regression ? 1 : 0;
}

function interrupted(): number {
  process.stderr.write('Not compared: interrupted.\n');
  return 2;
}

/** One side of the comparison: in normal form to be compared, and as it was to be shown. */
interface Side extends ComparedRun {
  normal: Compared;
}

/** Gives one side of the comparison; an endpoint is run then. */
type SideToBe = () => Promise<Side>;

/** @throws SettingsError for a report that cannot be read, or an endpoint that is not described as it has to be */
async function readSide(name: string, settings: Settings, seed: string): Promise<SideToBe> {
  const target = settings.compare.targets?.[name];
  if (target !== undefined && !existsSync(name)) return targetSide(name, target, seed, settings);
  const path = resolve(name);
  const file = findReportFile(path);
  const folder = dirname(file);
  const report = await readReport(file, 'compare');
  return async () => comparedFrom(report, folder);
}

function comparedFrom(report: Report, folder: string): Side {
  // What is cleaned up, and in which order, is the suite's affair.
  const exchanges = readExchanges(folder).filter(({ purpose }) => purpose !== 'clean-up');
  return { report, exchanges, normal: { report, exchanges: exchanges.map(normaliser(readJournal(folder))) } };
}

/** Runs against an endpoint that the configuration file names; its token is in the variable that it names. */
async function targetSide(
  name: string,
  target: unknown,
  seed: string,
  { quiet, disposable }: Pick<Settings, 'quiet' | 'disposable'>,
): Promise<SideToBe> {
  const { url, tokenEnv, ca } = (target ?? {}) as { url?: unknown; tokenEnv?: unknown; ca?: unknown };
  if (typeof url !== 'string' || (tokenEnv !== undefined && typeof tokenEnv !== 'string'))
    throw new SettingsError(
      `targets.${name}`,
      `targets.${name} needs "url" and may have "tokenEnv" and "ca"`,
      'Write { "url": "https://…/ftp/scim", "tokenEnv": "NAME_OF_THE_VARIABLE" }.',
    );
  const argv = [
    ...['--url', url, '--seed', seed],
    ...(quiet ? ['--quiet'] : []),
    ...(disposable ? ['--disposable'] : []),
    ...(typeof tokenEnv === 'string' ? ['--token-env', tokenEnv] : []),
    ...(typeof ca === 'string' ? ['--ca', ca] : []),
  ];
  // Two runs into one folder would be one.
  const { out: _, ...settings } = await readSettings(readInput('run', argv));
  return async () => {
    if (!quiet)
      process.stderr.write(
        `${name}: ${makeEdge({ endpoint: requireEndpoint(settings), settings }).text(url)}\n`,
      );
    const { report, folder } = await executeAttended(settings, { checks: [], rows: [], files: [] });
    return comparedFrom(report, folder);
  };
}

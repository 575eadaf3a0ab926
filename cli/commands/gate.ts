import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadChanges } from '../../config/changes.ts';
import { typedProgram } from '../../config/settings/program.ts';
import { type Settings, SettingsError } from '../../config/settings/settings.ts';
import { UnreadableFile } from '../../config/userFile.ts';
import { listFailures } from '../../reporters/decide/failures.ts';
import {
  decide,
  type GateDecision,
  gateExitCode,
  incomparable,
  presentWaivers,
} from '../../reporters/decide/gate.ts';
import { gateMarkdown, gateText } from '../../reporters/decide/gateText.ts';
import { readWaivers, updateWaivers, type Waiver } from '../../reporters/decide/waivers.ts';
import { readExchanges } from '../../reporters/fromRun.ts';
import { reportHtml } from '../../reporters/html/page.ts';
import type { Report } from '../../reporters/model.ts';
import { count } from '../../reporters/words.ts';
import { writeWhole } from '../../reporters/write.ts';
import { claimFolder } from '../../runner/folder/claimFolder.ts';
import { GATE } from '../../runner/folder/ownFiles.ts';
import type { OwnSuites } from '../../runner/ownSuites.ts';
import { present } from '../../schemas/present.ts';
import { catalogueVersion, catalogueWith } from '../../suites/catalogue.ts';
import { columns, executeAttended } from '../open/attended.ts';
import { underLoad } from '../open/load.ts';
import { profileFor } from '../open/profile.ts';
import { findReportFile, readReport } from '../open/readReport.ts';
import { embeddedKnown, readCatalogueSettings } from '../open/start.ts';
import { near, nextLine, shellWord } from '../show/next.ts';
import { addToJobSummary } from '../show/summaryFile.ts';
import { printTrace } from '../show/trace.ts';

/**
 * `gate`: runs the suite, or takes a finished report, and decides by baseline and waivers.
 * @returns the exit code: 0 nothing red, 1 something red, 2 cannot be decided
 * @throws SettingsError where a file cannot be used, or the baseline is of another profile, scope or catalogue
 */
export async function gate(argv: string[]): Promise<number> {
  const { settings: given, own } = await readCatalogueSettings('gate', argv, embeddedKnown);
  const settings = underLoad(given);
  const { updateWaivers: update } = settings.gate;
  const [reportFile, baselineFile] = [settings.gate.report, settings.gate.baseline].map((named) =>
    named === undefined ? undefined : findReportFile(named),
  );
  // Files are read before a run is started: a mistake in them ought not to cost the run.
  const baseline = baselineFile === undefined ? undefined : await readReport(baselineFile, '--baseline');
  const waivers = readGateWaivers(settings);
  const finished = reportFile === undefined ? undefined : await readReport(reportFile, '--report');
  const beside = settings.out ?? dirname(reportFile ?? '.');
  if (reportFile !== undefined && !update)
    claimFolder(beside, GATE, settings.out === undefined ? '--report' : '--out');
  if (update) requireWaiversFile(settings);
  if (baseline !== undefined) requireFit(finished ?? runToBe(settings, own), baseline, baselineFile);
  const executed = finished ? undefined : await executeAttended(settings, own, GATE);
  const report = finished ?? (executed?.report as Report);
  const folder = executed?.folder ?? beside;
  if (update) return writeWaivers(settings, waivers, report);
  const { failOn, newChecks } = settings.gate;
  const decision = decide(report, {
    waivers,
    failOn,
    newChecks,
    now: Date.now(),
    ...present({ baseline }),
  });
  printTrace(settings, report, folder);
  print(decision, settings.json);
  if (!settings.json) process.stdout.write(adviseNext(decision, settings, folder, reportFile));
  const markdown = gateMarkdown(decision);
  await writeWhole(join(folder, 'gate.md'), markdown);
  const exchanges = readExchanges(executed?.folder ?? dirname(reportFile ?? '.'));
  const page = { gate: { decision, waivers }, ...(exchanges.length > 0 && { exchanges }) };
  await writeWhole(join(folder, 'gate.html'), reportHtml(report, page));
  addToJobSummary(markdown);
  return gateExitCode(decision);
}

/** What a run of these settings is going to be judged as. */
function runToBe(settings: Settings, own: OwnSuites) {
  const profile = profileFor(settings);
  return {
    profile,
    catalogue: { version: catalogueVersion },
    scope: catalogueWith(own).select(settings, profile),
  };
}

/** @throws SettingsError where a baseline is of another profile, scope or catalogue */
function requireFit(
  judged: Parameters<typeof incomparable>[0],
  baseline: Report,
  file: string | undefined,
): void {
  const words = incomparable(judged, baseline);
  if (words === undefined) return;
  throw new SettingsError(
    '--baseline',
    `${file} does not fit: ${words}`,
    'Make a new baseline: run with the same profile and filters against the accepted release, and keep its report.json.',
  );
}

/** @throws SettingsError where new waivers have no file to go to */
function requireWaiversFile({ gate: { waivers } }: Settings): string {
  if (waivers !== undefined) return waivers;
  throw new SettingsError(
    '--update-waivers',
    '--update-waivers needs a file',
    'Name it with --waivers FILE.',
  );
}

function readGateWaivers({ gate: { waivers, updateWaivers: update } }: Settings): Waiver[] {
  if (waivers === undefined) return [];
  try {
    return readWaivers(waivers);
  } catch (error) {
    if (update && error instanceof UnreadableFile && error.missing) return [];
    throw new SettingsError(
      '--waivers',
      (error as Error).message,
      'Correct the file; docs/gate.md has an example, schemas/files/waivers.schema.json the full format.',
    );
  }
}

async function writeWaivers(settings: Settings, waivers: Waiver[], report: Report): Promise<number> {
  const file = requireWaiversFile(settings);
  const failures = listFailures(report).filter(
    ({ severity }) =>
      severity === 'violation' || (settings.gate.failOn === 'warning' && severity === 'warning'),
  );
  const present = presentWaivers(waivers, report, loadChanges());
  const updated = updateWaivers(present, failures, Date.now());
  // What people wrote into the file is not lost to a full disk, and a link to it stays one.
  const path = existsSync(file) ? realpathSync(file) : file;
  await writeWhole(path, `${JSON.stringify({ waivers: updated }, null, 2)}\n`);
  process.stdout.write(
    `${file}: ${count(updated.length, 'waiver')}.\n${nextLine('fill in the reason and owner of each; an entry without them does not count')}`,
  );
  return 0;
}

/** What to do about a decision. */
function adviseNext(
  { result, red, undecided, hasBaseline, hint }: GateDecision,
  { gate: { waivers = 'waivers.json' } }: Settings,
  folder: string,
  reportFile = join(folder, 'report.json'),
): string {
  const page = join(folder, 'gate.html');
  // A run that ended early without a failure has none to accept.
  if (red.length === 0 && hint !== undefined)
    return nextLine(`${hint.replace(/\.$/, '')}; ${page} has the whole report`);
  const first = [...red, ...undecided].find(({ check }) => check !== '')?.check;
  if (result !== 'green' && first !== undefined) {
    // Of this report, so that accepting needs no second run.
    const accept = `gate --report ${shellWord(near(reportFile))} --update-waivers --waivers ${shellWord(waivers)}`;
    return nextLine(`${page} shows it; fix it, or accept it for a while: ${typedProgram()} ${accept}`);
  }
  if (result !== 'green') return nextLine(`${page} has the whole report`);
  return hasBaseline
    ? nextLine('after the release, keep this report.json as the next baseline')
    : nextLine(
        'keep the report.json of this release; gate --baseline report.json is then red for whatever got worse',
      );
}

function print(decision: GateDecision, json: boolean): void {
  process.stdout.write(
    json ? `${JSON.stringify(decision, null, 2)}\n` : `${gateText(decision, columns())}\n`,
  );
}

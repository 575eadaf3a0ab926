import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Settings, SettingsError } from '../config/settings/settings.ts';
import { OWN_FOLDER } from '../kit/evidence/ownFile.ts';
import { newRunId } from '../kit/run/random.ts';
import { writeAllure } from '../reporters/allure/write.ts';
import { EVENTS_FILE } from '../reporters/events.ts';
import { readExchanges, reportOf } from '../reporters/fromRun.ts';
import type { Report } from '../reporters/model.ts';
import { type ReportFiles, writeReport } from '../reporters/write.ts';
import type { Progress } from '../runner/order.ts';
import { loadOwnSuites, type OwnSuites } from '../runner/ownSuites.ts';
import { type Running, runSuite } from '../runner/runSuite.ts';
import { selectionFor } from '../runner/select.ts';
import { edgeOf } from '../runner/setup.ts';
import { catalogue } from '../suites/catalogue.ts';
import { startTenant, type Tenant } from '../tenant/index.ts';
import { faceOf } from './embedded.ts';
import { endpointOf } from './endpoint.ts';
import { recordEvents } from './events.ts';
import { profileFor } from './profile.ts';
import { toolFacts } from './tool.ts';

/** A run with its report. */
export interface Executed {
  report: Report;
  folder: string;
  files: ReportFiles;
  /** What the embedded tenant still held, where the run used it. */
  embeddedLeft?: string[];
}

export interface ExecuteOptions {
  progress?: Progress;
  /** Handed the run as soon as it can be interrupted. */
  onStart?(running: Running): void;
  /** The user's own suites where they were loaded already. */
  own?: OwnSuites;
}

/**
 * Runs the suite as the settings say, against an endpoint or the embedded tenant, and writes the report into the
 * run's folder.
 * @throws SettingsError where profile, suites or output folder cannot be used; nothing was sent then
 */
export async function execute(settings: Settings, options: ExecuteOptions = {}): Promise<Executed> {
  const profile = profileFor(settings);
  const own = options.own ?? (await loadOwnSuites(settings.suites));
  // A run that would ask nothing leaves no folder behind.
  selectionFor([...catalogue, ...own.checks], { settings, profile, own });
  const runId = newRunId();
  const folder = makeFolder(settings.out, runId);
  const tool = toolFacts();
  const tenant = await startEmbedded(settings);
  try {
    const endpoint = tenant
      ? {
          url: tenant.url,
          entraFlags: [],
          token: tenant.token,
          // The tenant is the run's own: no account of anybody can be locked.
          probesPerSecond: 100,
          ...(tenant.ca ? { ca: tenant.ca } : {}),
        }
      : endpointOf(settings);
    const shown = edgeOf({ endpoint, settings }).all({ url: endpoint.url, entraFlags: endpoint.entraFlags });
    const facts = { run: runId, url: shown.url, profile: profile.name, tool };
    const events = recordEvents(folder, facts, options.progress);
    const running = runSuite({
      settings,
      profile,
      own,
      endpoint,
      folder,
      runId,
      toolVersion: tool.version,
      progress: events,
    });
    options.onStart?.(running);
    const report = reportOf(await running.result, { settings, profile, endpoint: shown, tool });
    const exchanges = readExchanges(folder);
    const files = await writeReport(report, folder, exchanges);
    if (settings.allure) await writeAllure(report, exchanges, join(folder, 'allure-results'));
    events.end(report);
    const left = tenant?.resources().filter(({ name }) => name.includes(`conf-${runId}`));
    return {
      report,
      folder,
      files,
      ...(left && { embeddedLeft: left.map(({ type, name }) => `${type} ${name}`) }),
    };
  } finally {
    await tenant?.close();
  }
}

/** The embedded tenant where the settings ask for it. */
export async function startEmbedded({ target }: Settings): Promise<Tenant | undefined> {
  if (!('embedded' in target)) return undefined;
  const { defects, variations } = target.embedded;
  const face = faceOf(target.embedded.face, defects);
  return startTenant({ defects, variations, ...(face === undefined ? {} : { face }) });
}

/** The run's folder, made; without `--out` one under results/, to which results/latest then points. */
export function makeFolder(out: string | undefined, runId: string): string {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const folder = out ?? resolve('results', `${time}-${runId}`);
  try {
    mkdirSync(folder, { recursive: true, mode: OWN_FOLDER });
    // A folder that is used again must not mix the evidence of two runs.
    for (const file of ['exchanges.ndjson', 'journal.ndjson', EVENTS_FILE])
      rmSync(join(folder, file), { force: true });
    rmSync(join(folder, 'allure-results'), { recursive: true, force: true });
  } catch (error) {
    throw new SettingsError(
      '--out',
      `${folder} cannot be written: ${(error as Error).message}`,
      'Name a folder that you may write to.',
    );
  }
  if (out === undefined) pointLatest(folder);
  return folder;
}

function pointLatest(folder: string): void {
  const latest = join(dirname(folder), 'latest');
  try {
    rmSync(latest, { force: true });
    symlinkSync(basename(folder), latest, 'dir');
  } catch {
    // Where links are not allowed the run goes on without one.
  }
}

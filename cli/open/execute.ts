import { join } from 'node:path';
import type { Profile } from '../../config/profile.ts';
import type { Settings } from '../../config/settings/settings.ts';
import type { Exchange } from '../../kit/evidence/exchange.ts';
import { readExchanges, reportRun } from '../../reporters/fromRun.ts';
import type { Report } from '../../reporters/model.ts';
import { type ReportFiles, writeReport } from '../../reporters/write.ts';
import { ALLURE, below, noteFolder, REPORT } from '../../runner/folder/ownFiles.ts';
import { USUAL_DEADLINE_MS } from '../../runner/forecast.ts';
import { openRun } from '../../runner/open/openRun.ts';
import type { Progress } from '../../runner/order.ts';
import { loadOwnSuites, type OwnSuites } from '../../runner/ownSuites.ts';
import { runSuite } from '../../runner/runSuite.ts';
import { makeEdge } from '../../runner/setup.ts';
import { present } from '../../schemas/present.ts';
import { catalogueWith } from '../../suites/catalogue.ts';
import { recordEvents } from '../show/events.ts';
import { reachEndpoint } from './endpoint.ts';
import { profileFor } from './profile.ts';
import { toolFacts } from './tool.ts';

/** A run with its report. */
export interface Executed {
  report: Report;
  folder: string;
  files: ReportFiles;
  /** The profile that was judged by, with the mapping that was tested. */
  profile: Profile;
  /** The command that removes what may be left. */
  clean: string;
  /** What the embedded tenant still held, where the run used it. */
  embeddedLeft?: string[];
}

export interface ExecuteOptions {
  progress?: Progress;
  /** The user's own suites where they were loaded already. */
  own?: OwnSuites;
  /** Names of what the command writes into the folder beside the report. */
  writes?: readonly string[];
  /** Takes the interrupts of this process. */
  attended?: boolean;
  /** Interrupts the run from code. */
  signal?: AbortSignal;
  /** Told what somebody has to see however quiet the run is. */
  tell?(line: string): void;
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
  catalogueWith(own).select(settings, profile);
  const tool = toolFacts();
  const { endpoint, tenant, close } = await reachEndpoint(settings);
  try {
    const opened = await openRun({
      settings,
      profile,
      endpoint,
      toolVersion: tool.version,
      deadlineMs: settings.deadlineMs ?? USUAL_DEADLINE_MS,
      writes: [...REPORT, ...(settings.allure ? ALLURE : []), ...(options.writes ?? [])],
      attended: options.attended === true,
      progress: options.progress ?? {},
      tell: (line) => options.tell?.(line),
      ...present({ signal: options.signal }),
    });
    try {
      const { folder, runId } = opened;
      const shown = makeEdge({ endpoint, settings }).all({
        url: endpoint.url,
        entraFlags: endpoint.entraFlags,
        ...present({ embedded: endpoint.embedded }),
      });
      const facts = { run: runId, url: shown.url, profile: profile.name, tool };
      const events = recordEvents(folder, facts, options.progress);
      const result = await runSuite(opened, { settings, profile, own, progress: events });
      const exchanges = readExchanges(folder);
      const report = reportRun(result, { settings, profile, endpoint: shown, tool }, exchanges);
      const files = await writeReport(report, folder, exchanges).catch((error) => {
        options.tell?.(`The run ended, but its report cannot be written to ${folder}.`);
        throw error;
      });
      if (settings.allure) await addAllure(report, exchanges, folder);
      events.end(report);
      const left = tenant?.resources().filter(({ name }) => name.includes(`conf-${runId}`));
      return {
        report,
        folder,
        files,
        profile,
        clean: opened.command,
        ...(left && { embeddedLeft: left.map(({ type, name }) => `${type} ${name}`) }),
      };
    } finally {
      await opened.close();
    }
  } finally {
    await close();
  }
}

/** Results for Allure beside those of others that the folder may hold. */
async function addAllure(report: Report, exchanges: readonly Exchange[], folder: string): Promise<void> {
  const others = new Set(below(folder, 'allure-results/'));
  const { writeAllure } = await import('../../reporters/allure/write.ts');
  writeAllure(report, exchanges, join(folder, 'allure-results'));
  noteFolder(folder, 'allure-results', others);
}

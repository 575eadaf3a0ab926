import type { TestProject } from 'vitest/node';
import { SettingsError } from '../config/settings/settings.ts';
import { deadlineFor, foresee, USUAL_DEADLINE_MS } from '../runner/forecast.ts';
import { openRun } from '../runner/open/openRun.ts';
import { catalogueWith } from '../suites/catalogue.ts';
import { requireEndpoint } from './open/endpoint.ts';
import { profileFor } from './open/profile.ts';
import { readInput, readKnowing } from './open/start.ts';
import { toolFacts } from './open/tool.ts';

/** Ends what was opened. */
type Close = () => Promise<void>;

/**
 * Opens a run for vitest itself, with the endpoint of the environment and by the settings of `run`; what the run sends
 * and makes is in its folder, as with any.
 * @returns closes it
 * @throws Error in plain words where a setting cannot be used, or the endpoint is none; nothing was written to it then
 */
export default async function underVitest(project: TestProject): Promise<Close> {
  let close = await plainly(open(project));
  project.onTestsRerun(async () => {
    await close();
    close = await plainly(open(project));
  });
  return () => close();
}

async function open(project: TestProject): Promise<Close> {
  const { settings, own } = await readKnowing(readInput('run', []));
  const profile = profileFor(settings);
  const { selected } = catalogueWith(own).select(settings, profile);
  const opened = await openRun({
    settings,
    profile,
    endpoint: requireEndpoint(settings),
    toolVersion: toolFacts().version,
    deadlineMs: settings.deadlineMs ?? USUAL_DEADLINE_MS,
    writes: [],
    attended: true,
    tell: (line) => process.stderr.write(`${line}\n`),
  });
  try {
    const found = await opened.discover();
    if (found.hopeless) throw new SettingsError('endpoint', found.hopeless.message, found.hopeless.hint);
    const { folder, stopping } = opened;
    if (settings.deadlineMs === undefined)
      stopping.allow(deadlineFor(foresee({ settings, profile, own }, found.roundTripMs ?? 0).ms));
    project.provide('conformance', {
      run: await opened.handOver(found),
      folder,
      selected,
      suites: own.files,
      rows: own.rows,
      channel: stopping.channel,
      annotated: true,
    });
    return () => opened.close();
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** vitest shows where an error was thrown; what is to be corrected stands elsewhere. */
async function plainly<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const plain = new Error(`${error.message}\n${error.hint}`);
    plain.stack = plain.message;
    throw plain;
  }
}

import type { Settings } from '../config/settings/settings.ts';
import { fileEvidence } from '../kit/evidence/evidence.ts';
import { newRunId } from '../kit/run/random.ts';
import { Run } from '../kit/run/run.ts';
import { beginJournal } from '../kit/safety/journalFile.ts';
import { oneLine } from '../reporters/sanitize.ts';
import { wantsColour } from '../reporters/terminal.ts';
import { type PilotResult, pilot } from '../runner/pilot.ts';
import { setupOf, shownUrl } from '../runner/setup.ts';
import { columns } from './attended.ts';
import { endpointOf } from './endpoint.ts';
import { makeFolder, startEmbedded } from './execute.ts';
import { profileFor } from './profile.ts';
import { toolFacts } from './tool.ts';

/** One request of a pilot is not waited for longer than this. */
const PATIENCE_MS = 5_000;

/**
 * `run --pilot`: one user and one group, as Entra would provision them; the evidence in the run's folder.
 * @returns the exit code: 0 Entra can start, 1 something stops it, 2 nothing was answered
 */
export async function runPilot(settings: Settings): Promise<number> {
  const profile = profileFor(settings);
  const runId = newRunId();
  const folder = makeFolder(settings.out, runId);
  const tenant = await startEmbedded(settings);
  try {
    const endpoint = tenant
      ? { url: tenant.url, entraFlags: [], token: tenant.token, ...(tenant.ca ? { ca: tenant.ca } : {}) }
      : endpointOf(settings);
    const setup = setupOf({ settings, profile, endpoint, toolVersion: toolFacts().version }, runId);
    const start = { run: runId, url: shownUrl(endpoint.url, endpoint.token), at: new Date().toISOString() };
    const run = new Run(
      { ...setup, timeoutMs: Math.min(setup.timeoutMs, PATIENCE_MS) },
      { evidence: fileEvidence(folder), journal: beginJournal(folder, start, endpoint.token) },
      [],
    );
    try {
      const result = await pilot(run);
      process.stdout.write(settings.json ? `${JSON.stringify(result, null, 2)}\n` : textOf(result));
      if (result.ready) return 0;
      return result.steps.length === 0 ? 2 : 1;
    } finally {
      await run.close();
    }
  } finally {
    await tenant?.close();
  }
}

function textOf({ steps, sentence, hint, requests, durationMs, ready }: PilotResult): string {
  const colour = wantsColour(process.stdout, process.env);
  const paint = (text: string, code: number) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const lines = steps.map(
    ({ name, ok, says }) =>
      `${paint(ok ? 'ok    ' : 'FAILED', ok ? 32 : 31)} ${oneLine(`${name}: ${says}`, columns() - 7)}`,
  );
  const cost = `${requests} requests in ${(durationMs / 1000).toFixed(1)} s`;
  const end = [paint(oneLine(sentence, 400), ready ? 32 : 31), ...(hint ? [oneLine(hint, 400)] : []), cost];
  return `${[...lines, '', ...end].join('\n')}\n`;
}

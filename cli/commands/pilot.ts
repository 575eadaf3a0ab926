import type { Settings } from '../../config/settings/settings.ts';
import type { StepsReport } from '../../reporters/html/steps.ts';
import { painter, wantsColour } from '../../reporters/paint.ts';
import { oneLine } from '../../reporters/sanitize.ts';
import { count } from '../../reporters/words.ts';
import { STEPS } from '../../runner/folder/ownFiles.ts';
import { USUAL_DEADLINE_MS } from '../../runner/forecast.ts';
import type { OpenRun } from '../../runner/open/opened.ts';
import { openRun } from '../../runner/open/openRun.ts';
import { type PilotResult, pilot } from '../../runner/pilot/pilot.ts';
import { present } from '../../schemas/present.ts';
import { columns } from '../open/attended.ts';
import { reachEndpoint } from '../open/endpoint.ts';
import { profileFor } from '../open/profile.ts';
import { toolFacts } from '../open/tool.ts';
import { nextAfterSteps } from '../show/next.ts';
import { writeSteps } from '../show/stepsReport.ts';

/** One request of a pilot is not waited for longer than this. */
const PATIENCE_MS = 5_000;

/**
 * `run --pilot`: one user and one group, as Entra would provision them; the evidence in the run's folder.
 * @returns the exit code: 0 Entra can start, 1 something stops it, 2 nothing was answered
 */
export async function runPilot(settings: Settings): Promise<number> {
  for (const warning of settings.warnings) process.stderr.write(`Note: ${warning}\n`);
  const profile = profileFor(settings);
  const { endpoint, close } = await reachEndpoint(settings);
  try {
    const tell = (line: string) => process.stderr.write(`${line}\n`);
    const opened = await openRun({
      settings,
      profile,
      endpoint,
      toolVersion: toolFacts().version,
      deadlineMs: settings.deadlineMs ?? USUAL_DEADLINE_MS,
      writes: STEPS,
      attended: true,
      adjust: { timeoutMs: Math.min(settings.timeoutMs, PATIENCE_MS) },
      progress: { say: tell },
      tell,
    });
    try {
      const result = await pilot(opened.run, async () => opened.begin(await opened.discover(), []));
      const ended = opened.stopping.ended();
      const exitCode =
        ended !== undefined || (!result.ready && result.steps.length === 0) ? 2 : result.ready ? 0 : 1;
      const page = await writeSteps(opened.folder, composeReport(result, opened, exitCode));
      process.stdout.write(settings.json ? `${JSON.stringify(result, null, 2)}\n` : renderText(result, page));
      if (result.leftovers.length > 0)
        tell(`To remove what is left (${result.leftovers.length}): ${opened.command}`);
      if (ended !== undefined) tell(`${ended.message}. ${ended.hint}`);
      return exitCode;
    } finally {
      await opened.close();
    }
  } finally {
    await close();
  }
}

function composeReport(
  { ready, sentence, diagnosis, hint, steps, leftovers }: PilotResult,
  { run, startedAt }: OpenRun,
  exitCode: 0 | 1 | 2,
): StepsReport {
  return run.edge.all({
    schemaVersion: '1.0',
    kind: 'pilot',
    url: run.setup.url,
    startedAt,
    ready,
    sentence: diagnosis === undefined ? sentence : `${sentence} ${diagnosis.says}`,
    ...present({ hint }),
    steps: steps.map(({ name, ok, says }) => ({
      name,
      state: ok ? ('ok' as const) : ('failed' as const),
      says,
    })),
    ...(leftovers.length > 0 && { leftovers: leftovers.map(({ path, why }) => ({ path, why })) }),
    exitCode,
  } satisfies StepsReport);
}

function renderText(
  { steps, sentence, diagnosis, hint, requests, durationMs, ready, leftovers }: PilotResult,
  page: string,
): string {
  const paint = painter(wantsColour(process.stdout, process.env));
  const lines = steps.map(
    ({ name, ok, says }) =>
      `${paint(ok ? 'green' : 'red', ok ? 'ok    ' : 'FAILED')} ${oneLine(`${name}: ${says}`, columns() - 7)}`,
  );
  const cost = `${count(requests, 'request')} in ${(durationMs / 1000).toFixed(1)} s`;
  const end = [
    paint(ready ? 'green' : 'red', oneLine(sentence, 400)),
    ...(diagnosis ? [diagnosis.says] : []),
    ...(hint ? [oneLine(hint, 400)] : []),
    ...leftovers.map(({ path, why }) => `Left: ${oneLine(`${path}: ${why}`, 600)}`),
    cost,
  ];
  return `${[...lines, '', ...end, `Report: ${page}`].join('\n')}\n${nextAfterSteps({ kind: 'pilot', ready })}`;
}

import type { Settings } from '../config/settings/settings.ts';
import { painter, wantsColour } from '../reporters/paint.ts';
import { oneLine } from '../reporters/sanitize.ts';
import { count } from '../reporters/words.ts';
import { openRun } from '../runner/open/openRun.ts';
import { type PilotResult, pilot } from '../runner/pilot/pilot.ts';
import { columns } from './attended.ts';
import { reachEndpoint } from './endpoint.ts';
import { nextCommand, nextLine } from './next.ts';
import { profileFor } from './profile.ts';
import { toolFacts } from './tool.ts';

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
      deadlineMs: settings.deadlineMs,
      writes: [],
      attended: true,
      adjust: { timeoutMs: Math.min(settings.timeoutMs, PATIENCE_MS) },
      progress: { say: tell },
      tell,
    });
    try {
      const result = await pilot(opened.run);
      process.stdout.write(settings.json ? `${JSON.stringify(result, null, 2)}\n` : textOf(result));
      const ended = opened.stopping.ended();
      if (ended !== undefined) tell(`${ended.message}. ${ended.hint}`);
      if (ended !== undefined) return 2;
      if (result.ready) return 0;
      return result.steps.length === 0 ? 2 : 1;
    } finally {
      await opened.close();
    }
  } finally {
    await close();
  }
}

function textOf({ steps, sentence, diagnosis, hint, requests, durationMs, ready }: PilotResult): string {
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
    cost,
  ];
  const next = ready
    ? nextCommand('run --allow-writes', 'asks everything else')
    : nextLine('correct that, and run the pilot again');
  return `${[...lines, '', ...end].join('\n')}\n${next}`;
}

import { readSettings } from '../../config/settings/readSettings.ts';
import { newRunId } from '../../kit/check/random.ts';
import type { StepsReport } from '../../reporters/html/steps.ts';
import { painter, type Style, wantsColour } from '../../reporters/paint.ts';
import { oneLine } from '../../reporters/sanitize.ts';
import { examine } from '../../runner/doctor/examine.ts';
import type { Step } from '../../runner/doctor/steps.ts';
import { claimFolder } from '../../runner/folder/claimFolder.ts';
import { STEPS } from '../../runner/folder/ownFiles.ts';
import { makeSetup } from '../../runner/setup.ts';
import { columns } from '../open/attended.ts';
import { withoutCredential } from '../open/confided.ts';
import { requireEndpoint } from '../open/endpoint.ts';
import { requireProfile } from '../open/profile.ts';
import { readInput } from '../open/start.ts';
import { toolFacts } from '../open/tool.ts';
import { nextAfterSteps } from '../show/next.ts';
import { writeSteps } from '../show/stepsReport.ts';
import { wrapped } from '../show/tables.ts';

const MARKS: Record<Step['state'], string> = {
  ok: 'ok',
  warning: 'warning',
  failed: 'FAILED',
  'not-reached': '-',
};
const STYLES: Record<Step['state'], Style> = {
  ok: 'green',
  warning: 'yellow',
  failed: 'red',
  'not-reached': 'dim',
};

/**
 * `doctor`: step by step from the name of the host to Entra's first requests, each with what to do about it.
 * @param goesOn whether the command that calls it says itself what to do where the endpoint is fit
 * @returns the exit code: 0 fit to run, 1 a step failed
 */
export async function doctor(argv: string[], { goesOn = false } = {}): Promise<number> {
  const settings = await readSettings(readInput('doctor', argv));
  for (const warning of settings.warnings) process.stderr.write(`Note: ${warning}\n`);
  if (settings.out !== undefined) claimFolder(settings.out, STEPS, '--out');
  const order = {
    settings,
    profile: requireProfile(settings.profile),
    endpoint: requireEndpoint(settings),
    toolVersion: toolFacts().version,
  };
  const steps = await examine(makeSetup(order, newRunId()));
  const startedAt = new Date().toISOString();
  const fit = steps.every(({ state }) => state === 'ok' || state === 'warning');
  const page =
    settings.out &&
    (await writeSteps(settings.out, composeReport(steps, fit, order.endpoint.url, startedAt)));
  if (settings.json) process.stdout.write(`${JSON.stringify({ fit, steps }, null, 2)}\n`);
  else {
    const end = fit ? 'Ready to run.' : 'Not ready to run yet.';
    const next = goesOn && fit ? '' : nextAfterSteps({ kind: 'doctor', ready: fit });
    const where = page ? [`Report: ${page}`] : [];
    process.stdout.write(`${[...steps.flatMap(writeLines), end, ...where].join('\n')}\n${next}`);
  }
  return fit ? 0 : 1;
}

function composeReport(steps: Step[], fit: boolean, url: string, startedAt: string): StepsReport {
  const failed = steps.find(({ state }) => state === 'failed');
  return {
    schemaVersion: '1.0',
    kind: 'doctor',
    url: withoutCredential(url),
    startedAt,
    ready: fit,
    sentence: fit ? 'Ready to run.' : 'Not ready to run yet.',
    ...(failed?.fix !== undefined && { hint: failed.fix }),
    steps,
    exitCode: fit ? 0 : 1,
  };
}

function writeLines({ name, state, says, fix }: Step): string[] {
  const paint = painter(wantsColour(process.stdout, process.env));
  const shown = paint(STYLES[state], MARKS[state].padEnd(8));
  const width = columns() - 9;
  return [
    `${shown} ${oneLine(`${name}: ${says}`, width)}`,
    // What to do is read whole.
    ...(fix ? [wrapped(oneLine(fix, 1000), '         ', columns())] : []),
  ];
}

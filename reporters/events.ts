import type { Outcome } from '../kit/outcome.ts';
import { present } from '../schemas/present.ts';
import type { Report } from './model.ts';

export const EVENTS_FILE = 'events.ndjson';

/** Version of the lines; members may be added within a major one. */
const VERSION = '1.0';

/** What is known when a run begins. */
export interface Beginning {
  run: string;
  url: string;
  profile: string;
  tool: Report['tool'];
  /** Checks that were selected. */
  checks: number;
}

/** The first line of events.ndjson: what is about to run. */
export function beginEvent({ run, url, profile, tool, checks }: Beginning, at: string): string {
  const { name, version } = tool;
  return line({ event: 'begin', version: VERSION, at, run, url, profile, tool: { name, version }, checks });
}

/** One line for each check that came to its end, in the order in which they did. */
export function outcomeEvent(outcome: Outcome, at: string): string {
  const { id, status, reason, findings, blockedBy, error, durationMs } = outcome;
  return line({
    event: 'outcome',
    at,
    check: id,
    state: status,
    ...present({ reason }),
    durationMs,
    ...(findings.length > 0 && {
      findings: findings.map(({ key, row, expected, observed }) => ({ key, row, expected, observed })),
    }),
    ...(blockedBy && { blockedBy: blockedBy.signature }),
    ...present({ error }),
  });
}

/** The last line: what the run came to. Where it is missing, the run was killed. */
export function endEvent(report: Report, at: string): string {
  const counts: Partial<Record<string, number>> = {};
  for (const { status } of report.checks) counts[status] = (counts[status] ?? 0) + 1;
  const { run, verdict, exitCode, verdicts } = report;
  return line({
    event: 'end',
    at,
    run: run.id,
    verdict,
    exitCode,
    ...(run.ended && { ended: run.ended.why }),
    verdicts: Object.fromEntries(verdicts.map((one) => [one.source, one.verdict])),
    checks: counts,
    requests: run.requests,
    durationMs: run.durationMs,
  });
}

function line(event: object): string {
  return `${JSON.stringify(event)}\n`;
}

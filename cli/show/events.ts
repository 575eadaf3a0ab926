import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Beginning, beginEvent, EVENTS_FILE, endEvent, outcomeEvent } from '../../reporters/events.ts';
import type { Report } from '../../reporters/model.ts';
import type { Progress } from '../../runner/order.ts';

/** Progress that is written down line by line as well as shown. */
export interface Recorded extends Progress {
  end(report: Report): void;
}

/**
 * Appends to events.ndjson in a run's folder while the run goes on, and hands everything on to `shown`. A folder that
 * can no longer be written ends the recording, not the run.
 */
export function recordEvents(
  folder: string,
  facts: Omit<Beginning, 'checks'>,
  shown: Progress = {},
): Recorded {
  const file = join(folder, EVENTS_FILE);
  let broken = false;
  const append = (line: string) => {
    if (broken) return;
    try {
      appendFileSync(file, line, { mode: 0o600 });
    } catch (error) {
      broken = true;
      shown.say?.(`${file} cannot be written: ${(error as Error).message}`);
    }
  };
  const now = () => new Date().toISOString();
  return {
    selected: (checks) => append(beginEvent({ ...facts, checks }, now())),
    begin: (total, checks) => shown.begin?.(total, checks),
    say: (line) => shown.say?.(line),
    outcome: (outcome) => {
      append(outcomeEvent(outcome, now()));
      shown.outcome?.(outcome);
    },
    end: (report) => append(endEvent(report, now())),
  };
}

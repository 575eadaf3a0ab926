import { afterAll, describe, test } from 'vitest';
import type { Row } from '../../config/row.ts';
import type { CatalogueEntry, Check } from '../check/check.ts';
import { fileEvidence } from '../evidence/evidence.ts';
import type { Outcome } from '../outcome.ts';
import { continueJournal } from '../safety/journalFile.ts';
import type { Leftover } from '../safety/leftover.ts';
import { planOf, runFirst } from './phases.ts';
import { Run } from './run.ts';
import { runCheck } from './runCheck.ts';
import type { RunSetup } from './runSetup.ts';

/** What the main process hands to the worker, as plain data. */
export interface WorkerSetup {
  run: RunSetup;
  /** The run's folder: evidence and journal are appended there. */
  folder: string;
  selected: string[];
  /** `file:` addresses of the user's own suites. */
  suites: string[];
  /** Rows that those suites bring. */
  rows: Row[];
  /** Name of the channel on which the main process says stop. */
  channel: string;
}

/** What the main process says on the channel. */
export interface StopMessage {
  reason: 'interrupted' | 'deadline';
  /** Ends the requests of checks that are under way. */
  now: boolean;
  /** Ends clean-up, too. */
  giveUp?: boolean;
}

declare module 'vitest' {
  interface TaskMeta {
    outcome?: Outcome;
    outcomes?: Outcome[];
    leftovers?: Leftover[];
    /** Why evidence or journal could no longer be written. */
    lost?: string;
  }
  interface ProvidedContext {
    conformance: WorkerSetup;
  }
}

/** The main process owns the deadline; these only keep vitest from having one of its own. */
const CLEAN_UP_MS = 86_400_000;
const CHECK_MS = 86_400_000;

/**
 * Registers the selected checks of a catalogue as vitest tests, phase after phase; their outcomes travel in the
 * tests' meta. The only file of the kit that knows vitest.
 */
export function register(
  entries: CatalogueEntry[],
  setup: WorkerSetup,
  rowOf: (id: string) => Row | undefined,
): void {
  const selected = new Set(setup.selected);
  const plan = planOf(entries, (id) => selected.has(id));
  const files = {
    evidence: fileEvidence(setup.folder),
    journal: continueJournal(setup.folder, setup.run.token),
  };
  const run = new Run(setup.run, files, plan.rules);
  const channel = new BroadcastChannel(setup.channel);
  channel.onmessage = ({ data }) => {
    const { reason, now, giveUp } = data as StopMessage;
    if (giveUp) run.giveUp(reason);
    else run.stop(reason, now);
  };
  afterAll(async () => {
    channel.close();
    await run.close();
  });

  const one = (check: Check) =>
    test(check.id, { timeout: CHECK_MS }, async ({ task }) => {
      const outcome = await runCheck(check, run, rowOf);
      task.meta.outcome = outcome;
      if (outcome.state === 'fail' || outcome.state === 'blocked' || outcome.state === 'error')
        throw new Error(`${check.id}: ${outcome.state}`);
    });
  const cleanUp = (name: string, sweep: boolean) =>
    test(name, { timeout: CLEAN_UP_MS }, async ({ task }) => {
      task.meta.leftovers = run.edge.all(await run.cleanUp(undefined, { sweep }));
    });

  describe('first', () => {
    test('first contact', { timeout: CHECK_MS }, async ({ task }) => {
      task.meta.outcomes = await runFirst(plan, run, rowOf);
    });
  });
  describe('checks', { concurrent: true }, () => {
    for (const check of plan.concurrent) one(check);
    // A suite without a test is an error to vitest, and a filter may leave none.
    test('begin', () => {});
  });
  describe('alone', () => {
    for (const check of plan.exclusive) one(check);
    cleanUp('clean-up', false);
    for (const check of plan.credentials) one(check);
    cleanUp('last clean-up', true);
    test('rules', ({ task }) => {
      task.meta.outcomes = run.ruleOutcomes((id) => selected.has(id));
      if (run.lost !== undefined) task.meta.lost = run.lost;
    });
  });
}

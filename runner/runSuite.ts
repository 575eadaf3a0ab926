import { mkdirSync } from 'node:fs';
import { loadRows } from '../config/requirements/catalogue.ts';
import type { Row } from '../config/row.ts';
import type { CatalogueEntry } from '../kit/check/check.ts';
import { Edge } from '../kit/evidence/edge.ts';
import { fileEvidence } from '../kit/evidence/evidence.ts';
import type { Outcome } from '../kit/outcome.ts';
import { newRunId } from '../kit/run/random.ts';
import { Run } from '../kit/run/run.ts';
import type { RunSetup } from '../kit/run/runSetup.ts';
import type { Leftover } from '../kit/safety/cleanUp.ts';
import { pendingOf } from '../kit/safety/journal.ts';
import { beginJournal, readJournal } from '../kit/safety/journalFile.ts';
import type { Capabilities } from '../schemas/capabilities.ts';
import { catalogue } from '../suites/catalogue.ts';
import { drive, loadVitest } from './drive.ts';
import type { Hopeless } from './hints.ts';
import type { RunOrder } from './order.ts';
import { preflight } from './preflight.ts';
import { type Selection, selectionFor } from './select.ts';
import { setupOf, shownUrl } from './setup.ts';
import { Stopping } from './stopping.ts';

/** What a run came to, before it is made a report. */
export interface RunResult {
  runId: string;
  startedAt: string;
  finishedAt: string;
  entries: CatalogueEntry[];
  rows: Row[];
  selection: Selection;
  outcomes: Outcome[];
  leftovers: Leftover[];
  capabilities?: Capabilities;
  ended?: { why: 'preflight' | 'interrupted' | 'deadline' | 'crash' } & Hopeless;
  folder: string;
}

/** A run that is under way. */
export interface Running {
  result: Promise<RunResult>;
  /** Starts no further check, cleans up; a second call gives up at once. */
  interrupt(): void;
}

/**
 * Runs the selected checks against an endpoint: preflight and discovery here, the checks in vitest's worker, evidence
 * and journal in the run's folder. The result says of every check of the catalogue what came of it or why it did not
 * run; it never rejects because of the endpoint.
 */
export function runSuite(order: RunOrder): Running {
  const runId = order.runId ?? newRunId();
  const stopping = new Stopping(runId, order.settings.deadlineMs);
  const result = execute(order, runId, stopping).finally(() => stopping.over());
  return { result, interrupt: () => stopping.interrupt() };
}

async function execute(order: RunOrder, runId: string, stopping: Stopping): Promise<RunResult> {
  const { own, folder } = order;
  const startedAt = new Date().toISOString();
  const entries = [...catalogue, ...own.checks];
  const rows = [...loadRows(), ...own.rows];
  const selection = selectionFor(entries, order);
  mkdirSync(folder, { recursive: true });
  const result: RunResult = {
    runId,
    startedAt,
    finishedAt: startedAt,
    entries,
    rows,
    selection,
    outcomes: [],
    leftovers: [],
    folder,
  };
  order.progress?.selected?.(selection.selected.length);
  const setup = setupOf(order, runId);
  const loading = loadVitest();
  const found = await discover(setup, order, startedAt, stopping);
  result.capabilities = found.capabilities;
  const ended = stopping.ended();
  if (ended !== undefined) {
    result.ended = ended;
  } else if (found.hopeless) {
    result.ended = { why: 'preflight', ...found.hopeless };
  } else {
    await loading;
    order.progress?.begin?.(selection.selected.length);
    const driven = await drive({
      setup: {
        run: { ...setup, capabilities: found.capabilities, firstExchange: found.nextNumber },
        folder,
        selected: selection.selected,
        suites: own.files,
        rows: own.rows,
        channel: stopping.channel,
      },
      onOutcome: (outcome) => order.progress?.outcome?.(outcome),
      abort: stopping.signal,
    });
    result.outcomes = driven.outcomes;
    result.leftovers = driven.leftovers ?? leftInJournal(folder);
    const stopped = stopping.ended();
    if (stopped !== undefined) result.ended = stopped;
    else if (driven.crash !== undefined)
      result.ended = {
        why: 'crash',
        message: driven.crash,
        hint: 'This is a fault of the suite: please report it.',
      };
  }
  result.finishedAt = new Date().toISOString();
  const edge = new Edge({ ...setup, ...(result.capabilities && { capabilities: result.capabilities }) });
  const { ended: early, leftovers, capabilities } = result;
  return {
    ...result,
    leftovers: edge.all(leftovers),
    ...(early && { ended: { ...edge.all(early), why: early.why } }),
    ...(capabilities && { capabilities: edge.all(capabilities) }),
  };
}

/** What the journal says may still exist, where the run ended before its clean-up did. */
function leftInJournal(folder: string): Leftover[] {
  return pendingOf(readJournal(folder))
    .filter(({ path, marker }) => path !== undefined || marker !== '')
    .map(({ path, endpoint, marker }) => ({
      path: path ?? endpoint,
      marker,
      why: 'the run ended before its clean-up did; scim-conformance clean removes it',
    }));
}

async function discover(setup: RunSetup, order: RunOrder, at: string, stopping: Stopping) {
  const { folder, profile, endpoint } = order;
  const journal = beginJournal(
    folder,
    { run: setup.runId, url: shownUrl(setup.url, endpoint.token), at },
    endpoint.token,
  );
  const run = new Run(setup, { evidence: fileEvidence(folder), journal }, []);
  stopping.scout = run;
  try {
    const scim = run.client({ check: 'discovery', ordinal: 0, exchanges: [] });
    const found = await preflight(scim, profile, setup.capabilities.target);
    return { ...found, nextNumber: run.session.nextNumber };
  } finally {
    stopping.scout = undefined;
    await run.close();
  }
}

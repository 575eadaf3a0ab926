import { mkdirSync } from 'node:fs';
import type { Capabilities } from '../config/capabilities.ts';
import type { Profile } from '../config/profile.ts';
import { severityOf } from '../config/profiles.ts';
import { loadRows, rowById } from '../config/requirements/catalogue.ts';
import type { Row } from '../config/row.ts';
import { proxyOf } from '../config/settings/proxy.ts';
import type { Settings } from '../config/settings/settings.ts';
import { isLoopback } from '../config/settings/tenantUrl.ts';
import { catalogue } from '../suites/catalogue.ts';
import type { CatalogueEntry } from '../suites/kit/check.ts';
import type { Leftover } from '../suites/kit/cleanUp.ts';
import { fileEvidence } from '../suites/kit/evidence.ts';
import { fileJournal, pendingOf, readJournal } from '../suites/kit/journal.ts';
import type { Outcome } from '../suites/kit/outcome.ts';
import { newRunId } from '../suites/kit/random.ts';
import { Run } from '../suites/kit/run.ts';
import type { RunSetup } from '../suites/kit/runSetup.ts';
import { credentialDigest } from './credential.ts';
import { drive, loadVitest, sendStop } from './drive.ts';
import type { OwnSuites } from './ownSuites.ts';
import { type Hopeless, preflight } from './preflight.ts';
import { asksFor, type Selection, select, severityOfEntry } from './select.ts';

/** What a run needs beside its settings. */
export interface RunOrder {
  settings: Settings;
  profile: Profile;
  own: OwnSuites;
  /** Tenant URL, token and certificate authority: those of the settings, or of the embedded tenant. */
  endpoint: {
    url: string;
    entraFlags: string[];
    token?: string;
    ca?: string;
    /** Requests with bad credentials a second; five unless nothing can be locked out. */
    probesPerSecond?: number;
  };
  /** The run's folder; made if it is missing. */
  folder: string;
  runId?: string;
  toolVersion: string;
  progress?: Progress;
}

/** Told while the run goes on. */
export interface Progress {
  /** How many checks were selected; before the first request. */
  selected?(checks: number): void;
  begin?(total: number): void;
  outcome?(outcome: Outcome): void;
  say?(line: string): void;
}

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

/** After the first interrupt: how long checks may finish, and how long clean-up may take. */
const FINISH_MS = 4_000;
const GRACE_MS = 60_000;
/** What the deadline keeps for clean-up and report, and which part of a short one. */
const RESERVE_MS = 20_000;
const RESERVE_PART = 0.2;

/**
 * Runs the selected checks against an endpoint: preflight and discovery here, the checks in vitest's worker, evidence
 * and journal in the run's folder. The result says of every check of the catalogue what came of it or why it did not
 * run; it never rejects because of the endpoint.
 */
export function runSuite(order: RunOrder): Running {
  const controller = new AbortController();
  const runId = order.runId ?? newRunId();
  const channel = `scim-conformance-${runId}`;
  const stop: StopState = {};
  const giveUp = (reason: 'interrupted' | 'deadline') => {
    sendStop(channel, { reason, now: true, giveUp: true });
    stop.scout?.giveUp(reason);
    controller.abort();
  };
  const halt = (reason: 'interrupted' | 'deadline') => {
    const again = stop.reason !== undefined;
    stop.reason ??= reason;
    // Discovery makes nothing that would have to be removed.
    stop.scout?.giveUp(reason);
    if (again && reason === 'interrupted') giveUp(reason);
    else sendStop(channel, { reason, now: reason === 'deadline' });
    if (!again && reason === 'interrupted')
      timers.push(
        later(FINISH_MS, () => sendStop(channel, { reason, now: true })),
        later(GRACE_MS, () => giveUp(reason)),
      );
  };
  const { deadlineMs } = order.settings;
  const reserve = Math.min(RESERVE_MS, deadlineMs * RESERVE_PART);
  const timers = [
    later(deadlineMs - reserve, () => halt('deadline')),
    later(deadlineMs, () => giveUp('deadline')),
  ];
  const result = execute(order, runId, channel, stop, controller.signal).finally(() => {
    for (const timer of timers) clearTimeout(timer);
  });
  return { result, interrupt: () => halt('interrupted') };
}

interface StopState {
  reason?: 'interrupted' | 'deadline';
  /** The session of discovery, while it runs. */
  scout?: Run;
}

function later(ms: number, act: () => void): NodeJS.Timeout {
  return setTimeout(act, ms).unref();
}

async function execute(
  order: RunOrder,
  runId: string,
  channel: string,
  stop: StopState,
  abort: AbortSignal,
): Promise<RunResult> {
  const { settings, profile, own, folder } = order;
  mkdirSync(folder, { recursive: true });
  const startedAt = new Date().toISOString();
  const entries = [...catalogue, ...own.checks];
  const rows = [...loadRows(), ...own.rows];
  const rowOf = (id: string) => rowById(id) ?? own.rows.find((row) => row.id === id);
  const selection = select(
    entries,
    settings,
    (entry) => severityOfEntry(entry, rowOf, (row) => severityOf(row, profile)),
    (entry) => asksFor(profile, entry, rowOf),
  );
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
  const found = await discover(setup, order, startedAt, stop);
  result.capabilities = found.capabilities;
  if (stop.reason !== undefined) {
    result.ended = endedBy(stop.reason, settings.deadlineMs);
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
        channel,
      },
      onOutcome: (outcome) => order.progress?.outcome?.(outcome),
      abort,
    });
    result.outcomes = driven.outcomes;
    result.leftovers = driven.leftovers ?? leftInJournal(folder);
    if (stop.reason !== undefined) result.ended = endedBy(stop.reason, settings.deadlineMs);
    else if (driven.crash !== undefined)
      result.ended = {
        why: 'crash',
        message: driven.crash,
        hint: 'This is a fault of the suite: please report it.',
      };
  }
  result.finishedAt = new Date().toISOString();
  return result;
}

function endedBy(reason: 'interrupted' | 'deadline', deadlineMs: number): RunResult['ended'] & object {
  return reason === 'deadline'
    ? {
        why: reason,
        message: `the run did not come to its end within ${Math.round(deadlineMs / 1000)} s`,
        hint: 'Give it longer with --deadline, or choose groups with --group.',
      }
    : { why: reason, message: 'the run was interrupted', hint: 'Run again; clean removes what may be left.' };
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

async function discover(setup: RunSetup, order: RunOrder, at: string, stop: StopState) {
  const { folder, profile, endpoint } = order;
  const journal = fileJournal(folder);
  journal.append({
    event: 'run',
    run: setup.runId,
    url: setup.url,
    credential: credentialDigest(endpoint.token),
    at,
  });
  const run = new Run(setup, { evidence: fileEvidence(folder), journal }, []);
  stop.scout = run;
  try {
    const scim = run.client({ check: 'discovery', ordinal: 0, exchanges: [] });
    const found = await preflight(scim, profile, setup.capabilities.target);
    return { ...found, nextNumber: run.session.nextNumber };
  } finally {
    delete stop.scout;
    await run.close();
  }
}

/** What a run's session, guard and checks are told, before anything is known of the endpoint. */
export function setupOf(
  {
    settings,
    profile,
    endpoint,
    toolVersion,
  }: Pick<RunOrder, 'settings' | 'profile' | 'endpoint' | 'toolVersion'>,
  runId: string,
): RunSetup {
  const url = new URL(endpoint.url);
  const proxy = proxyOf(endpoint.url, settings.proxy, process.env);
  return {
    runId,
    seed: settings.seed,
    url: endpoint.url,
    headers: settings.headers,
    userAgent: `smartfile-scim-conformance/${toolVersion}`,
    timeoutMs: settings.timeoutMs,
    patienceMs: settings.patienceMs,
    concurrency: settings.concurrency,
    maxResources: settings.maxResources,
    insecure: settings.insecure,
    readOnly: settings.readOnly,
    optIn: settings.optIn,
    templates: settings.templates,
    domain: settings.names.domain,
    profile,
    capabilities: {
      features: {
        patch: undefined,
        bulk: undefined,
        filter: undefined,
        changePassword: undefined,
        sort: undefined,
        etag: undefined,
      },
      bulk: {},
      filter: {},
      authenticationSchemes: [],
      resourceTypes: undefined,
      schemas: undefined,
      assumed: [],
      target: { https: url.protocol === 'https:', loopback: isLoopback(endpoint.url) },
    },
    firstExchange: 1,
    ...(endpoint.token === undefined ? {} : { token: endpoint.token }),
    ...(proxy && { proxy }),
    ...(settings.rps === undefined ? {} : { rps: settings.rps }),
    ...(endpoint.ca === undefined ? {} : { ca: endpoint.ca }),
    ...(endpoint.probesPerSecond === undefined ? {} : { probesPerSecond: endpoint.probesPerSecond }),
  };
}

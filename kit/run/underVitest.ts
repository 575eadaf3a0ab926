import { afterAll, describe, type RunnerTask, type RunnerTestFile, type TestContext, test } from 'vitest';
import type { Row } from '../../config/row.ts';
import { present } from '../../schemas/present.ts';
import type { Catalogue } from '../check/catalogue.ts';
import type { CatalogueEntry } from '../check/check.ts';
import { groupName } from '../check/definition.ts';
import { type Evidence, fileEvidence } from '../evidence/evidence.ts';
import type { Exchange } from '../evidence/exchange.ts';
import type { Outcome } from '../outcome.ts';
import type { Leftover } from '../safety/cleanUp/leftover.ts';
import type { JournalKey } from '../safety/journal/chain.ts';
import { continueJournal } from '../safety/journal/file.ts';
import { makePlan } from './plan.ts';
import { Run } from './run.ts';
import { runPlan } from './runPlan.ts';
import type { RunSetup } from './session/runSetup.ts';

/** What who opened the run hands to the worker, as plain data. */
export interface WorkerSetup {
  run: RunSetup;
  /** The run's folder: evidence and journal are appended there. */
  folder: string;
  /** What the journal is chained with. */
  journalKey?: JournalKey;
  selected: string[];
  /** `file:` addresses of the user's own suites. */
  suites: string[];
  /** Rows that those suites bring. */
  rows: Row[];
  /** Name of the channel on which the main process says stop. */
  channel: string;
  /** Somebody reads what vitest itself says: exchanges are annotations of their tests, and what is left an error. */
  annotated?: true;
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
    /** Of a test: the check that it is, and what came of it. */
    check?: string;
    outcome?: Outcome;
    /** Of the whole run: outcomes of checks that nobody selected, and that speak all the same. */
    outcomes?: Outcome[];
    leftovers?: Leftover[];
    /** Why evidence or journal could no longer be written. */
    lost?: string;
  }
  interface ProvidedContext {
    conformance: WorkerSetup;
  }
}

/** What became of a run as a whole. */
interface Whole {
  leftovers: Leftover[];
  lost?: string;
}

/**
 * Registers groups as suites and their checks as tests. One plan of those that vitest lets run is run; each test waits
 * for what comes of its check, and says it. The only file of the kit that knows vitest.
 */
export function register(catalogue: Catalogue, setup: WorkerSetup): void {
  const selected = new Set(setup.selected);
  const entries = catalogue.entries.filter(({ id }) => selected.has(id));
  const settle = new Map<string, (outcome: Outcome) => void>();
  const settled = new Map(
    entries.map(({ id }) => [id, new Promise<Outcome>((resolve) => settle.set(id, resolve))]),
  );
  const unasked: Outcome[] = [];
  const exchanges = new Map<number, Exchange>();
  let begun: { file: RunnerTestFile; whole: Promise<Whole> } | undefined;

  const begin = (file: RunnerTestFile) => {
    const asked = new Set(askedIn(file.tasks));
    const take = (outcome: Outcome) => {
      if (asked.has(outcome.id)) settle.get(outcome.id)?.(outcome);
      else unasked.push(outcome);
    };
    const keep = setup.annotated ? exchanges : undefined;
    return { file, whole: runAsked(catalogue, asked, setup, { take, keep }) };
  };
  afterAll(async () => {
    // Where the run itself failed, the tests that waited for it said so.
    const whole = await begun?.whole.catch(() => undefined);
    if (begun === undefined || whole === undefined) return;
    Object.assign(begun.file.meta, { outcomes: unasked, ...whole });
    if (setup.annotated && whole.leftovers.length > 0)
      throw new Error(`left on the endpoint: ${whole.leftovers.map(({ path }) => path).join(', ')}`);
  });

  const groups = new Set(entries.map(({ id }) => groupName(id)));
  for (const group of groups)
    describe(group, { concurrent: true }, () => {
      for (const { id, title } of entries.filter((entry) => groupName(entry.id) === group))
        test(`${id}: ${title}`, { meta: { check: id } }, async (context) => {
          begun ??= begin(context.task.file);
          const none = begun.whole.then(() => Promise.reject(new Error(`${id} ended without an outcome`)));
          const outcome = await Promise.race([settled.get(id) as Promise<Outcome>, none]);
          context.task.meta.outcome = outcome;
          for (const number of outcome.exchanges) await annotate(exchanges.get(number), context);
          tell(outcome, context);
        });
    });
}

/** Runs those of a catalogue that are asked for, stopped by the channel, and closes what it opened. */
async function runAsked(
  catalogue: Catalogue,
  asked: ReadonlySet<string>,
  setup: WorkerSetup,
  to: { take(outcome: Outcome): void; keep: Map<number, Exchange> | undefined },
): Promise<Whole> {
  const plan = makePlan(catalogue, ({ id }: CatalogueEntry) => asked.has(id));
  const evidence = keeping(fileEvidence(setup.folder), to.keep);
  const journal = continueJournal(setup.folder, setup.run.token, setup.journalKey);
  const run = new Run(setup.run, { evidence, journal }, plan.rules);
  const channel = new BroadcastChannel(setup.channel);
  channel.onmessage = ({ data }) => {
    const { reason, now, giveUp } = data as StopMessage;
    if (giveUp) run.giveUp(reason);
    else run.stop(reason, now);
  };
  try {
    const leftovers = run.edge.all(await runPlan(plan, run, to.take));
    return { leftovers, ...present({ lost: run.lost }) };
  } finally {
    channel.close();
    await run.close();
  }
}

function keeping(evidence: Evidence, keep: Map<number, Exchange> | undefined): Evidence {
  if (keep === undefined) return evidence;
  return {
    append: (exchange) => {
      keep.set(exchange.number, exchange);
      evidence.append(exchange);
    },
    close: () => evidence.close(),
  };
}

/** The checks of the tests that vitest runs: a filter of its own may leave some out. */
function askedIn(tasks: readonly RunnerTask[]): string[] {
  return tasks.flatMap((task) => {
    if (task.mode === 'skip' || task.mode === 'todo') return [];
    if (task.type === 'suite') return askedIn(task.tasks);
    return task.meta.check ?? [];
  });
}

async function annotate(exchange: Exchange | undefined, context: TestContext): Promise<void> {
  if (exchange === undefined) return;
  const { number, method, template, response, failure } = exchange;
  const answer = response?.status ?? failure?.code ?? 'no answer';
  await context.annotate(`${number} ${method} ${template} ${answer}`, 'exchange', {
    contentType: 'application/json',
    body: JSON.stringify(exchange, null, 2),
    bodyEncoding: 'utf-8',
  });
}

/** A claim that failed is an assertion to vitest and its reporters; what could not be judged is another error. */
class ConformanceAssertionError extends Error {
  override name = 'ConformanceAssertionError';
}

/** Ends a test as its check ended. */
function tell(outcome: Outcome, { skip }: TestContext): void {
  const { status, findings, blockedBy, error, reason, explanation } = outcome;
  if (status === 'fail')
    throw new ConformanceAssertionError(
      findings
        .map(
          ({ key, expected, observed, row }) => `${key}: expected ${expected}, observed ${observed} (${row})`,
        )
        .join('\n'),
    );
  if (status === 'blocked')
    throw new Error(`blocked: ${blockedBy?.step ?? ''}: ${blockedBy?.signature ?? ''}`);
  if (status === 'error') throw new Error(`error of the suite: ${error ?? ''}`);
  if (status !== 'pass') skip([reason, explanation].filter(Boolean).join(': '));
}

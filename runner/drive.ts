import { fileURLToPath } from 'node:url';
import type { Reporter, TestCase } from 'vitest/node';
import type { Outcome } from '../kit/outcome.ts';
import type { StopMessage, WorkerSetup } from '../kit/run/register.ts';
import type { Leftover } from '../kit/safety/leftover.ts';
import { packageRoot } from '../schemas/packageRoot.ts';
import { loaderOptions } from './loader.ts';

/** What the worker delivered before it ended. */
export interface Driven {
  outcomes: Outcome[];
  /** What clean-up could not remove; absent where it did not come to its end. */
  leftovers?: Leftover[];
  /** Why evidence or journal could no longer be written. */
  lost?: string;
  /** The worker did not come to its end; the message says why. */
  crash?: string;
}

export interface Drive {
  setup: WorkerSetup;
  onOutcome(outcome: Outcome): void;
  /** Ends the worker when the run may take no longer. */
  abort: AbortSignal;
}

const dist = fileURLToPath(new URL('dist/', packageRoot));
const escaped = (path: string) => path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Loads vitest; about 200 ms, worth hiding behind the first round trips. */
export const loadVitest = () => import('vitest/node');

/**
 * Lets vitest run the conformance entry in one worker and collects what the checks came to. Configuration files
 * of the user's folder are not read, nothing is written beside the run's own folder.
 * @throws Error where vitest itself cannot start
 */
export async function drive({ setup, onOutcome, abort }: Drive): Promise<Driven> {
  const { createVitest } = await loadVitest();
  const driven: Driven = { outcomes: [] };
  const take = (outcome: Outcome) => {
    driven.outcomes.push(outcome);
    onOutcome(outcome);
  };
  const collector: Reporter = {
    onTestCaseResult(test: TestCase) {
      const { outcome, outcomes, leftovers, lost } = test.meta();
      if (outcome) take(outcome);
      for (const one of outcomes ?? []) take(one);
      if (leftovers) driven.leftovers = leftovers;
      if (lost) driven.lost = lost;
      const error = outcome ? undefined : test.result().errors?.[0];
      if (error) driven.crash ??= `${test.name}: ${error.message}`;
    },
    onTestRunEnd(_modules, errors) {
      const [first] = errors;
      if (first) driven.crash ??= String(first.message);
    },
    onTestModuleEnd(module) {
      const [first] = module.errors();
      if (first) driven.crash ??= String(first.message);
    },
  };
  const vitest = await quietly(() =>
    createVitest('test', vitestOptions(setup, collector), { ...loaderOptions, clearScreen: false }),
  );
  const ended = new Promise<void>((resolve) =>
    abort.addEventListener('abort', () => resolve(), { once: true }),
  );
  try {
    await vitest.standalone();
    const spec = vitest.getRootProject().createSpecification(`${dist}suites/conformance.test.js`);
    await Promise.race([vitest.runTestSpecifications([spec], true), ended]);
  } finally {
    await Promise.race([
      vitest.close(),
      ended.then(() => new Promise((resolve) => setTimeout(resolve, 2_000))),
    ]);
  }
  return driven;
}

/** Tells the worker to start no further check; with `now`, to give up the requests under way. */
export function sendStop(channel: string, message: StopMessage): void {
  const sender = new BroadcastChannel(channel);
  sender.postMessage(message);
  sender.close();
}

/** vitest's logger takes over signals and ends the process: the run decides that itself. */
async function quietly<T>(start: () => Promise<T>): Promise<T> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const before = new Map(signals.map((signal) => [signal, new Set(process.listeners(signal))]));
  process.env.VITEST ??= 'true';
  process.env.NODE_ENV ??= 'test';
  const started = await start();
  for (const signal of signals)
    for (const listener of process.listeners(signal))
      if (!before.get(signal)?.has(listener)) process.off(signal, listener);
  return started;
}

function vitestOptions(setup: WorkerSetup, collector: Reporter) {
  return {
    root: dist,
    config: false as const,
    watch: false,
    api: false,
    cache: false as const,
    passWithNoTests: true,
    pool: 'threads' as const,
    isolate: false,
    maxWorkers: 1,
    fileParallelism: false,
    maxConcurrency: setup.run.concurrency,
    teardownTimeout: 5_000,
    include: [],
    reporters: [collector],
    disableConsoleIntercept: true,
    provide: { conformance: setup },
    alias: [
      { find: /^smartfile-scim-conformance$/, replacement: `${dist}index.js` },
      { find: /^vitest$/, replacement: fileURLToPath(import.meta.resolve('vitest')) },
    ],
    server: {
      deps: {
        inline: [new RegExp(`${escaped(dist)}suites/conformance\\.test\\.js`)],
        external: [new RegExp(escaped(dist))],
      },
    },
  };
}

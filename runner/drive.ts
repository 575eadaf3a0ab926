import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Outcome } from '../kit/outcome.ts';
import type { StopMessage, WorkerSetup } from '../kit/run/underVitest.ts';
import type { Leftover } from '../kit/safety/cleanUp/leftover.ts';
import { packageRoot } from '../schemas/packageRoot.ts';

/** What vitest's worker delivered before it ended. */
export interface Driven {
  outcomes: Outcome[];
  /** What clean-up could not remove; absent where it did not come to its end. */
  leftovers?: Leftover[];
  /** Why evidence or journal could no longer be written. */
  lost?: string;
  /** The worker did not come to its end; the message says why. */
  crash?: string;
}

/** What the thread of vitest says while it runs. */
export type Told = { outcome: Outcome } | Omit<Driven, 'outcomes'>;

interface Drive {
  setup: WorkerSetup;
  onOutcome(outcome: Outcome): void;
  /** Ends the worker when the run may take no longer. */
  abort: AbortSignal;
}

/**
 * vitest, in a thread of its own: there it may take signals, exit codes and the environment for itself without the run
 * noticing. It is loaded at once, which takes about 200 ms that are worth hiding behind the first round trips.
 */
export class VitestThread {
  private readonly thread = new Worker(fileURLToPath(new URL('dist/runner/vitestThread.js', packageRoot)));

  /** What it died of, which may be before it is asked for anything. */
  private crash: string | undefined;
  private readonly ended: Promise<void>;

  constructor() {
    this.thread.unref();
    this.thread.on('error', (error) => {
      this.crash ??= error instanceof Error ? error.message : String(error);
    });
    this.ended = new Promise((resolve) => this.thread.once('exit', () => resolve()));
  }

  /** Lets vitest run the conformance entry and collects what the checks came to. */
  async drive({ setup, onOutcome, abort }: Drive): Promise<Driven> {
    const driven: Driven = { outcomes: [] };
    const { thread } = this;
    thread.on('message', (told: Told) => {
      if ('outcome' in told) {
        driven.outcomes.push(told.outcome);
        onOutcome(told.outcome);
      } else Object.assign(driven, told);
    });
    abort.addEventListener('abort', () => this.end(), { once: true });
    thread.ref();
    thread.postMessage(setup);
    await this.ended;
    if (this.crash !== undefined) driven.crash ??= this.crash;
    return driven;
  }

  /** Ends the thread with all that runs in it. */
  async end(): Promise<void> {
    await this.thread.terminate();
  }
}

/** Tells the worker to start no further check; with `now`, to give up the requests under way. */
export function sendStop(channel: string, message: StopMessage): void {
  const sender = new BroadcastChannel(channel);
  sender.postMessage(message);
  sender.close();
}

import type { Run } from '../../kit/run/run.ts';
import { sendStop } from '../drive.ts';
import type { Hopeless } from '../hints.ts';

/** Why a run ends before all its checks ran. */
type StopReason = 'interrupted' | 'deadline';

/** After the first interrupt: how long checks may finish, and how long clean-up may take. */
const FINISH_MS = 4_000;
const GRACE_MS = 60_000;
/** What the deadline keeps for clean-up and report, and which part of a short one. */
const RESERVE_MS = 20_000;
const RESERVE_PART = 0.2;

/** Ends a run at its deadline or when it is interrupted: first the checks, then their requests, then clean-up. */
export class Stopping {
  /** Why the run was told to stop; undefined while it was not. */
  reason: StopReason | undefined;
  /** The session of this process, while it is the one that sends. */
  private watched: Run | undefined;
  /** Where the worker listens. */
  readonly channel: string;
  private deadlineMs: number | undefined;
  private readonly since = performance.now();
  private readonly command: string;
  private readonly aborting = new AbortController();
  private readonly timers: NodeJS.Timeout[] = [];

  /**
   * The deadline counts from here.
   * @param deadlineMs none where it is undefined
   * @param command removes what the run may leave
   */
  constructor(runId: string, deadlineMs: number | undefined, command: string) {
    this.channel = `scim-conformance-${runId}`;
    this.command = command;
    if (deadlineMs !== undefined) this.endWithin(deadlineMs);
  }

  /** Gives the run longer than it had, counted from its beginning; nothing where it has a longer time, or none. */
  allow(deadlineMs: number): void {
    if (this.deadlineMs === undefined || deadlineMs <= this.deadlineMs || this.reason !== undefined) return;
    for (const timer of this.timers.splice(0)) clearTimeout(timer);
    this.endWithin(deadlineMs);
  }

  private endWithin(deadlineMs: number): void {
    this.deadlineMs = deadlineMs;
    const left = deadlineMs - (performance.now() - this.since);
    const reserve = Math.min(RESERVE_MS, deadlineMs * RESERVE_PART);
    this.timers.push(
      later(left - reserve, () => this.halt('deadline')),
      later(left, () => this.giveUp('deadline')),
    );
  }

  /** Aborted when the run may take no longer. */
  get signal(): AbortSignal {
    return this.aborting.signal;
  }

  /** Takes a session to be the one that sends; one that is told to stop already sends nothing. */
  watch(run: Run): void {
    this.watched = run;
    if (this.reason !== undefined) run.stop(this.reason, true);
    if (this.signal.aborted) run.giveUp(this.reason ?? 'interrupted');
  }

  /** The session of this process is over: a worker goes on. */
  leave(): void {
    this.watched = undefined;
  }

  /** Starts no further check, cleans up; a second call gives up at once. */
  interrupt(): void {
    this.halt('interrupted');
  }

  /** To be called when the run is over: nothing is left to stop. */
  over(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.leave();
  }

  /** Why the run ended early, and what to do; `undefined` where it was not told to stop. */
  ended(): ({ why: StopReason } & Hopeless) | undefined {
    if (this.reason === undefined) return undefined;
    const clean = this.command === '' ? '' : ` To remove what may be left: ${this.command}`;
    return this.reason === 'deadline'
      ? {
          why: this.reason,
          message: `the run exceeded its deadline of ${Math.round((this.deadlineMs ?? 0) / 1000)} s`,
          hint: `Allow more time with --deadline, or choose groups with --group.${clean}`,
        }
      : { why: this.reason, message: 'the run was interrupted', hint: `Run again.${clean}` };
  }

  private halt(reason: StopReason): void {
    const again = this.reason !== undefined;
    this.reason ??= reason;
    this.watched?.stop(reason, true);
    if (again && reason === 'interrupted') this.giveUp(reason);
    else sendStop(this.channel, { reason, now: reason === 'deadline' });
    if (!again && reason === 'interrupted')
      this.timers.push(
        later(FINISH_MS, () => sendStop(this.channel, { reason, now: true })),
        later(GRACE_MS, () => this.giveUp(reason)),
      );
  }

  private giveUp(reason: StopReason): void {
    sendStop(this.channel, { reason, now: true, giveUp: true });
    this.watched?.giveUp(reason);
    this.aborting.abort();
  }
}

function later(ms: number, act: () => void): NodeJS.Timeout {
  return setTimeout(act, ms).unref();
}

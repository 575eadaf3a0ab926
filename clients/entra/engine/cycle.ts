import type { Failure, LogEntry } from './log.ts';

export type CycleKind = 'initial' | 'incremental' | 'restart' | 'reset' | 'on-demand';

/** What a cycle came to. */
export interface CycleSummary {
  cycle: number;
  kind: CycleKind;
  reads: number;
  writes: number;
  actions: Record<LogEntry['action'], number>;
  failures: number;
  skipped: number;
  foreign: number;
  /** When the cycle began: the next incremental one hears of what changed since. */
  watermark: string;
  /** The watermark of the cycle before, from which an incremental one goes on. */
  since?: string;
  /** Leavers that the deletion threshold held back. */
  heldBack: number;
  /** Why the job was quarantined in this cycle. */
  quarantined?: Failure;
}

/** Ends a cycle because the job was quarantined. */
export class Quarantined extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.says);
    this.failure = failure;
  }
}

/** The summary of a cycle that begins. */
export function beginCycle(cycle: number, kind: CycleKind, since?: string): CycleSummary {
  return {
    watermark: new Date().toISOString(),
    ...(kind === 'incremental' && since !== undefined ? { since } : {}),
    heldBack: 0,
    cycle,
    kind,
    reads: 0,
    writes: 0,
    actions: { create: 0, update: 0, delete: 0, disable: 0, other: 0 },
    failures: 0,
    skipped: 0,
    foreign: 0,
  };
}

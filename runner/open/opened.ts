import type { Rule } from '../../kit/check/rule.ts';
import type { Evidence } from '../../kit/evidence/evidence.ts';
import { Run } from '../../kit/run/run.ts';
import type { RunSetup } from '../../kit/run/session/runSetup.ts';
import type { Journal } from '../../kit/safety/journal/journal.ts';
import { noteFiles } from '../folder/ownFiles.ts';
import { type Preflight, preflight } from '../preflight.ts';
import type { Stopping } from './stopping.ts';

interface Parts {
  setup: RunSetup;
  files: { evidence: Evidence; journal: Journal };
  stopping: Stopping;
  /** Gives the interrupts back. */
  release(): void;
  startedAt: string;
  folder?: string;
  /** Removes what it may leave. */
  command?: string;
  /** What it writes there. */
  names?: readonly string[];
}

/** A run that is open: one session after the other on the same evidence and journal. */
export class OpenRun {
  readonly startedAt: string;
  /** Deadline and interrupts. */
  readonly stopping: Stopping;
  /** What sends now: at first for discovery, later for checks. */
  run: Run;
  private readonly parts: Parts;
  private handedOver = false;

  constructor(parts: Parts) {
    this.parts = parts;
    this.startedAt = parts.startedAt;
    this.stopping = parts.stopping;
    this.run = this.session(parts.setup, []);
  }

  get runId(): string {
    return this.parts.setup.runId;
  }

  /** The run's folder. */
  get folder(): string {
    if (this.parts.folder === undefined) throw new Error('a run in memory has no folder');
    return this.parts.folder;
  }

  /** The command that removes what it may leave. */
  get command(): string {
    return this.parts.command ?? '';
  }

  /** Whether journal and folder are still in their place. */
  isThere(): boolean {
    return this.parts.files.journal.isThere?.() ?? true;
  }

  /** What the endpoint says of itself, and whether a run can come to anything at all. */
  discover(): Promise<Preflight> {
    const scim = this.run.client({ check: 'discovery', ordinal: 0, exchanges: [] });
    const { profile, capabilities } = this.run.setup;
    return preflight(scim, profile, capabilities.target);
  }

  /** The session for checks in this process, after discovery. */
  async begin({ capabilities }: Preflight, rules: Rule[]): Promise<Run> {
    const { setup } = this.run;
    const firstExchange = this.run.session.nextNumber;
    await this.run.end();
    this.run = this.session({ ...setup, capabilities, firstExchange }, rules);
    return this.run;
  }

  /** What a worker needs to go on in another thread; nothing is sent from here any more. */
  async handOver({ capabilities }: Preflight): Promise<RunSetup> {
    const { setup } = this.run;
    const firstExchange = this.run.session.nextNumber;
    this.handedOver = true;
    this.stopping.leave();
    await this.run.close();
    return { ...setup, capabilities, firstExchange };
  }

  /** Ends connections, deadline and interrupts, and notes that nobody writes into the folder any more. */
  async close(): Promise<void> {
    const { stopping, release, folder, names = [] } = this.parts;
    stopping.over();
    try {
      if (!this.handedOver) await this.run.close();
      if (folder !== undefined) noteFiles(folder, names, false);
    } catch {
      // A folder that cannot be written was told of before.
    } finally {
      release();
    }
  }

  private session(setup: RunSetup, rules: Rule[]): Run {
    const run = new Run(setup, this.parts.files, rules);
    this.stopping.watch(run);
    return run;
  }
}

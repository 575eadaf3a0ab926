import type { Harm } from '../config/row.ts';
import type { Exchange } from '../kit/evidence/exchange.ts';
import type { Outcome } from '../kit/outcome.ts';
import { Act } from './traffic/act.ts';

/** One thing that went wrong: a finding by its key, or a blocked check. */
export interface Failure {
  check: string;
  /** Absent for a blocked check. */
  key?: string;
  /** The row that the finding names; absent for a blocked check. */
  row?: string;
  /** What blocked the check, where it was; the same for all that one cause blocks. */
  signature?: string;
  /** Numbers of the exchanges that show it. */
  exchanges: number[];
}

/** So many exchanges are looked at by rules alone. */
const RULE = 200;

/** What diagnoses need to know of the catalogue that a run was judged by. */
export interface Requirements {
  /** The rows that a check verifies. */
  rowsFor(check: string): readonly string[];
  /** A row by its id, those of a user's own suites included. */
  rowById(id: string): { statement: string; harm: Harm; fix?: string } | undefined;
}

/** What diagnoses need to know of an outcome. */
export type Judged = Pick<Outcome, 'id' | 'status' | 'findings' | 'exchanges'> & {
  blockedBy?: Outcome['blockedBy'];
};

/** Everything that diagnoses look at: what came of the checks, and all that was exchanged. */
export class View {
  readonly outcomes: readonly Judged[];
  readonly requirements: Requirements;
  /** Every exchange in the order of its number. */
  readonly acts: readonly Act[];
  /** What went wrong, by check; errors of the suite itself are not among it. */
  readonly failures: readonly Failure[];
  private readonly byNumber: Map<number, Act>;
  private readonly bySender = new Map<string, Act[]>();
  private readonly sendersOf = new Map<string, Set<string>>();
  private readonly countChecks = new Map<string, Set<string>>();
  private readonly shownBy = new Map<string, Act[]>();
  private readonly failed: ReadonlySet<string>;
  private readonly judged: ReadonlySet<string>;
  private readonly rules = new Set<string>();
  private readonly ids: ReadonlySet<string>;

  constructor(outcomes: readonly Judged[], exchanges: readonly Exchange[], requirements: Requirements) {
    this.requirements = requirements;
    this.outcomes = [...outcomes].sort((a, b) => (a.id < b.id ? -1 : 1));
    this.acts = [...exchanges].sort((a, b) => a.number - b.number).map((exchange) => new Act(exchange));
    this.byNumber = new Map(this.acts.map((act) => [act.number, act]));
    for (const act of this.acts) {
      const own = this.bySender.get(act.exchange.check);
      if (own) own.push(act);
      else this.bySender.set(act.exchange.check, [act]);
    }
    this.ids = new Set(outcomes.map(({ id }) => id));
    for (const outcome of this.outcomes) this.tie(outcome);
    this.failures = this.outcomes.flatMap(listFailures);
    for (const { check, exchanges: shown } of this.failures)
      this.shownBy.set(check, [
        ...(this.shownBy.get(check) ?? []),
        ...shown.flatMap((number) => this.act(number) ?? []),
      ]);
    this.judged = new Set(
      outcomes.flatMap(({ id, status }) => (['pass', 'fail', 'blocked'].includes(status) ? [id] : [])),
    );
    this.failed = new Set(this.failures.map(({ check }) => check));
  }

  private tie({ id, exchanges, findings, blockedBy }: Judged): void {
    const numbers = [...exchanges, ...findings.flatMap((finding) => finding.exchanges), blockedBy?.exchange];
    const senders = new Set([id]);
    // A rule looks at all traffic, and has none of its own.
    if (this.bySender.has(id) || exchanges.length < RULE) {
      for (const number of numbers) {
        const sender = number === undefined ? undefined : this.act(number)?.exchange.check;
        if (sender !== undefined) senders.add(sender);
      }
    }
    // What looks at the requests of other checks, and not at those of a fixture that it shares, is a rule.
    if (!this.bySender.has(id) && [...senders].some((sender) => sender !== id && this.ids.has(sender)))
      this.rules.add(id);
    this.sendersOf.set(id, senders);
    for (const sender of senders) {
      const checks = this.countChecks.get(sender);
      if (checks) checks.add(id);
      else this.countChecks.set(sender, new Set([id]));
    }
  }

  act(number: number): Act | undefined {
    return this.byNumber.get(number);
  }

  /** Everything that a check looked at: what it sent itself, and what the fixtures sent that it shares with others. */
  traffic(check: string): readonly Act[] {
    return [...(this.sendersOf.get(check) ?? [check])].flatMap((sender) => this.story(sender));
  }

  /**
   * What a check asks in its own name, and what its findings show: what it shares with others says little of why it
   * fails. All that it looked at where it sent nothing itself.
   */
  claims(check: string): readonly Act[] {
    const own = this.story(check);
    const shown = this.shownBy.get(check) ?? [];
    return own.length + shown.length === 0 ? this.traffic(check) : [...new Set([...own, ...shown])];
  }

  /** Checks that passed, failed or were blocked. */
  get judgedChecks(): Iterable<string> {
    return this.judged;
  }

  /** Checks that look at what a sender sent: itself, or those that share a fixture. */
  lookingAt(sender: string): Iterable<string> {
    return this.countChecks.get(sender) ?? [sender];
  }

  /** What one sender sent, set-up and clean-up included. */
  story(sender: string): readonly Act[] {
    return this.bySender.get(sender) ?? [];
  }

  /** Names of all that sent something: checks, and the phases around them. */
  get senders(): Iterable<string> {
    return this.bySender.keys();
  }

  /** Whether a check has no traffic of its own and looks at that of all others. */
  isRule(check: string): boolean {
    return this.rules.has(check);
  }

  /** Whether something came of a check: it passed, failed or was blocked. */
  isJudged(check: string): boolean {
    return this.judged.has(check);
  }

  /** Whether a check failed or was blocked. */
  hasFailed(check: string): boolean {
    return this.failed.has(check);
  }
}

function listFailures({ id, status, findings, blockedBy, exchanges }: Judged): Failure[] {
  const found = findings.map(({ key, row, exchanges: shown }) => ({ check: id, key, row, exchanges: shown }));
  if (status !== 'blocked') return found;
  const at = blockedBy?.exchange === undefined ? exchanges.slice(-1) : [blockedBy.exchange];
  return [...found, { check: id, signature: blockedBy?.signature ?? 'an unknown step', exchanges: at }];
}

import { present } from '../../schemas/present.ts';
import type { Breach, Rule, RuleContext } from '../check/rule.ts';
import type { BlockedBy, Finding, Outcome } from '../outcome.ts';
import type { Answered } from '../wire/request.ts';

interface Watched {
  rule: Rule;
  seen: number;
  firstSeen: number[];
  findings: Map<string, Finding>;
  error?: string;
}

const NOTHING_KEPT: BlockedBy = {
  step: 'confirm that the endpoint keeps a resource',
  request: 'GET /Users/{id}',
  status: 'never shown',
  signature: 'the endpoint never showed a resource that the run had created',
};

/** Exchanges named as evidence for a rule that was kept. */
const KEPT_EXAMPLES = 3;

/** Applies every rule to every answered exchange, and keeps of each finding the first example and a count. */
export class Watch {
  private readonly watched: Watched[];

  constructor(rules: Rule[]) {
    this.watched = rules.map((rule) => ({ rule, seen: 0, firstSeen: [], findings: new Map() }));
  }

  /** Looks at one exchange; those of clean-up, repeats and load are not looked at. */
  look(answered: Answered, context: RuleContext): void {
    if (answered.request.purpose === 'clean-up' || answered.request.purpose === 'retry') return;
    for (const watched of this.watched) {
      try {
        if (!watched.rule.applies(answered, context)) continue;
        watched.seen += 1;
        const { exchange } = answered.response;
        if (watched.firstSeen.length < KEPT_EXAMPLES) watched.firstSeen.push(exchange);
        const breaches = watched.rule.breaks(answered, context);
        for (const breach of [breaches ?? []].flat()) this.note(watched, breach, exchange);
      } catch (error) {
        watched.error ??= error instanceof Error ? error.message : String(error);
      }
    }
  }

  /**
   * What came of each rule; a rule that no exchange concerned is not applicable.
   * @param alive whether the endpoint was seen to keep a resource: the answers of one that keeps nothing prove nothing
   */
  outcomes(selected: (id: string) => boolean, alive: boolean): Outcome[] {
    return this.watched
      .filter(({ rule }) => selected(rule.id))
      .map(({ rule, seen, firstSeen, findings, error }) => {
        const found = [...findings.values()];
        return {
          id: rule.id,
          ...decideState(seen, found, error, alive),
          findings: found,
          remarks: [],
          observations: [],
          exchanges: found.length > 0 ? found.flatMap((finding) => finding.exchanges) : firstSeen,
          assumed: [],
          ...present({ error }),
          attempts: 1,
          durationMs: 0,
        };
      });
  }

  private note(watched: Watched, breach: Breach, exchange: number): void {
    const row = breach.row ?? watched.rule.verifies[0] ?? '';
    if (!watched.rule.verifies.includes(row))
      throw new Error(`${watched.rule.id} names row ${row}, which it does not verify`);
    const known = watched.findings.get(breach.key);
    if (known === undefined) {
      const { key, expected, observed } = breach;
      watched.findings.set(key, { key, expected, observed, row, exchanges: [exchange], count: 1 });
      return;
    }
    known.count = (known.count ?? 1) + 1;
    if (known.exchanges.length < KEPT_EXAMPLES) known.exchanges.push(exchange);
  }
}

function decideState(
  seen: number,
  findings: Finding[],
  error: string | undefined,
  alive: boolean,
): Pick<Outcome, 'status' | 'reason' | 'explanation' | 'blockedBy'> {
  if (error !== undefined) return { status: 'error' };
  if (findings.length > 0) return { status: 'fail' };
  if (seen > 0 && alive) return { status: 'pass' };
  if (seen > 0) return { status: 'blocked', blockedBy: NOTHING_KEPT };
  return {
    status: 'not-applicable',
    reason: 'nothing-to-observe',
    explanation: 'this run had no response to which the rule applies',
  };
}

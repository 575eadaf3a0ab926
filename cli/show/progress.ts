import { groupName } from '../../kit/check/definition.ts';
import type { Outcome } from '../../kit/outcome.ts';
import { oneLine } from '../../reporters/sanitize.ts';
import { count } from '../../reporters/words.ts';
import type { Progress } from '../../runner/order.ts';

interface Screen {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

/** An estimate from less than this share of the checks would be a guess. */
const TELLING_SHARE = 0.05;
const TELLING_MS = 3_000;
/** Characters of words that are worth being begun. */
const MIN_WORDS = 14;
/** So long without a result, and a watcher wants to know whether the run still lives. */
const LONG_MS = 5_000;
const TICK_MS = 1_000;

/**
 * Live progress: on a terminal one line that is written over, with the time it took, how long it may still take, what
 * did not pass and what is waited for; elsewhere a plain line for each tenth of the run. No colour at all, and nothing
 * wider than the terminal.
 * @param term what TERM says; a terminal that calls itself dumb cannot write over a line
 */
export function progressOn(
  screen: Screen,
  quiet: boolean,
  term: string | undefined = process.env.TERM,
): Progress & { end(): void } {
  if (quiet) return { end: () => {} };
  const state = new State();
  const live = screen.isTTY === true && term !== 'dumb';
  const width = () => (live ? screen.columns || 80 : 200);
  const clear = () => (live ? screen.write('\r\u001b[2K') : undefined);
  const draw = () => {
    clear();
    screen.write(state.line(width() - 1));
  };
  const line = (text: string) => {
    clear();
    screen.write(`${text}\n`);
  };
  let ticks: NodeJS.Timeout | undefined;
  return {
    begin: (checks, ids = []) => {
      state.begin(checks, ids);
      line(`Running ${count(checks, 'check')}`);
      if (live) ticks ??= setInterval(draw, TICK_MS).unref();
    },
    say: line,
    outcome: (outcome) => {
      if (outcome.status === 'fail' || outcome.status === 'error')
        line(`  ${oneLine(failure(outcome), width() - 2)}`);
      const tenth = state.take(outcome);
      // What an interruption leaves unasked is not done, whatever it adds to the count.
      if (outcome.status === 'not-run') return;
      if (live) draw();
      else if (tenth) screen.write(`${state.counted()}\n`);
    },
    end: () => {
      clearInterval(ticks);
      ticks = undefined;
      clear();
    },
  };
}

/** How far a run is. */
class State {
  private total = 0;
  private done = 0;
  private readonly bad = { failed: 0, blocked: 0, error: 0 };
  private begunAt = performance.now();
  private lastAt = this.begunAt;
  private readonly open = new Set<string>();

  begin(total: number, ids: readonly string[]): void {
    this.total = total;
    this.begunAt = performance.now();
    this.lastAt = this.begunAt;
    for (const id of ids) this.open.add(id);
  }

  /** Counts an outcome, and says whether another tenth of the run is done. */
  take({ id, status }: Outcome): boolean {
    const tenths = () => Math.floor((this.done * 10) / Math.max(1, this.total));
    const before = tenths();
    this.done += 1;
    this.open.delete(id);
    this.lastAt = performance.now();
    if (status === 'fail') this.bad.failed += 1;
    if (status === 'blocked') this.bad.blocked += 1;
    if (status === 'error') this.bad.error += 1;
    return this.done === this.total || tenths() > before;
  }

  /** What a log shows: `70 of 696 checks done, 2 failed`. */
  counted(): string {
    return [`${this.done} of ${count(this.total, 'check')} done`, ...this.trouble()].join(', ');
  }

  /** What a terminal shows, the most telling first; `…` stands for what does not fit. */
  line(width: number): string {
    const now = performance.now();
    const elapsed = now - this.begunAt;
    const parts = [
      `${this.done}/${this.total}`,
      ...this.trouble(),
      clock(elapsed),
      ...this.estimate(elapsed),
      ...this.waiting(now),
    ];
    let text = '';
    for (const part of parts) {
      const longer = text === '' ? part : `${text}  ${part}`;
      // A number is shown whole or not at all; of words the beginning says something.
      if (longer.length > width)
        return part.startsWith('waiting') && text.length + MIN_WORDS < width
          ? `${longer.slice(0, width - 1)}…`
          : `${text}${text.length < width ? '…' : ''}`;
      text = longer;
    }
    return text;
  }

  private trouble(): string[] {
    const { failed, blocked, error } = this.bad;
    return [
      ...(failed > 0 ? [`${failed} failed`] : []),
      ...(blocked > 0 ? [`${blocked} blocked`] : []),
      ...(error > 0 ? [`${error} in error`] : []),
    ];
  }

  private estimate(elapsed: number): string[] {
    if (elapsed < TELLING_MS || this.done < this.total * TELLING_SHARE || this.done >= this.total) return [];
    return [`about ${clock((elapsed / this.done) * (this.total - this.done))} left`];
  }

  /** Groups that still have checks to come, in the order in which they were selected. */
  private waiting(now: number): string[] {
    if (this.done >= this.total) return ['removing what the run created'];
    const groups = new Map<string, number>();
    for (const id of this.open) groups.set(groupName(id), (groups.get(groupName(id)) ?? 0) + 1);
    const [first] = this.open.size === 1 ? [...this.open] : [...groups.keys()];
    if (first === undefined) return [];
    const more = groups.size > 1 ? ` and ${count(groups.size - 1, 'more group')}` : '';
    const silent = now - this.lastAt > LONG_MS ? [`no result for ${clock(now - this.lastAt)}`] : [];
    return [`waiting for ${first}${more}`, ...silent];
  }
}

/** `0:07`, `12:40`, `1:02:03`. */
function clock(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (number: number) => String(number).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

function failure({ id, status, findings, error }: Outcome): string {
  const [first] = findings;
  const what = first ? `expected ${first.expected}, found ${first.observed}` : (error ?? '');
  return `${status} ${id}: ${what}`;
}

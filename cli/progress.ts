import { groupOf } from '../kit/check/definition.ts';
import type { Outcome } from '../kit/outcome.ts';
import type { Progress } from '../runner/order.ts';

interface Screen {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

/**
 * Live progress: on a terminal one line that is written over, elsewhere a plain line for each tenth of the run. No
 * colour at all, and nothing wider than the terminal.
 * @param term what TERM says; a terminal that calls itself dumb cannot write over a line
 */
export function progressOn(
  screen: Screen,
  quiet: boolean,
  term: string | undefined = process.env.TERM,
): Progress & { end(): void } {
  if (quiet) return { end: () => {} };
  let total = 0;
  let done = 0;
  let bad = 0;
  const live = screen.isTTY === true && term !== 'dumb';
  const width = () => (live ? screen.columns || 80 : 200);
  const clear = () => (live ? screen.write('\r\u001b[2K') : undefined);
  const line = (text: string) => {
    clear();
    screen.write(`${text}\n`);
  };
  return {
    begin: (checks) => {
      total = checks;
      line(`Running ${checks} checks`);
    },
    say: line,
    outcome: (outcome) => {
      done += 1;
      if (outcome.state === 'fail' || outcome.state === 'error') line(failure(outcome).slice(0, width()));
      if (outcome.state === 'fail' || outcome.state === 'error' || outcome.state === 'blocked') bad += 1;
      const state = `${done}/${total}  ${groupOf(outcome.id)}  ${bad === 0 ? '' : `${bad} not passed`}`;
      if (live) {
        clear();
        screen.write(state.slice(0, width() - 1));
      } else if (done === total || Math.floor((done * 10) / total) > Math.floor(((done - 1) * 10) / total)) {
        screen.write(`${done} of ${total} checks done${bad === 0 ? '' : `, ${bad} not passed`}\n`);
      }
    },
    end: clear,
  };
}

function failure({ id, state, findings, error }: Outcome): string {
  const [first] = findings;
  const what = first ? `expected ${first.expected}, found ${first.observed}` : (error ?? '');
  return `  ${state}  ${id}: ${what}`.replace(/\p{Cc}/gu, ' ');
}

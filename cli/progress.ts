import type { Progress } from '../runner/runSuite.ts';
import { groupOf } from '../suites/kit/check.ts';
import type { Outcome } from '../suites/kit/outcome.ts';

interface Screen {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

/** Live progress: on a terminal one line that is written over, elsewhere a plain line for each tenth of the run. */
export function progressOn(screen: Screen, quiet: boolean): Progress & { end(): void } {
  if (quiet) return { end: () => {} };
  let total = 0;
  let done = 0;
  let bad = 0;
  const clear = () => (screen.isTTY ? screen.write('\r\u001b[2K') : undefined);
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
      if (outcome.state === 'fail' || outcome.state === 'error') line(failure(outcome));
      if (outcome.state === 'fail' || outcome.state === 'error' || outcome.state === 'blocked') bad += 1;
      const state = `${done}/${total}  ${groupOf(outcome.id)}  ${bad === 0 ? '' : `${bad} not passed`}`;
      if (screen.isTTY) {
        clear();
        screen.write(state.slice(0, (screen.columns ?? 80) - 1));
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
  return `  ${state}  ${id}: ${what}`.replace(/\p{Cc}/gu, ' ').slice(0, 200);
}

import { afterEach, expect, test, vi } from 'vitest';
import { progressOn } from '../../cli/show/progress.ts';
import { finding, outcome } from '../reporters/synthetic.ts';

function makeScreen(over: { isTTY?: boolean; columns?: number }) {
  const written: string[] = [];
  return { ...over, written, write: (text: string) => written.push(text) };
}

const long = 'x'.repeat(300);

/** Progress of a run of twenty checks of which one fails; what was written. */
function watched(over: { isTTY?: boolean; columns?: number }, term?: string, quiet = false): string[] {
  const screen = makeScreen(over);
  const progress = progressOn(screen, quiet, term);
  progress.begin?.(20);
  for (let n = 0; n < 20; n++)
    progress.outcome?.(
      n === 7
        ? outcome('users.fails', 'fail', { findings: [finding('r', { observed: `\u001b[31m${long}` })] })
        : outcome(`users.passes-${n}`, 'pass'),
    );
  progress.end();
  return screen.written;
}

test('a terminal has one line that is written over, and nothing wider than it', () => {
  const text = watched({ isTTY: true, columns: 30 }, 'xterm').join('');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this is how a line is written over
  for (const line of text.split(/\r\u001b\[2K|\n/)) expect(line.length, line).toBeLessThanOrEqual(30);
  expect(text).not.toContain('\u001b[31m');
  expect(text).toContain('20/20  1 failed  0:00');
});

test.each([
  ['a pipe', {}, 'xterm'],
  ['a dumb terminal', { isTTY: true, columns: 80 }, 'dumb'],
])('%s gets plain lines, one for each tenth', (_, over, term) => {
  const text = watched(over, term).join('');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  expect(text).not.toMatch(/[\r\u001b]/);
  expect(text.match(/ of 20 checks done/g)).toHaveLength(10);
});

test('--quiet prints nothing', () => {
  expect(watched({ isTTY: true, columns: 80 }, 'xterm', true)).toEqual([]);
});

afterEach(() => vi.useRealTimers());

test('a watcher sees the time, an estimate, failures and what is waited for', () => {
  vi.useFakeTimers();
  const screen = makeScreen({ isTTY: true, columns: 120 });
  const progress = progressOn(screen, false, 'xterm');
  const ids = ['users.a', 'users.b', 'groups.a', 'auth.lockout'];
  progress.begin?.(ids.length, ids);
  vi.advanceTimersByTime(1000);
  expect(screen.written.at(-1)).toBe('0/4  0:01  waiting for users and 2 more groups');
  vi.advanceTimersByTime(9000);
  progress.outcome?.(outcome('users.a', 'pass'));
  progress.outcome?.(outcome('users.b', 'fail', { findings: [finding('r')] }));
  expect(screen.written.at(-1)).toBe(
    '2/4  1 failed  0:10  about 0:10 left  waiting for groups and 1 more group',
  );
  progress.outcome?.(outcome('groups.a', 'blocked'));
  vi.advanceTimersByTime(8000);
  expect(screen.written.at(-1)).toBe(
    '3/4  1 failed  1 blocked  0:18  about 0:06 left  waiting for auth.lockout  no result for 0:08',
  );
  progress.outcome?.(outcome('auth.lockout', 'pass'));
  expect(screen.written.at(-1)).toBe('4/4  1 failed  1 blocked  0:18  removing what the run created');
  progress.end();
  const lines = screen.written.length;
  vi.advanceTimersByTime(5000);
  expect(screen.written).toHaveLength(lines);
});

test.each([
  [40, '0/4  0:01  waiting for users and 2 more…'],
  [20, '0/4  0:01…'],
])('in %i columns what does not fit is cut with a sign', (columns, line) => {
  vi.useFakeTimers();
  const screen = makeScreen({ isTTY: true, columns: columns + 1 });
  const progress = progressOn(screen, false, 'xterm');
  const ids = ['users.a', 'users.b', 'groups.a', 'auth.lockout'];
  progress.begin?.(ids.length, ids);
  vi.advanceTimersByTime(1000);
  expect(screen.written.at(-1)).toBe(line);
  progress.end();
});

test('what an interruption leaves unasked is not told as done', () => {
  const screen = makeScreen({});
  const progress = progressOn(screen, false, 'xterm');
  progress.begin?.(20);
  for (let n = 0; n < 20; n++) progress.outcome?.(outcome(`users.fact-${n}`, n < 6 ? 'pass' : 'not-run'));
  progress.end();
  expect(
    screen.written
      .join('')
      .match(/\d+ of 20 checks done/g)
      ?.at(-1),
  ).toBe('6 of 20 checks done');
});

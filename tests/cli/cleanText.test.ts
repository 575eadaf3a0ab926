import { expect, test } from 'vitest';
import { renderText } from '../../cli/commands/clean.ts';

const some = (count: number, name = 'conf-abcdefgh-x') =>
  Array.from({ length: count }, (_, at) => ({ path: `/Users/${at}`, marker: name }));
const none = { runId: 'abcdefgh', removed: [], gone: [], left: [] };

test('a long list of what was removed is summed up', () => {
  const lines = renderText({ ...none, removed: some(400) }).split('\n');
  expect(lines[0]).toBe('Removed (400)');
  expect(lines.length).toBeLessThan(30);
  expect(lines).toContain('  and 380 more; --json lists them all');
});

test('groups that were emptied before they were deleted are named', () => {
  const text = renderText({ ...none, removed: some(1), emptied: ['/Groups/7'] });
  expect(text).toMatch(/^Emptied first, .*\(1\)\n +\/Groups\/7/m);
});

test('what is left is named, each with the reason', () => {
  const left = some(60).map((one) => ({ ...one, why: 'DELETE answered 405' }));
  const text = renderText({ ...none, left });
  expect(text.match(/DELETE answered 405/g)).toHaveLength(60);
  expect(text).toContain('Remove what is left of run abcdefgh by hand.');
});

test('what an endpoint or a directory calls itself is cut, and has no effect on the terminal', () => {
  const path = `/Users/${'x'.repeat(5_000)}`;
  const why = `\u001b[2J${'because '.repeat(1_000)}\u202e`;
  const text = renderText({ ...none, left: [{ path, marker: `A\u0007${'dele'.repeat(3_000)}`, why }] });
  for (const line of text.split('\n')) expect(line.length).toBeLessThan(900);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would act on
  expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
});

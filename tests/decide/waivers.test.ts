import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isFilledIn, readWaivers, updateWaivers } from '../../reporters/decide/waivers.ts';

const folder = mkdtempSync(join(tmpdir(), 'waivers-'));

function reading(content: string): () => unknown {
  const file = join(folder, 'waivers.json');
  writeFileSync(file, content);
  return () => readWaivers(file);
}
const entry = { check: 'users.a', reason: 'r', owner: 'o', expires: '2026-12-31' };
const file = (over: object) => JSON.stringify({ waivers: [{ ...entry, ...over }] });

describe('a file of waivers', () => {
  test('gives its entries', () => {
    expect(reading(file({ issue: 'https://example.test/1' }))()).toEqual([
      { ...entry, issue: 'https://example.test/1' },
    ]);
  });

  test.each([
    ['not JSON', '{', 'not JSON'],
    ['an unknown member, which may be a typing error', file({ expire: '2026-12-31' }), '/waivers/0'],
    ['a day that the calendar does not have', file({ expires: '2026-02-30' }), '/waivers/0/expires'],
    ['a day in another form', file({ expires: '31.12.2026' }), '/waivers/0/expires'],
    [
      'an entry without owner',
      JSON.stringify({ waivers: [{ check: 'a', reason: 'r', expires: '2026-12-31' }] }),
      'owner',
    ],
  ])('with %s is refused', (_name, content, words) => {
    expect(reading(content)).toThrow(words);
  });

  test('that is missing is refused by name', () => {
    expect(() => readWaivers(join(folder, 'none.json'))).toThrow('none.json');
  });
});

describe('reason and owner are filled in', () => {
  test.each([
    ['blanks', ' \t '],
    ['zero-width spaces and joiners', '\u200b\u200c\u200d\u2060\ufeff'],
    ['fillers that count as letters', '\u3164\u115f\uffa0'],
    ['soft hyphens and marks of direction', '\u00ad\u200f\u202e'],
    ['a mark without a letter', '\u0301'],
    ['an empty Braille cell', '\u2800'],
    ['punctuation', '-'],
    ['what the update wrote', 'FILL IN: who answers for it'],
    ['the same in small letters', ' fill in: who answers for it'],
    ['the same with a zero-width space within', 'FILL\u200b IN: who answers for it'],
  ])('not by %s', (_name, text) => {
    expect(isFilledIn({ ...entry, owner: text })).toBe(false);
    expect(isFilledIn({ ...entry, reason: text })).toBe(false);
  });

  test.each(['Zoë', '李', 'team 7', 'A\u200d', 'we fill in for them'])('by %s', (text) => {
    expect(isFilledIn({ ...entry, owner: text, reason: text })).toBe(true);
  });
});

test('an update adds what fails, keeps what still covers and leaves the words to a person', () => {
  const failure = (check: string, key: string) => ({
    check,
    key,
    severity: 'violation' as const,
    expected: 'e',
    observed: 'o',
  });
  const now = Date.parse('2026-01-01T00:00:00Z');
  const stale = { ...entry, check: 'users.gone' };
  const updated = updateWaivers(
    [entry, stale],
    [failure('users.a', 'status'), failure('users.b', 'body')],
    now,
  );
  expect(updated.map(({ check, key }) => [check, key])).toEqual([
    ['users.a', undefined],
    ['users.b', 'body'],
  ]);
  expect(updated.map(isFilledIn)).toEqual([true, false]);
  expect(updated[1]?.expires).toBe('2026-04-01');
});

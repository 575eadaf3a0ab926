import { describe, expect, test } from 'vitest';
import type { GateDecision, GateItem, GateKind } from '../../reporters/decide/gate.ts';
import {
  GATE_WORDS,
  gateMarkdown,
  gateText,
  gateWords,
  openWords,
  reasonWords,
} from '../../reporters/decide/gateText.ts';

const item = (kind: GateKind, over: Partial<GateItem> = {}): GateItem => ({
  kind,
  check: 'users.a',
  key: 'k',
  text: 'it is so',
  ...over,
});
const decision = (over: Partial<GateDecision> = {}): GateDecision => ({
  result: over.red?.length ? 'red' : over.undecided?.length ? 'undecided' : 'green',
  red: [],
  undecided: [],
  causes: [],
  listed: [],
  changes: [],
  diagnoses: [],
  hasBaseline: true,
  ...over,
});
const lines = (over: Partial<GateDecision>, width = 120) => gateText(decision(over), width).split('\n');

describe('a decision in words', () => {
  test('that lets a release pass says what nothing of was found', () => {
    expect(lines({})).toEqual(['GATE OPEN: nothing got worse']);
    expect(lines({ hasBaseline: false })).toEqual(['GATE OPEN: nothing that decides failed']);
    const waived = { hasBaseline: false, listed: [item('known'), item('waived'), item('waived')] };
    expect(openWords(decision(waived))).toBe('nothing that decides failed, apart from what is waived');
    expect(lines(waived).at(-1)).toBe('Also noted: 1 known, 2 waived');
    expect(openWords(decision({ ...waived, listed: [item('known')] }))).toBe('nothing that decides failed');
  });

  test('names a failure by whether it can have got worse', () => {
    expect(gateWords('new-failure', { hasBaseline: true })).toBe('got worse');
    expect(gateWords('new-failure', { hasBaseline: false })).toBe('failed');
    expect(gateWords('fixed', { hasBaseline: false })).toBe('repaired');
    expect(new Set(Object.values(GATE_WORDS)).size).toBe(12);
    const items = [item('new-failure'), item('undecided'), item('new-failure')];
    expect(reasonWords(items, decision())).toBe('got worse 2 times, not judged 1 time');
  });

  test('counts its reasons, shows five of them, and what lies beside', () => {
    const red = Array.from({ length: 7 }, (_, at) => item('new-failure', { check: `users.${at}` }));
    expect(lines({ red })).toEqual([
      'GATE CLOSED: 7 reasons',
      ...[0, 1, 2, 3, 4].map((at) => `  got worse: users.${at} k: it is so`),
      '  and 2 more',
    ]);
    expect(lines({ red: red.slice(0, 5) })).toHaveLength(6);
    expect(lines({ red: red.slice(0, 1) })[0]).toBe('GATE CLOSED: 1 reason');
    const { key: _, ...keyless } = item('undecided');
    expect(lines({ undecided: [{ ...keyless, check: '', text: 'it ended' }, keyless] })).toEqual([
      'GATE UNDECIDED: 1 check could not be judged',
      '  not judged: it ended',
      '  not judged: users.a: it is so',
    ]);
    expect(lines({ undecided: [{ ...keyless, check: '' }] })[0]).toBe('GATE UNDECIDED');
    const changes = [{ what: 'renamed' as const, name: 'a', text: 'x' }];
    expect(lines({ changes }).at(-1)).toBe('Changes of the suite since the baseline: 1 renamed (gate.md)');
    expect(lines({ red }, 20).every(({ length }) => length <= 22)).toBe(true);
  });

  test('says what is wrong since the baseline, once, and then fewer reasons', () => {
    const diagnoses = [
      { kind: 'gone' as const, id: 'g', says: 'G was wrong.' },
      { kind: 'appeared' as const, id: 'x', says: 'X is wrong.' },
      { kind: 'appeared' as const, id: 'y', says: 'Y is wrong.' },
    ];
    const causes = [{ id: 'x', says: 'X is wrong.', at: 1 }];
    const red = Array.from({ length: 6 }, (_, at) =>
      item('new-failure', { check: `users.${at}`, ...(at < 2 && { cause: 'x' }) }),
    );
    expect(lines({ red, diagnoses, causes })).toEqual([
      'GATE CLOSED: 5 reasons',
      'Wrong since the baseline: Y is wrong.',
      'No longer wrong: G was wrong.',
      '  got worse 2 times: X is wrong.',
      '  got worse: users.2 k: it is so',
      '  got worse: users.3 k: it is so',
      '  and 2 more',
    ]);
  });

  test('is Markdown with a line for each, and nothing in it is markup', () => {
    const causes = [{ id: 'x', says: 'X is *wrong*.', at: 1 }];
    const red = [
      item('new-failure', { cause: 'x' }),
      item('waiver-stale', { check: 'users.b|c', text: '@ann `said` <b> so@x', cause: 'x' }),
    ];
    const { key: _, ...keyless } = item('known');
    const diagnoses = [{ kind: 'gone' as const, id: 'g', says: 'G was wrong.' }];
    const changes = [{ what: 'removed' as const, name: 'users.old', text: 'no_text' }];
    expect(
      gateMarkdown(
        decision({ red, causes, listed: [keyless], diagnoses, changes, partial: 'partial run: x' }),
      ).split('\n'),
    ).toEqual([
      '## SCIM gate: closed',
      '',
      'Partial run: x.',
      '',
      '- No longer wrong: G was wrong.',
      '- got worse 1 time, waiver stale 1 time: X is \\*wrong\\*.',
      '',
      '| what | check | finding | why |',
      '|---|---|---|---|',
      '| got worse | users.a | k | it is so |',
      '| waiver stale | users.b\\|c | k | @<!-- -->ann \\`said\\` \\<b\\> so@x |',
      '| known | users.a |  | it is so |',
      '',
      '### Changes of the suite since the baseline',
      '',
      '| what | name | |',
      '|---|---|---|',
      '| removed | users.old | no\\_text |',
      '',
    ]);
    expect(gateMarkdown(decision()).split('\n')).toEqual(['## SCIM gate: open', '', 'Nothing failed.', '']);
    expect(gateMarkdown(decision({ undecided: red })).split('\n')[0]).toBe('## SCIM gate: undecided');
  });

  test('has in Markdown five hundred lines, and counts the rest', () => {
    const many = (count: number) =>
      gateMarkdown(decision({ red: Array.from({ length: count }, () => item('new-failure')) }));
    expect(many(500)).not.toContain('more');
    expect(many(502)).toContain('|\n\nand 2 more\n');
  });
});

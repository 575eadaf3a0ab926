import { describe, expect, test } from 'vitest';
import { buildReport } from '../../reporters/build.ts';
import { notComparable } from '../../reporters/decide/compare.ts';
import { diagnosisChanges } from '../../reporters/decide/diagnoses.ts';
import { sameFilters } from '../../reporters/decide/failures.ts';
import { decide, type GateOptions, incomparable } from '../../reporters/decide/gate.ts';
import { findCauses, groupReasons } from '../../reporters/decide/reasons.ts';
import type { Report } from '../../reporters/model.ts';
import { parts } from '../reporters/synthetic.ts';

const options: GateOptions = { waivers: [], failOn: 'violation', newChecks: 'list', now: 0, changes: [] };
const report = (over: Parameters<typeof parts>[0] = {}): Report => buildReport(parts(over));
const ended = { why: 'deadline' as const, message: 'the deadline came', hint: 'raise --deadline' };
const entry = (over: Partial<Report['entries'][number]>): Report['entries'][number] => ({
  kind: 'diagnosis',
  id: 'x',
  says: 'X.',
  harm: 'formal',
  fix: '',
  explains: [],
  exchanges: [],
  ...over,
});

describe('what is wrong with the endpoint', () => {
  const entries = [
    entry({ id: 'x', says: 'X.', explains: [{ check: 'users.a', key: 'k' }, { check: 'users.b' }] }),
    entry({ id: 'inner', within: 'x', explains: [{ check: 'users.c', key: 'k' }] }),
    entry({ id: 'y', says: 'Y.', explains: [{ check: 'users.d', key: 'k' }] }),
    entry({ id: 'z', says: 'Z.' }),
  ];
  const of = { ...report(), entries };

  test('explains lines by check and key, by what stands at the top', () => {
    const items = [['users.a', 'k'], ['users.a', 'l'], ['users.b'], ['users.c', 'k'], ['users.d', 'k']].map(
      ([check = '', key]) => ({ check, ...(key && { key }) }),
    );
    const found = findCauses(of, items);
    expect(found.causes).toEqual([
      { id: 'x', says: 'X.', at: 1 },
      { id: 'y', says: 'Y.', at: 2 },
    ]);
    expect(found.items.map((item) => ('cause' in item ? item.cause : '-'))).toEqual([
      'x',
      '-',
      'x',
      'x',
      'y',
    ]);
    expect(
      groupReasons(found.items, found.causes).map(({ cause, items: of }) => [cause?.id, of.length]),
    ).toEqual([
      ['x', 3],
      [undefined, 1],
      [undefined, 1],
    ]);
  });

  test('appeared or is gone since a baseline, as far as it stands at the top', () => {
    const before = {
      ...report(),
      entries: [
        entry({ id: 'y', says: 'Y.' }),
        entry({ id: 'old', says: 'Old.' }),
        entry({ id: 'part', within: 'old' }),
      ],
    };
    expect(diagnosisChanges(before, of)).toEqual([
      { kind: 'appeared', id: 'x', says: 'X.' },
      { kind: 'appeared', id: 'z', says: 'Z.' },
      { kind: 'gone', id: 'old', says: 'Old.' },
    ]);
    expect(decide(of, { ...options, baseline: before }).diagnoses).toHaveLength(3);
    expect(decide(of, options).diagnoses).toEqual([]);
  });
});

test('two runs are narrowed alike whatever the order of their filters, and whatever their terms', () => {
  const scope = (kind: 'full' | 'filtered', ...filters: string[]) => ({
    scope: { kind, filters, terms: filters.slice(1) },
  });
  expect(sameFilters(scope('filtered', 'a', 'b'), scope('filtered', 'b', 'a'))).toBe(true);
  expect(sameFilters(scope('filtered', 'a'), scope('filtered', 'a', 'b'))).toBe(false);
  expect(sameFilters(scope('full', 'a'), scope('filtered', 'a'))).toBe(false);
});

test('what keeps two runs from being compared is said of both', () => {
  const one = report();
  const okta = { ...one, profile: { ...one.profile, name: 'okta' } };
  const newer = { ...one, catalogue: { ...one.catalogue, version: '2.0' } };
  const narrow = report({ scope: { kind: 'filtered', filters: ['--group users'], terms: [] } });
  const cut = { ...one, run: { ...one.run, ended: { ...ended, why: 'preflight' as const } } };
  expect(notComparable(one, okta)).toBe('A was judged by profile smartfile, B by okta');
  expect(notComparable(newer, one)).toBe('A was judged by catalogue 2.0, B by the older 1.0.0');
  expect(notComparable(narrow, one)).toBe('A is a partial run (--group users), B a full run');
  expect(notComparable(cut, one)).toBe(
    'https://files.example.test/ftp/scim could not be judged: the deadline came',
  );
  expect(notComparable(one, { ...one, run: { ...one.run, ended } })).toBeUndefined();
  expect(incomparable(okta, one)).toBe('the baseline was made with profile smartfile, this run with okta');
  expect(incomparable(one, newer)).toBe('the baseline was made with catalogue 2.0, this run with 1.0.0');
  expect(incomparable(one, narrow)).toBe('the baseline is a partial run (--group users), this a full run');
});

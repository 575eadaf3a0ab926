import { describe, expect, test } from 'vitest';
import { loadProfile } from '../../config/profiles.ts';
import type { Row } from '../../config/row.ts';
import { SettingsError } from '../../config/settings/settings.ts';
import { Catalogue } from '../../kit/check/catalogue.ts';
import { check } from '../../kit/check/check.ts';
import { rule } from '../../kit/check/rule.ts';
import type { Wishes } from '../../kit/check/selection.ts';

const nothing = async () => {};
const entries = [
  check({ id: 'users.create', verifies: ['r'], title: 'writes' }, nothing),
  check({ id: 'users.read', verifies: ['r'], title: 'reads', reads: true }, nothing),
  check({ id: 'groups.load', verifies: ['w'], title: 'loads', optIn: 'load' }, nothing),
  check({ id: 'auth.missing', verifies: ['r'], title: 'probes', phase: 'credentials', reads: true }, nothing),
  rule({
    id: 'traffic.status',
    verifies: ['r'],
    title: 'watches',
    applies: () => true,
    breaks: () => undefined,
  }),
];
const all: Wishes = {
  groups: [],
  checks: [],
  severities: [],
  readOnly: false,
  optIn: [],
  skipAuthProbes: false,
  maxResources: 250,
};
const rows = (['violation', 'warning'] as const).map(
  (severity): Row => ({
    id: severity === 'violation' ? 'r' : 'w',
    source: 'rfc',
    area: 'resources',
    section: '3.3',
    link: 'https://www.rfc-editor.org/rfc/rfc7644#section-3.3',
    level: 'MUST',
    severity,
    statement: 'A statement.',
    fix: 'A fix.',
    harm: 'formal',
    conditions: [],
  }),
);
const profile = loadProfile('rfc');
const select = (wishes: Wishes, of = entries) => new Catalogue(of, rows).select(wishes, profile);

describe('a selection', () => {
  test('without wishes is full; what needs consent says how to give it', () => {
    const { kind, selected, notRun } = select(all);
    expect(kind).toBe('full');
    expect(selected).toEqual(['users.create', 'users.read', 'auth.missing', 'traffic.status']);
    expect(notRun.get('groups.load')).toEqual({ reason: 'opt-in', explanation: '--opt-in load lets it run' });
  });

  test('with room for fewer than forty resources is partial, unless nothing is created', () => {
    expect(select({ ...all, maxResources: 40 })).toMatchObject({ kind: 'full', filters: [] });
    expect(select({ ...all, maxResources: 39 })).toMatchObject({
      kind: 'filtered',
      filters: ['--max-resources 39'],
    });
    expect(select({ ...all, maxResources: 39, readOnly: true })).toMatchObject({
      kind: 'read-only',
      filters: ['--read-only'],
    });
  });

  test.each([
    [{ groups: ['users'] }, ['users.create', 'users.read']],
    [{ checks: ['*.read', 'traffic.*'] }, ['users.read', 'traffic.status']],
    [{ severities: ['warning' as const], optIn: ['load' as const] }, ['groups.load']],
  ])('%j is filtered', (wish, expected) => {
    const { kind, selected, filters } = select({ ...all, ...wish });
    expect(selected).toEqual(expected);
    expect(kind).toBe('filtered');
    expect(filters).not.toEqual([]);
  });

  test('without requests with bad credentials, or with what runs on request, is full; it names the terms', () => {
    const { kind, filters, terms, notRun } = select({ ...all, skipAuthProbes: true, optIn: ['load'] });
    expect([kind, filters, terms]).toEqual(['full', [], ['--opt-in load', '--skip-auth-probes']]);
    expect(notRun.get('auth.missing')?.reason).toBe('skipped');
  });

  test('says the same whatever the order of what was asked for', () => {
    const asked = (...groups: string[]) => select({ ...all, groups }).filters;
    expect(asked('users', 'groups', 'users')).toEqual(asked('groups', 'users'));
  });

  test('of own checks alone is partial', () => {
    const own = [check({ id: 'x-mine.one', verifies: ['r'], title: 'own' }, nothing)];
    expect(select(all, own)).toMatchObject({ kind: 'filtered', filters: ['own suites alone'] });
  });

  test('of nothing is refused, with what to do', () => {
    const asked = (wish: Partial<Wishes>) => () => select({ ...all, ...wish });
    expect(asked({ checks: ['nothing.*'] })).toThrow(SettingsError);
    expect(asked({ checks: ['users.create'], readOnly: true })).toThrow(/--read-only/);
  });

  test('of a read-only run keeps what reads, and the rules', () => {
    const { kind, filters, selected, notRun } = select({ ...all, readOnly: true });
    expect([kind, filters]).toEqual(['read-only', ['--read-only']]);
    expect(selected).toEqual(['users.read', 'auth.missing', 'traffic.status']);
    expect(notRun.get('users.create')?.reason).toBe('read-only');
  });
});

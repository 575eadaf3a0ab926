import { describe, expect, test } from 'vitest';
import { check } from '../../kit/check/check.ts';
import { rule } from '../../kit/check/rule.ts';
import { select } from '../../runner/select.ts';

const nothing = async () => {};
const entries = [
  check({ id: 'users.create', verifies: ['r'], title: 'writes' }, nothing),
  check({ id: 'users.read', verifies: ['r'], title: 'reads', reads: true }, nothing),
  check({ id: 'groups.load', verifies: ['r'], title: 'loads', optIn: 'load' }, nothing),
  check({ id: 'auth.missing', verifies: ['r'], title: 'probes', phase: 'credentials', reads: true }, nothing),
  rule({
    id: 'traffic.status',
    verifies: ['r'],
    title: 'watches',
    applies: () => true,
    breaks: () => undefined,
  }),
];
const all = { groups: [], checks: [], severities: [], readOnly: false, optIn: [], skipAuthProbes: false };
const severityOf = ({ id }: { id: string }) =>
  id.startsWith('groups') ? ('warning' as const) : ('violation' as const);

describe('a selection', () => {
  test('without wishes is full; what needs consent says how to give it', () => {
    const { kind, selected, notRun } = select(entries, all, severityOf);
    expect(kind).toBe('full');
    expect(selected).toEqual(['users.create', 'users.read', 'auth.missing', 'traffic.status']);
    expect(notRun.get('groups.load')).toEqual({ reason: 'opt-in', explanation: '--opt-in load lets it run' });
  });

  test.each([
    [{ groups: ['users'] }, ['users.create', 'users.read']],
    [{ checks: ['*.read', 'traffic.*'] }, ['users.read', 'traffic.status']],
    [{ severities: ['warning' as const], optIn: ['load' as const] }, ['groups.load']],
    [{ skipAuthProbes: true }, ['users.create', 'users.read', 'traffic.status']],
  ])('%j is filtered', (wish, expected) => {
    const { kind, selected, filters } = select(entries, { ...all, ...wish }, severityOf);
    expect(selected).toEqual(expected);
    expect(kind).toBe('filtered');
    expect(filters).not.toEqual([]);
  });

  test('of a read-only run keeps what reads, and the rules', () => {
    const { kind, selected, notRun } = select(entries, { ...all, readOnly: true }, severityOf);
    expect(kind).toBe('read-only');
    expect(selected).toEqual(['users.read', 'auth.missing', 'traffic.status']);
    expect(notRun.get('users.create')?.reason).toBe('read-only');
  });
});

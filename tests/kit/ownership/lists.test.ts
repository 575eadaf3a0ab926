import { beforeEach, describe, expect, test } from 'vitest';
import type { Guard } from '../../../kit/safety/guard.ts';
import { guardWith, judge, list, make, marker, name, own } from '../guarded.ts';

const mine = { id: '1', userName: name };
const second = { id: '2', userName: `${marker}second` };

describe('lists', () => {
  let guard: Guard;
  /** What is said of a DELETE of what a list showed and no GET. */
  const judged = () => judge(guard, 'DELETE', '/Users/2');
  beforeEach(() => {
    guard = guardWith();
    own(guard, '/Users/1');
    make(guard, '/Users/2', JSON.stringify({ userName: second.userName }));
  });

  test('agree with GET once they show one and the same name', () => {
    list(guard, [second]);
    expect([guard.listsAgree, judged()]).toEqual([false, 'proof-needed']);
    list(guard, [{ ...mine, userName: name.toUpperCase() }]);
    expect([guard.listsAgree, judged()]).toEqual([true, 'admitted']);
  });

  test.each<[string, object]>([
    ['another name of the run', { id: '1', userName: `${marker}other` }],
    ['no name', { id: '1' }],
    ['somebody else', { id: '9', userName: 'boss' }],
    ['nobody by id', { userName: name }],
    ['what no GET showed', second],
  ])('do not agree because they show %s', (_what, resource) => {
    list(guard, [resource, second]);
    expect(guard.listsAgree).toBe(false);
  });

  test.each<[string, object]>([
    ['somebody else under an id of the run', { id: '1', userName: 'boss' }],
    ['a name of the run under an id of somebody else', { id: '9', userName: name.toUpperCase() }],
  ])('prove nothing any more once they showed %s', (_what, resource) => {
    list(guard, [mine, second]);
    expect(judged()).toBe('admitted');
    list(guard, [resource]);
    expect([guard.listsAgree, judged()]).toEqual([false, 'proof-needed']);
    list(guard, [mine, second]);
    expect([guard.listsAgree, judged()]).toEqual([false, 'proof-needed']);
  });

  test.each<[string, object]>([
    ['a name that a change gave', { id: '1', userName: 'RENAMED' }],
    ['another name of the run', { id: '1', userName: `${marker}other` }],
    ['what was made and no GET showed, under another name', { id: '2', userName: 'boss' }],
    ['the name of what no GET showed under another id', { id: '9', userName: second.userName }],
    ['somebody else', { id: '9', userName: 'boss' }],
  ])('go on to prove where they show %s', (_what, resource) => {
    guard.admit('PATCH', '/Users/1', JSON.stringify({ userName: 'Renamed' }));
    list(guard, [mine]);
    list(guard, [resource]);
    expect(guard.listsAgree).toBe(true);
    list(guard, [second]);
    expect(judged()).toBe('admitted');
  });

  test('prove the last that they showed', () => {
    list(guard, [mine, second]);
    list(guard, [{ id: '2', userName: 'boss' }]);
    expect(judged()).toBe('proof-needed');
  });

  test('prove nothing of what only a lookup found', () => {
    const number = guard.creating('/Users', JSON.stringify({ userName: `${marker}third` }), 'c');
    guard.found(number, ['/Users/3']);
    list(guard, [mine, { id: '3', userName: `${marker}third` }]);
    expect(judge(guard, 'DELETE', '/Users/3')).toBe('proof-needed');
  });
});

import { describe, expect, test } from 'vitest';
import { type JournalEntry, memoryJournal } from '../../../kit/safety/journal/journal.ts';
import { Belongings, entriesAt, selectEntries } from '../../../kit/safety/ownership/entries.ts';
import { Carried, holdsName, Names, namingValues, objectIn } from '../../../kit/safety/ownership/names.ts';
import { TakenNames } from '../../../kit/safety/ownership/takenNames.ts';
import { marker } from '../guarded.ts';

const names = new Names(marker);
const naming = ['userName', 'displayName'];

describe('a name of the run', () => {
  test('is all that begins with its marker, in whatever letters', () => {
    expect(names.isMarked(`x ${marker.toUpperCase()}A`)).toBe(true);
    expect(names.isMarked('conf-abcd1235-a')).toBe(false);
    expect(names.allIn(`${marker}a1, ${marker.toUpperCase()}A1.x ${marker}b2@x ${marker}`)).toEqual([
      `${marker}a1`,
      `${marker}b2`,
    ]);
    expect(names.allIn('none')).toEqual([]);
    // Asked twice, it says the same.
    expect([1, 2].map(() => names.allIn(`${marker}a1`))).toEqual([[`${marker}a1`], [`${marker}a1`]]);
  });

  test.each<[string, string | undefined, object | undefined]>([
    [
      'an object, in the first attribute that bears it',
      JSON.stringify({ displayName: `${marker}d`, USERNAME: `${marker}U1@x` }),
      { marker: `${marker}u1`, name: { attribute: 'userName', value: `${marker}U1@x` } },
    ],
    [
      'an object, in the second',
      JSON.stringify({ userName: 'ada', displayName: `The ${marker}d team` }),
      { marker: `${marker}d`, name: { attribute: 'displayName', value: `The ${marker}d team` } },
    ],
    [
      'an object, not in another attribute',
      JSON.stringify({ userName: 'ada', nickName: `${marker}n` }),
      undefined,
    ],
    ['an object, not in a list', JSON.stringify({ userName: [`${marker}n`] }), undefined],
    ['an object, not without what follows the marker', JSON.stringify({ userName: marker }), undefined],
    [
      'a text, between its quotes',
      `{"userName":"${marker}Ab1@x", broken`,
      { marker: `${marker}ab1`, name: { attribute: 'userName', value: `${marker}Ab1@x` } },
    ],
    [
      'a list, between its quotes',
      `["a","${marker}ab1"]`,
      { marker: `${marker}ab1`, name: { attribute: 'userName', value: `${marker}ab1` } },
    ],
    ['a text without any', 'not json', undefined],
    ['no body', undefined, undefined],
  ])('is found in %s', (_where, body, found) => {
    expect(names.nameIn(body, { naming })).toEqual(found);
  });

  test('proves a resource only in the first of its names that is a text', () => {
    expect(names.areIn({ userName: `${marker}a` }, naming)).toBe(true);
    expect(names.areIn({ userName: 7, displayName: `${marker}a` }, naming)).toBe(true);
    expect(names.areIn({ userName: '', displayName: `${marker}a` }, naming)).toBe(true);
    expect(names.areIn({ userName: 'boss', displayName: `${marker}a` }, naming)).toBe(false);
    expect(names.areIn({ nickName: `${marker}a` }, naming)).toBe(false);
  });

  test.each([
    [`${marker}u1`, `${marker}u1`, true],
    [`X ${marker.toUpperCase()}U1@x`, `${marker}u1`, true],
    [`${marker}u10`, `${marker}u1`, false],
    [`${marker}u1a`, `${marker}u1`, false],
    [`${marker}u10 ${marker}u1`, `${marker}U1`, true],
    ['anything', '', false],
    ['', `${marker}u1`, false],
  ])('%j holds %j whole: %s', (text, name, holds) => {
    expect(holdsName(text, name)).toBe(holds);
  });

  test('that a change carried is noted once, and nobody is known by it', () => {
    const entries: JournalEntry[] = [];
    const carried = new Carried(names, memoryJournal(entries));
    carried.takeIn([`${marker}old`]);
    carried.note(`{"a":"${marker}A1","b":"${marker}old"}`);
    carried.note(`{"a":"${marker}a1"}`);
    carried.note(undefined);
    expect(entries).toEqual([{ event: 'carried', names: [`${marker}a1`] }]);
    expect(['a1', 'old', 'new'].map((one) => carried.mayHaveGiven(marker + one))).toEqual([
      true,
      true,
      false,
    ]);
    carried.astray = true;
    expect(carried.mayHaveGiven(`${marker}new`)).toBe(true);
  });
});

test('a change gives names but to whom it refers', () => {
  const value = { a: 1 };
  const operations = [
    { op: 'replace', path: 'userName', value },
    { op: 'add', path: 'members', value: 1 },
    { op: 'add', path: 'urn:x:y:User:manager.value', value: 2 },
    { op: 'add', path: 'Members[value eq "a"]', value: 3 },
    { op: 'add', path: 'membership', value: 4 },
    { op: 'add', value: 5 },
  ];
  expect(namingValues({ operations })).toEqual([value, 4, 5]);
  expect(namingValues(value)).toEqual([value]);
});

test('a body is an object, or none', () => {
  expect(objectIn('{"a":1}')).toEqual({ a: 1 });
  expect(['[]', 'null', '"a"', '{', undefined].map(objectIn)).toEqual(Array(5).fill(undefined));
});

describe('names of others', () => {
  const taken = (...resources: object[]) => {
    const known = new TakenNames();
    for (const one of resources) known.note('/Users', { ...one });
    return (resource: object, endpoint = '/Users') => known.in(endpoint, { ...resource });
  };

  test('are those that are unique, in whatever letters, of one collection', () => {
    const by = taken({ userName: 'Boss', externalId: 'E-1', displayName: 'The boss', title: 'CEO' });
    expect(by({ userName: 'BOSS' })).toBe('userName');
    expect(by({ userName: 'x', externalid: 'e-1' })).toBe('externalId');
    expect(by({ userName: 'x', displayName: 'The boss', title: 'CEO' })).toBeUndefined();
    expect(by({ userName: 'E-1' })).toBeUndefined();
    expect(by({ userName: 'Boss' }, '/Groups')).toBeUndefined();
    expect(taken()({ userName: 'Boss' })).toBeUndefined();
  });

  test('are those of groups, too, and none that are empty or no texts', () => {
    expect(taken({ displayName: 'Team' })({ displayName: 'team' })).toBe('displayName');
    expect(taken({ displayName: '', externalId: 7 })({ displayName: '', externalId: 7 })).toBeUndefined();
  });
});

test('entries are found by their keys, and by whom they belong to', () => {
  const map = new Map([
    ['a', 1],
    ['b', 2],
  ]);
  expect(selectEntries(map)).toEqual([
    ['a', 1],
    ['b', 2],
  ]);
  expect(selectEntries(map, 'b')).toEqual([['b', 2]]);
  expect(selectEntries(map, 'c')).toEqual([]);
  expect(entriesAt(map, ['b', 'c'])).toEqual([['b', 2]]);
  const all = new Belongings();
  for (const [owner, key] of [
    ['x', 'a'],
    ['x', 'b'],
    ['y', 'c'],
  ] as const)
    all.add(owner, key);
  all.pass('b', 'x', 'y');
  all.pass('d', 'nobody', 'z');
  expect(['x', 'y', 'z', 'w'].map((owner) => [...all.of([owner])])).toEqual([['a'], ['c', 'b'], ['d'], []]);
  expect([...all.of(['x', 'z'])]).toEqual(['a', 'd']);
});

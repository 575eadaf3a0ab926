import { describe, expect, test } from 'vitest';
import type { Guard } from '../../../kit/safety/guard.ts';
import { entries, guardWith, judge, list, make, marker, name, own, show } from '../guarded.ts';

const called = (who: string) => JSON.stringify({ userName: marker + who });
const states = (guard: Guard) =>
  guard.possessions
    .remaining()
    .map(({ path, foreign, proved }) => [path, foreign ? 'foreign' : proved ? 'ours' : 'open']);

describe('what is doubted, deleted or not there', () => {
  test('is gone once for its owner, also where it was made there again', () => {
    const gone: string[] = [];
    const guard = guardWith({}, (check) => gone.push(check));
    own(guard, '/Users/1');
    guard.deleted('/Users/1?x');
    guard.deleted('/Users/1');
    guard.deleted('/Users/9');
    expect([gone, entries.filter(({ event }) => event === 'deleted').length]).toEqual([
      ['users.some-check'],
      1,
    ]);
    show(guard, '/Users/1');
    expect(guard.remaining()).toMatchObject([{ path: '/Users/1', deleted: true, proved: true }]);
    guard.deleted('/Users/1');
    expect([gone.length, guard.remaining()]).toEqual([1, []]);
  });

  test('is looked for where its create was never seen to have made it', () => {
    const guard = guardWith();
    make(guard, '/Users/1', called('a'));
    guard.absent('/Users/1?x');
    expect([guard.whyAstray(1), guard.lost().length]).toEqual(['absent', 1]);
    own(guard, '/Users/2');
    guard.absent('/Users/2');
    expect([guard.whyAstray(2), guard.lost().length]).toEqual([undefined, 1]);
    guard.absent('/Users/9');
    own(guard, '/Users/3');
    guard.doubt('/Users/3');
    guard.absent('/Users/3');
    expect(guard.whyAstray(3)).toBeUndefined();
  });

  test('is back under a name that a change gave it, and not under another, wherever that shows its own', () => {
    const back = (shown: object, change?: string) => {
      const guard = guardWith();
      own(guard, '/Users/1');
      if (change !== undefined) guard.admit('PATCH', '/Users/1', JSON.stringify({ userName: change }));
      guard.deleted('/Users/1');
      show(guard, '/Users/1', shown);
      return guard.isOwned('/Users/1');
    };
    expect(back({ userName: `${marker}renamed` }, `${marker}renamed`)).toBe(true);
    expect(back({ userName: `${marker}renamed` })).toBe(false);
    expect(back({ userName: `${marker}renamed`, manager: { displayName: name } })).toBe(false);
    expect(back({ userName: `${marker}renamed`, nickName: name.toUpperCase() })).toBe(true);
  });

  test('is looked for where no GET shows it, unless a list proves it or it is ours', () => {
    const guard = guardWith();
    own(guard, '/Users/1');
    make(guard, '/Users/2', called('b'));
    make(guard, '/Users/3', called('c'));
    list(guard, [
      { id: '1', userName: name },
      { id: '2', userName: `${marker}b` },
    ]);
    for (const path of ['/Users/1', '/Users/2', '/Users/3?x', '/Users/9']) guard.unshown(path);
    expect(guard.lost().map(({ marker: one }) => one)).toEqual([`${marker}c`]);
    expect(guard.whyAstray(3)).toBe('other');
  });

  test('is not proved by a list that came before', () => {
    const guard = guardWith();
    own(guard, '/Users/1');
    make(guard, '/Users/2', called('b'));
    list(guard, [
      { id: '1', userName: name },
      { id: '2', userName: `${marker}b` },
    ]);
    expect(judge(guard, 'DELETE', '/Users/2')).toBe('admitted');
    guard.doubt('/Users/2?x');
    expect(judge(guard, 'DELETE', '/Users/2')).toBe('proof-needed');
    guard.deleted('/Users/2');
    guard.doubt('/Users/2');
    expect(guard.possessions.findState('/Users/2')).toBe('deleted');
  });
});

describe('a lookup', () => {
  const lost = (guard: Guard, who = 'a') => guard.creating('/Users', called(who), 'c');

  test('finds what nothing else is known of, what is the same, and never what is somebody else’s', () => {
    const guard = guardWith();
    const number = lost(guard);
    expect(guard.found(number, [])).toBe(false);
    make(guard, '/Users/7', called('x'));
    show(guard, '/Users/7', { userName: 'boss' });
    own(guard, '/Users/8');
    expect(guard.found(number, ['/Users/7', '/Users/8'])).toBe(false);
    expect(guard.lost().map((one) => one.number)).toContain(number);
    expect(guard.found(number, ['/Users/7', '/Users/9'])).toBe(true);
    expect(judge(guard, 'DELETE', '/Users/9')).toBe('proof-needed');
    expect(guard.found(number, ['/Users/10'])).toBe(true);
    expect(guard.knows('/Users/10')).toBe(false);
  });

  test('does not find at a deleted place what was looked for there, but what another create made', () => {
    const guard = guardWith();
    make(guard, '/Users/1', called('a'));
    guard.absent('/Users/1');
    expect(guard.found(1, ['/Users/1'])).toBe(false);
    expect(guard.found(lost(guard, 'b'), ['/Users/1'])).toBe(true);
    expect(guard.possessions.findState('/Users/1')).toBe('candidate');
  });

  test('finds what another create of the same name made, and not one of a longer name', () => {
    for (const [who, found] of [
      ['a', true],
      ['a1', false],
    ] as const) {
      const guard = guardWith();
      make(guard, '/Users/1', called(who));
      expect(guard.found(lost(guard, 'a'), ['/Users/1'])).toBe(found);
      show(guard, '/Users/1', { userName: marker + who });
      expect(guard.found(lost(guard, 'a'), ['/Users/1'])).toBe(found);
    }
  });

  test('makes somebody else’s what the answer named, where it finds what was made elsewhere', () => {
    const guard = guardWith();
    make(guard, '/Users/1', called('a'));
    guard.unshown('/Users/1');
    expect(guard.found(1, ['/Users/2'])).toBe(true);
    expect(states(guard)).toEqual([
      ['/Users/1', 'foreign'],
      ['/Users/2', 'open'],
    ]);
    expect(guard.remaining().map(({ path }) => path)).toEqual(['/Users/2']);
    expect(entries.at(-1)).toEqual({ event: 'created', number: 1, path: '/Users/2' });
  });

  test('that finds nothing settles it, and leaves what the answer named', () => {
    const guard = guardWith();
    make(guard, '/Users/1', called('a'));
    guard.unshown('/Users/1');
    guard.foundNothing(1);
    expect([guard.lost(), states(guard), entries.at(-1)]).toEqual([
      [],
      [['/Users/1', 'foreign']],
      { event: 'settled', number: 1 },
    ]);
  });

  test('that finds nothing settles that create alone, and leaves what others made', () => {
    const guard = guardWith();
    own(guard, '/Users/1');
    make(guard, '/Users/2', called('b'));
    const number = lost(guard, 'c');
    guard.foundNothing(number);
    expect(entries.at(-1)).toEqual({ event: 'settled', number });
    expect(states(guard)).toEqual([
      ['/Users/1', 'ours'],
      ['/Users/2', 'open'],
    ]);
  });

  test('that finds two of one create notes the second under a number of its own', () => {
    const guard = guardWith();
    const number = lost(guard);
    guard.found(number, ['/Users/1', '/Users/2']);
    expect(entries.slice(1)).toMatchObject([
      { event: 'created', number, path: '/Users/1' },
      { event: 'create', number: number + 1, marker: `${marker}a` },
      { event: 'created', number: number + 1, path: '/Users/2' },
    ]);
    expect(entries).toHaveLength(4);
  });

  test('finds what a create made that was refused, in the run that sent it', () => {
    const guard = guardWith();
    guard.created(guard.creating('/Users', called('a'), 'c'), undefined, 409);
    guard.created(guard.creating('/Users', '{"userName":"b"}', 'c'), undefined, 409);
    const adopted = (userName: string) => guard.adopt('/Users', '/Users/1', { userName });
    expect([adopted('b'), adopted(''), adopted(`${marker}b`), adopted(`${marker}A`)]).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect(judge(guard, 'DELETE', '/Users/1')).toBe('proof-needed');
  });

  test('is remembered where it found nothing', () => {
    const guard = guardWith();
    const number = lost(guard);
    expect(guard.unsettled.wasSought(number)).toBe(false);
    guard.unsettled.sought(number);
    expect([guard.unsettled.wasSought(number), guard.unsettled.wasSought(9)]).toEqual([true, false]);
  });
});

test('an answer that names what was there before is looked into by the name alone', () => {
  const guard = guardWith();
  own(guard, '/Users/1');
  const number = guard.creating('/Users', called('b'), 'c');
  guard.created(number, '/Users/1', 201);
  expect(guard.lost().map((one) => one.number)).toEqual([number]);
  expect(guard.unsettled.findFailure(number)).toBe(201);
});

test('what refers to others goes before them, under whatever names', () => {
  const guard = guardWith();
  own(guard, '/Users/1');
  guard.vouching.announce('/Groups', { displayName: 'Team' });
  guard.created(guard.creating('/Groups', '{"displayName":"Team"}', 'a job'), '/Groups/1', 201);
  expect(guard.remaining().map(({ path }) => path)).toEqual(['/Groups/1', '/Users/1']);
});

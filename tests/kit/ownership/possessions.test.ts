import { describe, expect, test } from 'vitest';
import type { Guard } from '../../../kit/safety/guard.ts';
import { entries, guardWith, judge, make, marker, own, show } from '../guarded.ts';

const called = (who: string) => JSON.stringify({ userName: marker + who });
const states = (guard: Guard) =>
  guard.possessions
    .remaining()
    .map(({ path, foreign, proved }) => [path, foreign ? 'foreign' : proved ? 'ours' : 'open']);

describe('what the answer to a create named', () => {
  test.each([undefined, 100, 200, 301, 408, 500, 503])(
    'is not known after %s: it is looked for',
    (status) => {
      const guard = guardWith();
      guard.created(guard.creating('/Users', called('a'), 'c'), undefined, status ?? 0);
      expect(guard.lost().map(({ marker: one }) => one)).toEqual([`${marker}a`]);
    },
  );

  test.each([400, 404, 409, 499])('is nothing after %i, and its owner is told', (status) => {
    const gone: string[] = [];
    const guard = guardWith({}, (check) => gone.push(check));
    const number = guard.creating('/Users', called('a'), 'c');
    guard.created(number, undefined, status);
    expect([guard.lost(), gone, entries.at(-1)]).toEqual([[], ['c'], { event: 'refused', number, status }]);
    guard.created(number, '/Users/1', 201);
    expect(guard.knows('/Users/1')).toBe(false);
  });

  test('is kept as evidence where it showed the marker, and written to only after a GET', () => {
    const guard = guardWith();
    guard.created(guard.creating('/Users', called('a'), 'c'), '/Users/1', 201, true);
    make(guard, '/Users/2', called('b'));
    expect(['/Users/1?x', '/Users/2', '/Users/3'].map((path) => guard.isOurs(path))).toEqual([
      true,
      false,
      false,
    ]);
    expect(judge(guard, 'PUT', '/Users/1', '{}')).toBe('proof-needed');
    expect([guard.isOwned('/Users/1'), guard.provedOwnership]).toEqual([false, false]);
  });

  test('is taken from a create whose address ends with a slash, or has a query', () => {
    for (const path of ['/Users/', '/Users?x=y']) {
      const guard = guardWith();
      guard.created(guard.creating(path, called('a'), 'c'), '/Users/1', 201);
      expect(guard.knows('/Users/1')).toBe(true);
    }
  });

  test('may be made anew where it was deleted, and not where it stands', () => {
    const guard = guardWith();
    own(guard, '/Users/1');
    make(guard, '/Users/1', called('again'));
    expect(guard.lost().map(({ marker: one }) => one)).toEqual([`${marker}again`]);
    guard.deleted('/Users/1');
    make(guard, '/Users/1', called('third'));
    expect(guard.remaining()).toMatchObject([{ path: '/Users/1', marker: `${marker}third`, deleted: false }]);
  });

  test('belongs to its check, until it is handed over', () => {
    const guard = guardWith();
    guard.created(guard.creating('/Users', called('a'), 'one'), '/Users/1', 201);
    guard.created(
      guard.creating('/Groups', JSON.stringify({ displayName: `${marker}g` }), 'two'),
      '/Groups/1',
      201,
    );
    const paths = (...of: string[]) => guard.remaining(new Set(of)).map(({ path }) => path);
    expect([paths('one'), paths('two'), paths('one', 'two'), paths()]).toEqual([
      ['/Users/1'],
      ['/Groups/1'],
      ['/Groups/1', '/Users/1'],
      [],
    ]);
    guard.possessions.handOver('/Users/1', 'two');
    guard.possessions.handOver('/Users/9', 'two');
    expect([paths('one'), paths('two')]).toEqual([[], ['/Groups/1', '/Users/1']]);
    expect(guard.remaining(new Set(['one']), '/Users/1')).toEqual([]);
    expect(guard.remaining(undefined, '/Users/1')).toHaveLength(1);
  });
});

describe('a GET', () => {
  test('of one with another id, or another name, shows somebody else: what was made is looked for', () => {
    for (const shown of [{ id: 'other', userName: `${marker}a` }, { userName: 'boss' }]) {
      const guard = guardWith();
      make(guard, '/Users/1', called('a'));
      show(guard, '/Users/1', shown);
      expect([states(guard), guard.whyAstray(1), guard.lost().length]).toEqual([
        [['/Users/1', 'foreign']],
        'other',
        1,
      ]);
      // Nothing that comes later makes it ours.
      show(guard, '/Users/1', { userName: `${marker}a` });
      expect(judge(guard, 'PUT', '/Users/1', '{}')).toBe('refused: foreign');
      guard.doubt('/Users/1');
      expect(guard.isForeign('/Users/1')).toBe(true);
    }
  });

  test.each([
    '[]',
    '{}',
    '{"id":1,"userName":"boss"}',
    '{"id":"1","userName":"boss","Resources":[]}',
    '{"id":"1"}',
    '',
  ])('that shows %j says nothing either way', (text) => {
    const guard = guardWith();
    own(guard, '/Users/1');
    make(guard, '/Users/2', called('b'));
    for (const path of ['/Users/1', '/Users/2'])
      guard.seen('GET', path, 200, text.replace('"1"', `"${path.at(-1)}"`));
    expect(states(guard)).toEqual([
      ['/Users/1', 'ours'],
      ['/Users/2', 'open'],
    ]);
  });

  test('of a part takes nothing away, and proves what it shows of one that is not proved', () => {
    const guard = guardWith();
    make(guard, '/Users/1', called('a'));
    guard.seen('GET', '/Users/1?attributes=userName', 200, '{"id":"1","userName":"boss"}');
    expect(states(guard)).toEqual([['/Users/1', 'open']]);
    guard.seen('GET', '/Users/1?attributes=userName', 200, `{"id":"1","userName":"${marker}a"}`);
    expect(states(guard)).toEqual([['/Users/1', 'ours']]);
    guard.seen('GET', '/Users/1?attributes=userName', 200, '{"id":"2","userName":"boss"}');
    expect(states(guard)).toEqual([['/Users/1', 'ours']]);
  });

  test('with a byte order mark is read all the same', () => {
    const guard = guardWith();
    make(guard, '/Users/1', called('a'));
    guard.seen('GET', '/Users/1', 200, `\ufeff${JSON.stringify({ id: '1', userName: `${marker}a` })}`);
    expect(judge(guard, 'PUT', '/Users/1', '{}')).toBe('admitted');
  });

  test('under another name of the run proves it, and what was asked for is looked for elsewhere', () => {
    const guard = guardWith();
    make(guard, '/Users/1', called('a'));
    show(guard, '/Users/1', { userName: `${marker}b` });
    expect([states(guard), guard.whyAstray(1)]).toEqual([[['/Users/1', 'ours']], 'other']);
    expect(guard.lost()).toHaveLength(1);
    show(guard, '/Users/1', { userName: `${marker}c` });
    expect(guard.lost()).toHaveLength(1);
  });

  test('proves by the attribute in which the name was sent, and by no other', () => {
    const guard = guardWith();
    const body = JSON.stringify({ userName: 'ada', displayName: `${marker}a` });
    make(guard, '/Users/1', body);
    make(guard, '/Users/2', body);
    show(guard, '/Users/1', { userName: 'whatever', displayName: `${marker}a` });
    show(guard, '/Users/2', { userName: `${marker}a`, displayName: 'boss' });
    expect(states(guard)).toEqual([
      ['/Users/1', 'ours'],
      ['/Users/2', 'foreign'],
    ]);
  });

  test('of what was renamed is no contradiction, and a name that no write gave is one', () => {
    const guard = guardWith();
    own(guard, '/Users/1');
    const rename = (value: unknown) =>
      guard.admit('PATCH', '/Users/1', JSON.stringify({ Operations: [{ path: 'userName', value }] }));
    for (const value of ['Renamed', 7, true, { userName: 'Inner' }]) rename(value);
    for (const userName of ['renamed', '7', 'TRUE', 'inner']) show(guard, '/Users/1', { userName });
    expect(states(guard)).toEqual([['/Users/1', 'ours']]);
    show(guard, '/Users/1', { userName: 'never-given' });
    expect(states(guard)).toEqual([['/Users/1', 'open']]);
  });
});

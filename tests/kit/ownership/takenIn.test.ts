import { describe, expect, test } from 'vitest';
import type { Guard } from '../../../kit/safety/guard.ts';
import { type JournalEntry, type Pending, Reckoning } from '../../../kit/safety/journal/journal.ts';
import { entries, guardWith, judge, list, make, marker, name, own, show } from '../guarded.ts';

const ada = { userName: 'ada@corp.example', externalId: 'A-1', title: 'Countess' };
const created = '2026-01-01T12:00:01Z';
const shown = { ...ada, meta: { created } };

/** The guard of whoever cleans up after the run that wrote these entries. */
function later(left: readonly JournalEntry[] = entries): Guard {
  const reckoning = new Reckoning();
  for (const entry of left) reckoning.take(entry);
  const guard = guardWith();
  guard.takeIn(reckoning.pending, reckoning.doubtful, reckoning.carried);
  return guard;
}

describe('what an earlier run left', () => {
  test('has to show the marker like any other', () => {
    own(guardWith(), '/Users/1');
    const guard = later();
    expect(guard.unsettled.any).toBe(true);
    expect(guard.remaining()).toMatchObject([{ path: '/Users/1', proved: false }]);
    expect(judge(guard, 'DELETE', '/Users/1')).toBe('proof-needed');
    show(guard, '/Users/1');
    expect(judge(guard, 'DELETE', '/Users/1')).toBe('admitted');
  });

  test('is looked for by its name where its place is none', () => {
    const [create, odd] = [
      { endpoint: '/Users', check: 'c', marker: name, name: { attribute: 'userName', value: name } },
      guardWith(),
    ];
    odd.takeIn([
      { ...create, number: 4 },
      { ...create, number: 5, path: '/Elsewhere/1' },
    ]);
    expect(odd.lost().map(({ number }) => number)).toEqual([4, 5]);
    odd.takeIn([], [{ ...create, number: 5, path: '/Elsewhere/2', deleted: true }]);
    expect([odd.remaining(), odd.knows('/Elsewhere/2')]).toEqual([[], false]);
    expect(odd.creating('/Users', '{}', 'c')).toBe(6);
    expect(guardWith().unsettled.any).toBe(false);
  });

  test('is not written to where it was deleted, and is noted anew where it is there again', () => {
    const first = guardWith();
    own(first, '/Users/1');
    first.deleted('/Users/1');
    const guard = later();
    expect(guard.remaining()).toEqual([]);
    expect(guard.isOurs('/Users/1')).toBe(true);
    show(guard, '/Users/1', { userName: `${marker}another` });
    expect(guard.remaining()).toEqual([]);
    show(guard, '/Users/1');
    expect(guard.remaining()).toMatchObject([{ path: '/Users/1', proved: true, number: 1 }]);
    expect(entries.map(({ event }) => event)).toEqual(['create', 'created']);
    expect(judge(guard, 'DELETE', '/Users/1')).toBe('admitted');
  });

  test('does not make deleted what a later create made at the same place', () => {
    const first = guardWith();
    own(first, '/Users/1');
    first.deleted('/Users/1');
    make(first, '/Users/1', JSON.stringify({ userName: `${marker}again` }));
    expect(later().remaining()).toMatchObject([{ path: '/Users/1', number: 2 }]);
  });

  test('may be what a refused create made: a list that shows its name finds it', () => {
    const first = guardWith();
    first.created(first.creating('/Users', JSON.stringify({ userName: name }), 'c'), undefined, 409);
    const guard = later();
    expect(guard.lost()).toEqual([]);
    expect(guard.adopt('/Groups', '/Groups/1', { displayName: name })).toBe(false);
    expect(guard.adopt('/Users', '/Users/1', { userName: `${name}0` })).toBe(false);
    expect(guard.adopt('/Users', '/Users/1', {})).toBe(false);
    expect(guard.adopt('/Users', '/Users/1', { userName: name.toUpperCase() })).toBe(true);
    expect(judge(guard, 'DELETE', '/Users/1')).toBe('proof-needed');
  });

  test('is none of what was settled or swept', () => {
    const first = guardWith();
    own(first, '/Users/1');
    first.deleted('/Users/1');
    first.unsettled.settle(first.creating('/Users', JSON.stringify({ userName: `${marker}b` }), 'c'));
    first.unsettled.swept();
    const guard = later();
    expect([guard.lost(), guard.remaining(), guard.knows('/Users/1')]).toEqual([[], [], false]);
  });
});

describe('what an earlier run left under a name without the marker', () => {
  const send = (guard: Guard) => {
    guard.vouching.answered('Thu, 01 Jan 2026 12:00:00 GMT');
    guard.vouching.announce('/Users', ada);
    return guard.creating('/Users', JSON.stringify(ada), 'a job');
  };
  const begun = (prove: boolean) => {
    const guard = guardWith();
    guard.created(send(guard), '/Users/1', 201);
    if (prove) show(guard, '/Users/1', shown);
    return guard;
  };

  test('has to be shown as it was sent, where no GET proved it', () => {
    begun(false);
    const left = entries;
    const guard = later(left);
    expect(guard.unproved().map(({ number }) => number)).toEqual([1]);
    show(guard, '/Users/1', { ...shown, title: 'Changed' });
    expect(judge(guard, 'DELETE', '/Users/1')).toBe('refused: foreign');
    const other = later(left);
    show(other, '/Users/1', shown);
    expect(judge(other, 'DELETE', '/Users/1')).toBe('admitted');
  });

  test('is known by its id, the time of its create and its names, where one did', () => {
    begun(true);
    const left = entries;
    const judged = (resource: object, renamed: JournalEntry[] = []) => {
      const guard = later([...left, ...renamed]);
      expect(guard.unproved()).toEqual([]);
      expect(judge(guard, 'DELETE', '/Users/1')).toBe('proof-needed');
      show(guard, '/Users/1', resource);
      return judge(guard, 'DELETE', '/Users/1');
    };
    expect(judged({ ...shown, title: 'Changed' })).toBe('admitted');
    expect(judged({ userName: 'boss', meta: { created } })).toBe('admitted');
    expect(judged({ ...ada, meta: { created: '2026-01-01T12:00:09Z' } })).toBe('refused: foreign');
    expect(judged({ userName: 'ADA@corp.example' })).toBe('admitted');
    expect(judged({ userName: 'boss' })).toBe('refused: foreign');
    expect(judged({ userName: 'boss' }, [{ event: 'renamed', path: '/Users/1', names: ['Boss'] }])).toBe(
      'admitted',
    );
  });

  test('is looked for by its name, where it has no place', () => {
    send(guardWith());
    const guard = later();
    expect(guard.unproved()).toMatchObject([
      { number: 1, create: { check: 'a job', vouched: { sent: ada } } },
    ]);
    expect(guard.lost().map(({ number }) => number)).toEqual([1]);
    expect(guard.knows('/Users/1')).toBe(false);
  });

  test('may be there all the same where it was proved and deleted, or refused', () => {
    begun(true).deleted('/Users/1');
    const guard = later();
    expect(guard.vouching.deletedUnseen()).toEqual([{ path: '/Users/1', marker: ada.userName }]);
    show(guard, '/Users/1', shown);
    expect(guard.vouching.isBack('/Users/1')).toBe(true);

    const first = guardWith();
    first.created(send(first), undefined, 409);
    expect(later().unproved()).toMatchObject([{ number: 1, create: { refused: 409 } }]);
  });

  test('is not deleted where it was made again at the same place', () => {
    const first = begun(true);
    first.deleted('/Users/1');
    const reckoning = new Reckoning();
    for (const entry of entries) reckoning.take(entry);
    const [gone] = reckoning.doubtful as [Pending];
    const guard = guardWith();
    guard.takeIn([{ ...gone, number: 2 }], [gone]);
    expect(guard.vouching.findState('/Users/1')).toBe('candidate');
  });
});

describe('the endpoint’s clock', () => {
  const judged = (
    times: (string | undefined)[],
    at: string | undefined = 'Thu, 01 Jan 2026 12:00:00 GMT',
  ) => {
    const guard = guardWith();
    guard.vouching.answered(at);
    guard.vouching.answered('not a date');
    for (const created of times) guard.vouching.learnClock({ meta: { created } });
    guard.vouching.announce('/Users', ada);
    guard.created(guard.creating('/Users', JSON.stringify(ada), 'c'), '/Users/1', 201);
    show(guard, '/Users/1', { ...ada, meta: { created: '2026-01-01T06:00:00Z' } });
    return judge(guard, 'DELETE', '/Users/1');
  };

  test.each<[string, (string | undefined)[], string]>([
    ['was not learned', [], 'refused: foreign'],
    ['is right', ['2026-01-01T12:00:01Z'], 'refused: foreign'],
    ['is a time zone away', ['2026-01-01T06:00:01Z'], 'admitted'],
    ['is not always a time zone away', ['2026-01-01T06:00:01Z', '2026-01-01T12:00:01Z'], 'refused: foreign'],
    ['is not told', [undefined], 'refused: foreign'],
  ])('%s: what is older than its create is %s', (_how, times, verdict) => {
    expect(judged(times)).toBe(verdict);
  });

  test('says nothing where its answers have no Date', () => {
    expect(judged([], '')).toBe('admitted');
    expect(judged(['2026-01-01T06:00:01Z'], '')).toBe('admitted');
  });
});

test('lists prove what an earlier run made only once they agreed with a GET', () => {
  own(guardWith(), '/Users/1');
  const guard = later();
  list(guard, [{ id: '1', userName: name }]);
  expect([guard.listsAgree, judge(guard, 'DELETE', '/Users/1')]).toEqual([false, 'proof-needed']);
  show(guard, '/Users/1');
  list(guard, [{ id: '1', userName: name }]);
  expect([guard.listsAgree, guard.provedOwnership]).toEqual([true, true]);
});

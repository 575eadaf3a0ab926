import { describe, expect, test } from 'vitest';
import { bulk, entries, guardWith, marker, name, own } from '../guarded.ts';

describe('creates of a bulk request', () => {
  test('are noted each under a number, by their position, and where they go', () => {
    const guard = guardWith();
    const data = { userName: name, displayName: name };
    const numbers = guard.creatingInBulk(
      bulk(
        { method: 'GET', path: '/Users/1' },
        { method: 'post', path: '/Groups', data },
        { method: 'PATCH', path: '/Users/1', data },
        { path: '/Users', data },
        { method: 'POST', path: '/Nowhere', data },
      ),
      'c',
    );
    expect([...numbers]).toEqual([
      [1, 1],
      [3, 2],
      [4, 3],
    ]);
    expect(guard.lost().map(({ endpoint, name: named }) => [endpoint, named.attribute])).toEqual([
      ['/Groups', 'displayName'],
      ['/Users', 'userName'],
      ['/Users', 'userName'],
    ]);
    expect(guard.creatingInBulk('no JSON', 'c').size).toBe(0);
  });

  test('that were not carried out are over at once only where there is no name to look for', () => {
    const guard = guardWith();
    const jobs = bulk(
      { method: 'POST', path: '/Users', data: { userName: name } },
      { method: 'POST', path: '/Users' },
    );
    const [[, named] = [], [, nameless] = []] = [...guard.creatingInBulk(jobs, 'c')];
    for (const number of [Number(named), Number(nameless)]) guard.unsettled.failed(number, 400);
    expect(entries.at(-1)).toEqual({ event: 'refused', number: nameless, status: 400 });
    expect(guard.lost().map(({ number }) => number)).toEqual([named]);
    expect(guard.unsettled.findFailure(Number(named))).toBe(400);
    guard.refused(Number(named), 400);
    expect(entries.at(-1)).toEqual({ event: 'refused', number: named, status: 400 });
    expect(guard.adopt('/Users', '/Users/1', { userName: name })).toBe(true);
  });
});

describe('what refused creates made all the same', () => {
  test.each([
    [400, 1],
    [409, 0],
  ])('counts after %i for %i', (status, counts) => {
    const guard = guardWith();
    guard.created(guard.creating('/Users', JSON.stringify({ userName: name }), 'c'), undefined, status);
    expect(guard.unsettled.madeThoughRefused).toEqual([]);
    expect(guard.adopt('/Users', '/Users/1', { userName: name })).toBe(true);
    const one = { number: 1, endpoint: '/Users', status };
    expect(guard.unsettled.madeThoughRefused).toEqual(counts === 1 ? [one] : []);
  });

  test('is found by its name alone where no list of what begins with the marker shows it', () => {
    const guard = guardWith();
    const names = [name, `É${name}`, `One ${name}`];
    for (const userName of names)
      guard.created(guard.creating('/Users/', JSON.stringify({ userName }), 'c'), undefined, 409);
    const beside = guard.unsettled.refusedBeside(marker);
    expect(beside.map((one) => [one.endpoint, one.name.value])).toEqual(
      names.slice(1).map((one) => ['/Users', one]),
    );
  });

  test('is not what was made under the same name by a create that was not refused', () => {
    const guard = guardWith();
    const job = bulk({ method: 'POST', path: '/Users', data: { userName: name } });
    const [number = 0] = guard.creatingInBulk(job, 'c').values();
    guard.unsettled.failed(number, 403);
    own(guard, '/Users/1');
    expect(guard.found(number, ['/Users/1'])).toBe(true);
    expect(guard.unsettled.madeThoughRefused).toEqual([]);
    expect(guard.lost()).toEqual([]);
  });

  test.each([
    ['at once', false],
    ['after a lookup had found nothing', true],
  ])('that came about %s leaves the rest to be looked for again: %s', (_when, isLate) => {
    const guard = guardWith();
    const job = bulk({ method: 'POST', path: '/Users', data: { userName: name } });
    const [number = 0] = guard.creatingInBulk(job, 'c').values();
    if (isLate) guard.unsettled.sought(number);
    guard.refused(number, 400);
    guard.adopt('/Users', '/Users/1', { userName: name });
    guard.unsettled.swept();
    expect(entries.some(({ event }) => event === 'swept')).toBe(!isLate);
  });

  test.each([
    [400, 1],
    [500, 0],
    [200, 0],
  ])('is found of a bulk request as well, where an operation was refused: %i counts %i', (status, counts) => {
    const guard = guardWith();
    const job = bulk({ method: 'POST', path: '/Users', data: { userName: name } });
    const [number = 0] = guard.creatingInBulk(job, 'c').values();
    guard.unsettled.failed(number, status);
    guard.found(number, ['/Users/1']);
    const one = { number, endpoint: '/Users', status };
    expect(guard.unsettled.madeThoughRefused).toEqual(counts === 1 ? [one] : []);
  });
});

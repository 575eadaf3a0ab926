import { describe, expect, test, vi } from 'vitest';
import { Unsent } from '../../kit/errors.ts';
import { Outage, type Served } from '../../kit/wire/outage.ts';
import type { ScimRequest } from '../../kit/wire/request.ts';
import { atEndOfTest } from '../atEnd.ts';

const DOCUMENTS = ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas'];
const never = new AbortController().signal;

/** An outage to which answers are told, and the reads by which it sees whether anything is served. */
function watched(ms = 0) {
  const outage = new Outage(ms);
  let exchange = 0;
  const judged: number[] = [];
  const knocks: string[] = [];
  const note = (status: Served['status'], path = '/Users/1', number = exchange + 1) => {
    exchange = Math.max(exchange, number);
    outage.note({ exchange: number, method: 'GET', path, request: `GET ${path}`, status }, () =>
      judged.push(number),
    );
    return number;
  };
  /** Answers every knock at an address with what is told of it; with 200 where nothing is. */
  const knock =
    (answers: Record<string, number | string> = {}) =>
    async ({ path }: ScimRequest) => {
      knocks.push(path);
      note(answers[path] ?? answers['*'] ?? 200, path);
    };
  const fail = (times: number, status: number | string) => Array.from({ length: times }, () => note(status));
  const passes = async (answers: Record<string, number | string>) => {
    await outage.pass(knock(answers), never);
  };
  return { outage, note, fail, knock, passes, judged, knocks };
}

function servedBefore(ms = 0) {
  const one = watched(ms);
  for (const path of DOCUMENTS) one.note(200, path);
  return one;
}

describe('an endpoint is away', () => {
  test.each([401, 403, 404, 410, 302, 500, 503, 'ECONNRESET'])(
    'where twenty requests in a row were answered %s, and so are reads that were served before',
    async (status) => {
      const { outage, fail, passes, knocks } = servedBefore();
      fail(19, status);
      await passes({ '*': status });
      expect(knocks).toEqual([]);
      const [last = 0] = fail(1, status);
      await expect(passes({ '*': status })).rejects.toThrow(Unsent);
      expect(outage.isAway).toBe(true);
      expect(outage.struck([last])).toMatchObject({ status, exchange: last });
      expect(knocks).toEqual(DOCUMENTS);
    },
  );

  test('where all is refused as too many for longer than any limit on the pace of requests', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    atEndOfTest(() => {
      vi.useRealTimers();
    });
    const { outage, fail, passes, knocks } = servedBefore();
    vi.advanceTimersByTime(60_000);
    fail(30, 429);
    await passes({ '*': 429 });
    expect(knocks).toEqual([]);
    vi.advanceTimersByTime(40_000);
    fail(20, 429);
    await expect(passes({ '*': 429 })).rejects.toThrow(Unsent);
    expect(outage.isAway).toBe(true);
  });

  test.each([200, 304, 400, 409, 412, 429, 501, 'CODED_BODY'])('but not by answers %s', async (status) => {
    const { outage, fail, passes, knocks } = servedBefore();
    fail(30, status);
    await passes({ '*': 500 });
    expect([outage.isAway, knocks]).toEqual([false, []]);
  });

  test('and not where one of the reads is served', async () => {
    const { outage, fail, passes, knocks } = servedBefore();
    const numbers = fail(25, 500);
    await passes({ '/ServiceProviderConfig': 500, '/ResourceTypes': 500 });
    expect(outage.isAway).toBe(false);
    expect(outage.struck(numbers)).toBeUndefined();
    expect(knocks).toEqual(DOCUMENTS);
  });

  test('and not where little was ever served: what is refused may be refused for itself', async () => {
    const { outage, note, fail, passes, knocks } = watched();
    note(200, '/Users?count=1');
    note(200, '/Groups?count=1');
    fail(40, 500);
    await passes({ '*': 500 });
    expect([outage.isAway, knocks]).toEqual([false, []]);
  });

  test('once: a check that met nothing else since asks whether it is', async () => {
    const { outage, note, knock } = servedBefore();
    const number = note(401);
    expect(outage.suspects([number])).toBe(true);
    await outage.look(knock({ '*': 401 }), never);
    expect(outage.struck([number])).toMatchObject({ status: 401 });
    expect(outage.suspects([number - 1])).toBe(false);
  });
});

describe('an endpoint that was away', () => {
  test('is there with the next answer to what was asked later, not with one to what was asked before', async () => {
    const { outage, note, fail, passes } = servedBefore();
    const early = note(500);
    const numbers = fail(20, 503);
    await expect(passes({ '*': 503 })).rejects.toThrow(
      'GET /Schemas: not sent, because the endpoint stopped',
    );
    note(200, '/Users/1', early);
    expect(outage.isAway).toBe(true);
    const served = note(200);
    expect(outage.isAway).toBe(false);
    expect(outage.struck(numbers)).toBeDefined();
    expect(outage.struck([served])).toBeUndefined();
    await passes({ '*': 503 });
  });

  test('is waited for as long as was asked for, and lets pass what waited once it is served', async () => {
    const { fail, passes } = servedBefore(1_500);
    fail(20, 'ECONNREFUSED');
    const answers: Record<string, number | string> = { '*': 'ECONNREFUSED' };
    setTimeout(() => {
      answers['*'] = 200;
    }, 300);
    await Promise.all([passes(answers), passes(answers)]);
  });
});

describe('what rules see of answers', () => {
  test('waits for the next that is served, in order', () => {
    const { note, judged } = servedBefore();
    judged.length = 0;
    const numbers = [note(404), note(404), note(200)];
    expect(judged).toEqual(numbers);
  });

  test('is nothing of the time when nothing was served, and the last of a run', async () => {
    const { outage, note, fail, passes, judged } = servedBefore();
    judged.length = 0;
    fail(20, 401);
    await expect(passes({ '*': 401 })).rejects.toThrow(Unsent);
    const served = note(200);
    const last = note(404);
    outage.end();
    expect(judged).toEqual([served, last]);
  });
});

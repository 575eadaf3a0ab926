import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { check } from '../../kit/check/check.ts';
import type { Exchange } from '../../kit/evidence/exchange.ts';
import { Vacancy } from '../../kit/safety/vacancy.ts';
import { runInProcess } from '../kit/inProcess.ts';
import { tenantWith } from './tenants.ts';

/** Work that ends when it is told to. */
function work() {
  let end = () => {};
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { done, end };
}

describe('while an id is kept free', () => {
  test('nothing is created: what is under way ends before, what comes later waits', async () => {
    const vacancy = new Vacancy();
    const events: string[] = [];
    const [before, after] = [work(), work()];
    const first = vacancy.creating(() => before.done).then(() => events.push('created'));
    const held = vacancy.hold().then((release) => {
      events.push('held');
      return release;
    });
    const second = vacancy.creating(() => after.done).then(() => events.push('created later'));
    await turn();
    expect([events, vacancy.period]).toEqual([[], undefined]);
    before.end();
    const release = await held;
    after.end();
    await turn();
    expect(events).toEqual(['created', 'held']);
    expect(vacancy.period).toBeDefined();
    release();
    release();
    await Promise.all([first, second]);
    expect([events.at(-1), vacancy.period]).toEqual(['created later', undefined]);
  });

  test('what failed keeps nobody waiting', async () => {
    const vacancy = new Vacancy();
    const fails = () => Promise.reject(new Error('fails'));
    await expect(vacancy.creating(fails)).rejects.toThrow('fails');
    await expect(vacancy.during(fails)).rejects.toThrow('fails');
    expect(await vacancy.creating(async () => 'made')).toBe('made');
  });

  test('it is known to be free as long as one of those who keep it so goes on', async () => {
    const vacancy = new Vacancy();
    const [one, other] = [await vacancy.hold(), await vacancy.hold()];
    const asked = { by: 'a check', period: vacancy.period };
    one();
    vacancy.note('/Users/1', asked);
    expect([vacancy.take('another'), vacancy.take('a check'), vacancy.take('a check')]).toEqual([
      undefined,
      '/Users/1',
      undefined,
    ]);
    vacancy.note('/Users/1', asked);
    other();
    expect(vacancy.take('a check')).toBeUndefined();
    await vacancy.hold();
    vacancy.note('/Users/1', asked);
    expect(vacancy.take('a check')).toBeUndefined();
  });
});

const begins = ({ startedAt }: Exchange) => Date.parse(startedAt);
const ends = (exchange: Exchange) => begins(exchange) + exchange.durationMs;
const CHANGES = ['PUT', 'PATCH', 'DELETE'];

test('a write to a deleted id follows a GET that found nothing there, and nothing is created from then on', {
  timeout: 120_000,
}, async () => {
  const tenant = await tenantWith({ latencyMs: 15 });
  const groups = ['hard-delete', 'users', 'smartfile', 'entra'];
  const { exchanges, outcomes } = await runInProcess(tenant, {
    selected: (id) => groups.some((group) => id.startsWith(`${group}.`)),
    concurrency: 16,
  });
  const done = (exchange: Exchange) => (exchange.response?.status ?? 500) < 300;
  const creates = exchanges.filter(({ method, path }) => method === 'POST' && !path.includes('.search'));
  const deletes = exchanges.filter((one) => one.method === 'DELETE' && done(one));
  const late = exchanges.filter(
    (one) =>
      CHANGES.includes(one.method) &&
      deletes.some((gone) => gone !== one && gone.path === one.path && ends(gone) < begins(one)),
  );
  // PUT, PATCH and DELETE of a user, DELETE of a group, and two that the validator sends.
  expect(late.length).toBeGreaterThanOrEqual(6);
  for (const write of late) {
    const own = exchanges.filter(({ check }) => check === write.check);
    const look = own[own.indexOf(write) - 1];
    expect(look).toMatchObject({ method: 'GET', path: write.path, response: { status: 404 } });
    const from = look === undefined ? 0 : begins(look);
    const meanwhile = creates.filter((one) => ends(one) > from + 1 && begins(one) < ends(write) - 1);
    expect(meanwhile.map(({ number }) => number)).toEqual([]);
  }
  expect(creates.length).toBeGreaterThan(50);
  for (const id of ['put', 'patch', 'second-delete'])
    expect(outcomes.get(`hard-delete.${id}-finds-nothing`)?.status).toBe('pass');
});

test('a PUT that may create waits for no hold of its own, where it goes to an id that it made and lost before', {
  timeout: 30_000,
}, async () => {
  const tenant = await tenantWith({ defects: ['replace.creates'] });
  const again = check(
    'users.put-again',
    ['7644:3.5.1/put-no-create'],
    'puts to an invented id, deletes, and puts again',
    async ({ scim, given, must }) => {
      const path = await given.absent(given.users);
      const body = given.payload('User');
      await given.step('make it', scim.put(path, body));
      await given.step('remove it', scim.delete(path));
      const answer = await scim.put(path, body);
      must.hold(answer.status > 0, { key: 'answer', expected: 'an answer', observed: 'none' });
    },
  );
  const { outcomes } = await runInProcess(tenant, { entries: [again] });

  expect(outcomes.get('users.put-again')).toMatchObject({ status: 'pass' });
});

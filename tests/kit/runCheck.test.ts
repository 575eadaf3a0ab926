import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CheckTools, check } from '../../kit/check/check.ts';
import type { Outcome } from '../../kit/outcome.ts';
import { startTenant, type Tenant } from '../../tenant/index.ts';
import { runInProcess } from './inProcess.ts';
import { json, serve } from './server.ts';

const row = '7644:3.3/create-201';

function define(run: (tools: CheckTools) => Promise<void>) {
  return check({ id: 'users.under-test', verifies: [row], title: 'a check under test' }, run);
}

describe('a check ends', () => {
  let tenant: Tenant;
  beforeAll(async () => {
    tenant = await startTenant();
  });
  afterAll(() => tenant.close());

  async function runForOutcome(run: (tools: CheckTools) => Promise<void>): Promise<Outcome> {
    const { outcomes } = await runInProcess(tenant, { entries: [define(run)] });
    return outcomes.get('users.under-test') as Outcome;
  }

  test('as pass when its claims hold', async () => {
    const outcome = await runForOutcome(async ({ scim, given, must }) => {
      must.haveStatus(await scim.post(given.users, given.payload('User')), 201);
    });
    expect(outcome).toMatchObject({ status: 'pass', attempts: 1, findings: [] });
  });

  test('as fail when a claim does not hold, and says what it saw', async () => {
    const outcome = await runForOutcome(async ({ scim, given, must }) => {
      must.haveStatus(await scim.get(given.users), 418);
    });
    expect(outcome.status).toBe('fail');
    expect(outcome.findings).toMatchObject([
      { key: 'status', expected: 'status 418 for GET /Users', observed: 'status 200', row },
    ]);
    expect(outcome.findings[0]?.exchanges).toEqual(outcome.exchanges);
  });

  test('as blocked when its set-up does not come about', async () => {
    const outcome = await runForOutcome(async ({ scim, given, must }) => {
      await given.step('read something', scim.get('/Users/none'));
      must.hold(false, { key: 'never', expected: 'never', observed: 'never' });
    });
    expect(outcome).toMatchObject({
      status: 'blocked',
      blockedBy: { step: 'read something', request: 'GET /Users/{id}', status: 404 },
    });
  });

  test('as not applicable when there is nothing to judge', async () => {
    const outcome = await runForOutcome(async ({ given }) => {
      given.attribute('User', 'shoeSize');
    });
    expect(outcome).toMatchObject({ status: 'not-applicable', reason: 'declared' });
  });

  test.each<[string, (tools: CheckTools) => Promise<void>]>([
    ['the check claimed nothing', async ({ scim, given }) => void (await scim.get(given.users))],
    ['the check exchanged nothing', async ({ must }) => must.equal(1, 1)],
    [
      'undefined is not',
      async () => {
        throw new TypeError('undefined is not a function');
      },
    ],
    ['PUT /Users/42: not a resource of this run', async ({ scim }) => void (await scim.put('/Users/42', {}))],
    [
      'a claim names row',
      async ({ must }) => must.hold(false, { key: 'k', expected: 'e', observed: 'o' }, { row: 'x' }),
    ],
  ])('as an error of the suite: %s', async (words, run) => {
    const outcome = await runForOutcome(run);
    expect(outcome.status).toBe('error');
    expect(outcome.error).toContain(words);
  });

  test('with a finding for each line of a table that does not hold', async () => {
    const outcome = await runForOutcome(async ({ scim, given, must }) => {
      await scim.get(given.users);
      await must.each([1, 2, 3], String, (number, line) => line.equal(number % 2, 0, { what: 'the rest' }));
    });
    expect(outcome.findings.map(({ key }) => key)).toEqual(['1/value', '3/value']);
  });

  test('with what a line of a table found, though a later line cannot be asked', async () => {
    const outcome = await runForOutcome(async ({ scim, given, must }) => {
      await scim.get(given.users);
      await must.each([1, 2], String, async (number, line) => {
        if (number === 2) await given.step('read something', scim.get('/Users/none'));
        line.equal(number, 0, { what: 'the number' });
      });
    });
    expect(outcome.status).toBe('fail');
    expect(outcome.findings.map(({ key }) => key)).toEqual(['1/value']);
  });

  test('and leaves nothing behind, whatever it made', async () => {
    await runForOutcome(async ({ given, must }) => {
      await given.group({}, [await given.user(), await given.user()]);
      must.equal(1, 2);
    });
    expect(tenant.resources().filter(({ name }) => name.includes('conf-'))).toEqual([]);
  });
});

describe('when no answer comes', () => {
  test('a read is sent again, twice, within the same try', async () => {
    let reads = 0;
    const server = await serve((request, response) => {
      if (request.url === '/scim/Users/read-me') reads += 1;
      if (reads === 1 || reads === 2) return void request.socket.destroy();
      json(response, 404, {});
    });
    try {
      const tried = define(async ({ scim, must }) => {
        must.haveStatus(await scim.get('/Users/read-me'), 404);
      });
      const { outcomes, exchanges } = await runInProcess(
        { url: server.url, token: 't' },
        { entries: [tried] },
      );
      expect(outcomes.get('users.under-test')).toMatchObject({ status: 'pass', attempts: 1 });
      const sent = exchanges.filter(({ check }) => check === 'users.under-test');
      expect(sent.map(({ method, purpose }) => `${method} ${purpose}`)).toEqual([
        'GET claim',
        'GET retry',
        'GET retry',
      ]);
    } finally {
      await server.close();
    }
  });

  test('a lost write gives the check one more try with new resources', async () => {
    let creates = 0;
    const server = await serve((request, response) => {
      if (request.method !== 'POST') return json(response, 404, {});
      creates += 1;
      if (creates === 1) return void request.socket.destroy();
      json(response, 201, { id: String(creates) });
    });
    try {
      const tried = define(async ({ scim, given, must }) => {
        must.haveStatus(await scim.post(given.users, given.payload('User')), 201);
      });
      const { outcomes, exchanges } = await runInProcess(
        { url: server.url, token: 't' },
        { entries: [tried] },
      );
      expect(outcomes.get('users.under-test')).toMatchObject({ status: 'pass', attempts: 2 });
      const sent = exchanges
        .filter(({ method, check }) => method === 'POST' && check === 'users.under-test')
        .map(({ request }) => request.body);
      expect(sent).toHaveLength(2);
      expect(sent[0]).not.toBe(sent[1]);
    } finally {
      await server.close();
    }
  });

  test('twice, the check is blocked and names the request', async () => {
    const server = await serve((request) => request.socket.destroy());
    try {
      const tried = define(async ({ scim, given, must }) => {
        must.haveStatus(await scim.post(given.users, given.payload('User')), 201);
      });
      const { outcomes } = await runInProcess({ url: server.url, token: 't' }, { entries: [tried] });
      expect(outcomes.get('users.under-test')).toMatchObject({
        status: 'blocked',
        blockedBy: { request: 'POST /Users' },
        attempts: 2,
      });
    } finally {
      await server.close();
    }
  });

  test('429 with Retry-After is waited for and every attempt is in the evidence', async () => {
    let calls = 0;
    const server = await serve((request, response) => {
      if (request.url?.endsWith('?busy')) calls += 1;
      if (calls === 1 || calls === 2) return json(response, 429, {}, { 'retry-after': '0' });
      json(response, 200, { schemas: [] });
    });
    try {
      const tried = check(
        { id: 'users.under-test', verifies: [row], title: 'waits', reads: true },
        async ({ scim, must }) => must.haveStatus(await scim.get('/Users?busy'), 200),
      );
      const { outcomes, exchanges } = await runInProcess(
        { url: server.url, token: 't' },
        { entries: [tried] },
      );
      expect(outcomes.get('users.under-test')).toMatchObject({ status: 'pass' });
      const own = exchanges.filter((one) => one.check === 'users.under-test');
      expect(own.map(({ purpose, response }) => `${purpose} ${response?.status}`)).toEqual([
        'claim 429',
        'retry 429',
        'retry 200',
      ]);
    } finally {
      await server.close();
    }
  });
});

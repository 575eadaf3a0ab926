import { describe, expect, test } from 'vitest';
import { cut, listPaths, searchRefused } from '../../kit/check/refusals.ts';
import type { Exchange } from '../../kit/evidence/exchange.ts';
import { ENTERPRISE } from '../../schemas/attributes.ts';
import { catalogue } from '../../suites/catalogue.ts';
import { startTenant, type Variation, variations } from '../../tenant/index.ts';
import { ScimProblem } from '../../tenant/model.ts';
import { type InProcess, runInProcess } from './inProcess.ts';

const PARTS = ['title', 'nickName', 'roles', 'emails', 'userType', 'addresses', 'timezone'];

/** An endpoint that refuses creates with one of these, or with more attributes than so many. */
function refusing(these: string[], status = 403, most = PARTS.length) {
  const sent: string[][] = [];
  const ask = async (some: readonly string[]) => {
    sent.push([...some]);
    const refused = some.length > most || some.some((one) => these.includes(one));
    return { status: refused ? status : 201, ok: !refused, exchange: sent.length };
  };
  return { ask, sent };
}

async function find(these: string[], status?: number, most?: number) {
  const { ask, sent } = refusing(these, status, most);
  const found = await searchRefused('User', PARTS, await ask(PARTS), ask, 14);
  return { found: found.map(({ path }) => path), requests: sent.length - 1 };
}

describe('what of a refused create is refused', () => {
  test.each([[['roles']], [['timezone']], [['title', 'timezone']]])(
    'is found by halves: %s',
    async (these) => {
      const { found, requests } = await find(these);

      expect(found).toEqual(these);
      expect(requests).toBeLessThanOrEqual(these.length === 1 ? 6 : 10);
    },
  );

  test('is nothing where each is taken by itself, or where the endpoint fails', async () => {
    expect((await find([], 413, 4)).found).toEqual([]);
    expect(await find(['roles'], 500)).toEqual({ found: [], requests: 0 });
    expect(await find(['roles'], 409)).toEqual({ found: [], requests: 0 });
  });
});

test('a body without some of its attributes lists no extension that it lacks', () => {
  const body = {
    schemas: ['urn:core', ENTERPRISE],
    userName: 'conf',
    title: 'T',
    nickName: null,
    [ENTERPRISE]: { department: 'D', division: 'V' },
  };

  expect(listPaths(body)).toEqual(['title', `${ENTERPRISE}:department`, `${ENTERPRISE}:division`]);
  expect(cut(body, (path) => !path.endsWith('division'))[ENTERPRISE]).toEqual({ department: 'D' });
  expect(cut(body, () => false)).toEqual({ schemas: ['urn:core'], userName: 'conf', nickName: null });
});

/** The checks of first contact, some that give users all kinds of attributes, and enough that it is learned beforehand. */
const GROUPS = ['attributes.', 'queries.filter'];
const entries = catalogue.filter(
  (entry) =>
    entry.kind === 'check' && (entry.phase === 'first' || GROUPS.some((name) => entry.id.startsWith(name))),
);

async function runOn(variation: Variation[], chosen = entries): Promise<InProcess> {
  const tenant = await startTenant({ variations: variation });
  try {
    const done = await runInProcess(tenant, { profileName: 'rfc', entries: chosen, timeoutMs: 30_000 });
    expect(done.leftovers).toEqual([]);
    expect(tenant.resources().filter(({ name }) => name.startsWith('conf-'))).toEqual([]);
    return done;
  } finally {
    await tenant.close();
  }
}

const creates = ({ exchanges }: InProcess): Exchange[] =>
  exchanges.filter(({ method, path }) => method === 'POST' && path === '/Users');

const troubled = ({ outcomes }: InProcess): string[] =>
  [...outcomes.values()].flatMap(({ id, status }) =>
    ['fail', 'blocked', 'error'].includes(status) ? [`${status} ${id}`] : [],
  );

test('an attribute that this client may not set is learned once, left out, and remarked by one check', {
  timeout: 120_000,
}, async () => {
  const done = await runOn(variations.filter(({ id }) => id === 'rights.user-type-refused'));

  expect(troubled(done)).toEqual([]);
  expect(done.run.refusals.all.map(({ path, status }) => [path, status])).toEqual([['userType', 403]]);
  const refused = creates(done).filter(({ response }) => response?.status === 403);
  expect(refused.length).toBeGreaterThan(1);
  expect(refused.filter(({ check }) => check !== 'shared:refusals')).toEqual([]);
  const remarks = [...done.outcomes.values()].flatMap(({ remarks: all }) => all);
  expect(
    remarks.filter(({ key }) => key.startsWith('refused/')).map(({ severity, key }) => [severity, key]),
  ).toEqual([['note', 'refused/userType']]);
});

/** Answers creates of users that carry something with a status. */
const answering = (status: number, carries: (body: string) => boolean): Variation => ({
  id: 'a test',
  says: 'creates are refused',
  basis: [],
  before: ({ method, path, body }) => {
    if (method === 'POST' && path === '/Users' && carries(JSON.stringify(body)))
      throw new ScimProblem(status, 'refused');
    return undefined;
  },
});

test('of a server error nothing is learned, nor where the least of a create is refused', {
  timeout: 120_000,
}, async () => {
  const failing = await runOn([answering(500, (body) => body.includes('"userType"'))]);
  expect(failing.run.refusals.all).toEqual([]);
  expect(creates(failing).filter(({ check }) => check === 'shared:refusals')).toHaveLength(1);

  const closed = await runOn([answering(400, () => true)]);
  expect(closed.run.refusals.all).toEqual([]);
  expect(troubled(closed).length).toBeGreaterThan(0);
});

test('a small run finds out when a set-up is refused, and no check is blocked by it', {
  timeout: 120_000,
}, async () => {
  const few = entries.filter(({ id }) => !id.startsWith('attributes.')).slice(0, 30);
  const done = await runOn(
    variations.filter(({ id }) => id === 'rights.roles-refused' || id === 'rights.user-type-refused'),
    few,
  );

  expect(troubled(done)).toEqual([]);
  expect(creates(done).filter(({ check }) => check === 'shared:refusals')).toEqual([]);
  expect(creates(done).filter(({ response }) => response?.status === 403).length).toBeLessThan(30);
});

test('a list in which one value has to be the primary one is given one, and nothing about it goes unjudged', {
  timeout: 120_000,
}, async () => {
  const ofLists = catalogue.filter(
    ({ id, kind }) => kind === 'check' && /^(?:patch\.|users\.replace|practice\.first)/.test(id),
  );
  const done = await runOn(
    variations.filter(({ id }) => id === 'writes.mails-need-a-primary'),
    ofLists,
  );

  expect(troubled(done)).toEqual([]);
  const unjudged = [...done.outcomes.values()].filter(({ explanation }) => /emails/.test(explanation ?? ''));
  expect(unjudged.map(({ id }) => id)).toEqual([]);
  const refused = creates(done).filter(({ response }) => response?.status === 400);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThan(20);
});

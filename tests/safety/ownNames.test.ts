import { afterEach, describe, expect, test } from 'vitest';
import type { Defect } from '../../tenant/index.ts';
import {
  answered,
  BY_EXTERNAL_ID,
  bystanders,
  empty,
  endpoint,
  isCreate,
  type Job,
  LOST,
  losing,
  made,
  PERSON,
  posts,
  provisioned,
} from './ownNames.ts';
import { withText } from './twisted.ts';

afterEach(() => endpoint.close());

describe('where the answer to a create is lost, in any way', { timeout: 120_000 }, () => {
  const ways = Object.keys(LOST).length;

  test('people whom no lookup finds are not touched', async () => {
    const lose = losing();
    const people = Array.from(
      { length: 2 * ways },
      (_, at) => `foreign.${String(at + 101).padStart(7, '0')}`,
    );
    const { clean, stdout } = await provisioned({
      names: people.map((name) => `${name}@people.example.test`),
      twist: (answer, asked) =>
        asked.method === 'GET' && asked.path.includes('filter=')
          ? withText(answer, empty)
          : lose(answer, asked),
    });
    expect(posts().length).toBeGreaterThanOrEqual(2 * ways);
    expect(bystanders.harm()).toEqual([]);
    expect(stdout).not.toMatch(/^Converged\./m);
    await clean();
    expect(bystanders.harm()).toEqual([]);
  });

  test('what it made is named and left, with what to do', async () => {
    const names = Array.from({ length: ways }, (_, at) => `Adele.New.${at}@Corp.example.test`);
    const groups = Array.from({ length: ways }, (_, at) => `Sales Team ${at}`);
    const { code, stdout, clean } = await provisioned({ names, groups, twist: losing() });
    expect(bystanders.harm()).toEqual([]);
    const there = made();
    expect(there.map(({ name }) => name).sort()).toEqual([...names, ...groups].sort());
    expect(code).toBe(1);
    expect(stdout).not.toMatch(/Converged|existed before/);
    const places = there.map(({ type, id }) => `/${type}s/${id}`);
    const left = stdout.split('\n').filter((line) => /^Left: .*delete it by hand/.test(line));
    for (const place of places) expect(left.join('\n')).toContain(`${place}:`);

    const cleaned = await clean();
    expect(cleaned.code).toBe(1);
    const named = cleaned.stdout.split('\n').filter((line) => /delete it by hand/.test(line));
    for (const place of places) expect(named.join('\n')).toContain(`${place} `);
    expect(made()).toEqual(there);
    expect(bystanders.harm()).toEqual([]);

    const headers = { authorization: `Bearer ${endpoint.token}` };
    for (const place of places) await fetch(endpoint.tenant.url + place, { method: 'DELETE', headers });
    expect(await clean()).toMatchObject({ code: 0 });
  });
});

describe('a create whose name is somebody else’s', { timeout: 60_000 }, () => {
  const upserts: Defect = {
    id: 'own-names.upserts',
    says: 'a POST of a name that is there overwrites that account and answers 201 with its id',
    breaks: [],
    kills: [],
    before(request, { store }) {
      if (request.method !== 'POST' || request.path !== '/Users') return undefined;
      const { userName } = request.body as { userName?: string };
      const there = [...store.walk('User')].find(({ data }) => data.userName === userName);
      if (there === undefined) return undefined;
      Object.assign(there.data, request.body);
      return { status: 201, headers: {}, body: { ...there.data, id: there.id } };
    },
  };

  test.each<[string, Job]>([
    ['userName', { names: [PERSON.name], mapping: BY_EXTERNAL_ID }],
    ['userName in other letter case', { names: [PERSON.name.toUpperCase()], mapping: BY_EXTERNAL_ID }],
  ])('is not sent, and the log says what Entra would meet: %s', async (_says, job) => {
    const { code, log, clean } = await provisioned({ ...job, defects: [upserts] });
    expect(posts()).toEqual([]);
    expect(bystanders.harm()).toEqual([]);
    expect(code).toBe(1);
    expect(log).toMatch(/"code":"EntryConflict"/);
    expect(log).toMatch(/409.*upserts would overwrite/);
    expect(await clean()).toMatchObject({ code: 0 });
  });

  test('is not sent where its lookup is refused, so that nothing would prove what it made', async () => {
    const { code, log } = await provisioned({
      names: ['adele.new@corp.example.test'],
      mapping: BY_EXTERNAL_ID,
      twist: (answer, { path }) =>
        /userName/.test(path) && path.includes('filter=') ? answered(400, '{"status":"400"}') : answer,
    });
    expect(posts()).toEqual([]);
    expect(code).toBe(1);
    expect(log).toMatch(/not sent: it is unknown whether an account already has its userName.*status 400/);
  });

  test('that overwrites a person whom no lookup finds deletes nobody afterwards', async () => {
    const { clean } = await provisioned({
      names: [PERSON.name],
      mapping: BY_EXTERNAL_ID,
      defects: [upserts],
      twist: (answer, { method, path }) =>
        method === 'GET' && path.includes('filter=') ? withText(answer, empty) : answer,
    });
    const touched = () => endpoint.tenant.writes().filter(({ path }) => path.includes(PERSON.id));
    expect(touched()).toEqual([]);
    expect((await clean()).stdout).toContain(PERSON.id);
    expect(touched()).toEqual([]);
  });
});

test('where a create is answered with somebody else’s id, no further one is sent', {
  timeout: 60_000,
}, async () => {
  const { code, clean } = await provisioned({
    names: Array.from({ length: 12 }, (_, at) => `Adele.New.${at}@Corp.example.test`),
    twist: (answer, asked) => (isCreate(asked) ? answered(201, JSON.stringify({ id: PERSON.id })) : answer),
  });
  const there = made();
  expect([code, there.length]).toEqual([1, 1]);
  const { code: left, stdout } = await clean();
  expect({ left, stdout }).toMatchObject({ left: 1, stdout: expect.stringContaining(there[0]?.id ?? '-') });
  expect(stdout).not.toContain(PERSON.id);
  expect(bystanders.harm()).toEqual([]);
});

test('where nothing proves what the endpoint made, one account is left and named, not all', {
  timeout: 60_000,
}, async () => {
  const { code, log, clean } = await provisioned({
    names: Array.from({ length: 12 }, (_, at) => `Adele.New.${at}@Corp.example.test`),
    twist: (answer, { method }) =>
      method === 'GET'
        ? withText(answer, answer.body.toString().replaceAll('"Real Person"', '"R. Person"'))
        : answer,
  });
  expect(code).toBe(1);
  expect(made()).toHaveLength(1);
  expect(log).toMatch(/did not return an earlier account/);
  const { code: left, stdout } = await clean();
  expect({ left, stdout }).toMatchObject({ left: 1, stdout: expect.stringContaining(made()[0]?.id ?? '-') });
  expect(bystanders.harm()).toEqual([]);
});

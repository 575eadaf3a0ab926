import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import type { Defect } from '../../tenant/index.ts';
import { command, ended, newFolder, start } from '../cli/command.ts';
import { type Bystanders, bystandersOn } from '../kit/bystanders.ts';
import { type Passing, type Twist, type Twisted, twisted, withText } from './twisted.ts';

// `provision` with a directory of a user's own, whose names bear no marker: no name proves whose an account is.

let endpoint: Twisted;
let bystanders: Bystanders;
/** Writes before the job. */
let known = 0;
afterEach(() => endpoint.close());

const POPULATION = 500;
/** Somebody whom the page of first contact does not show, so that the job has seen nothing of the name. */
const PERSON = { id: '0000000a-0000-4000-8000-00000000012c', name: 'foreign.0000300@people.example.test' };
/** Matches on externalId, so that Entra itself never asks who has the userName. */
const BY_EXTERNAL_ID = [
  { source: 'objectId', target: 'externalId', matching: 1 },
  { source: 'userPrincipalName', target: 'userName' },
  { source: 'displayName', target: 'displayName' },
];

const person = (userPrincipalName: string) => ({
  objectId: 'u0',
  userPrincipalName,
  displayName: 'Real Person',
  givenName: 'Real',
  surname: 'Person',
});

interface Job {
  twist?: Twist;
  defects?: (string | Defect)[];
  names: string[];
  groups?: string[];
  mapping?: object[];
}

/** Accounts of the run with which a job begins; see tests/safety/firstContact.test.ts for what happens to them. */
const OF_CONTACT = 3;

/** Twists what comes after first contact. */
function afterContact(twist: Twist): Twist {
  let creates = 0;
  return (answer, asked) => {
    if (isCreate(asked)) creates += 1;
    return isCreate(asked) && creates <= OF_CONTACT ? answer : twist(answer, asked);
  };
}

async function prepared({ twist = (answer) => answer, defects = [], names, groups = [], mapping }: Job) {
  endpoint = await twisted(afterContact(twist), { population: POPULATION, defects });
  bystanders = await bystandersOn(endpoint.tenant);
  known = endpoint.tenant.writes().length;
  const cwd = newFolder();
  const write = (name: string, data: unknown) => writeFileSync(join(cwd, name), JSON.stringify(data));
  write('d.json', {
    users: names.map((name, at) => ({ ...person(name), objectId: `u${at}` })),
    groups: groups.map((displayName, at) => ({ objectId: `g${at}`, displayName, members: [] })),
  });
  if (mapping !== undefined) write('m.json', mapping);
  const env = { SCIM_TENANT_URL: endpoint.url, SCIM_TOKEN: endpoint.token };
  const argv = ['provision', '--directory', 'd.json', '--out', 'out', '--cycles', '1'];
  if (mapping !== undefined) argv.push('--mapping', 'm.json');
  return { cwd, env, argv, clean: () => command(['clean', 'out'], { cwd, env }) };
}

async function provisioned(job: Job) {
  const { cwd, env, argv, clean } = await prepared(job);
  const { code, stdout, stderr } = await command(argv, { cwd, env });
  const file = join(cwd, 'out', 'provisioning.ndjson');
  const log = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return { code, stdout, stderr, log, clean };
}

/** What is there that was not before. */
const made = () =>
  endpoint.tenant
    .resources()
    .filter(({ id, name }) => !/^0000000[ab]-/.test(id) && !/^(conf-|administrator@)/.test(name));
const posts = () =>
  endpoint.tenant
    .writes()
    .slice(known)
    .filter(({ method, path }) => method === 'POST' && /^\/(Users|Groups)/.test(path))
    .slice(OF_CONTACT);

const isCreate = ({ method, path }: { method: string; path: string }) =>
  method === 'POST' && /\/(Users|Groups)$/.test(path);
const empty = JSON.stringify({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults: 0,
  startIndex: 1,
  itemsPerPage: 0,
  Resources: [],
});
const answered = (status: number, text: string, headers = {}): Passing => ({
  status,
  headers: { 'content-type': 'application/scim+json', ...headers },
  body: Buffer.from(text),
});

/** What may become of the answer to a create, so that it proves nothing. */
const LOST: Record<string, (answer: Passing) => Passing | undefined> = {
  'is lost in a reset': () => undefined,
  'is 500': () => answered(500, '{}'),
  'is 503 of a gateway': () => answered(503, '<h1>503</h1>', { 'content-type': 'text/html' }),
  'is 504 of a gateway': () => answered(504, ''),
  'is 408': () => answered(408, ''),
  'is 201 without body and Location': () => answered(201, ''),
  'is 201 that cannot be read': () => answered(201, `${'['.repeat(200)}${']'.repeat(200)}`),
  'is 201 without an id': () => answered(201, '{"userName":"x"}'),
  'is 201 with a number for an id': () => answered(201, '{"id":3}'),
  'is 200 with the id of somebody else': () => answered(200, JSON.stringify({ id: PERSON.id })),
};

/** Loses the answers to creates, each in the next of all ways. */
function losing(): Twist {
  const ways = Object.values(LOST);
  let creates = 0;
  return (answer, asked) => {
    if (!isCreate(asked)) return answer;
    creates += 1;
    return ways[creates % ways.length]?.(answer);
  };
}

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
    expect(log).toMatch(/not sent: whether an account has its userName already cannot be seen.*status 400/);
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
  expect(log).toMatch(/does not show what it made before/);
  const { code: left, stdout } = await clean();
  expect({ left, stdout }).toMatchObject({ left: 1, stdout: expect.stringContaining(made()[0]?.id ?? '-') });
  expect(bystanders.harm()).toEqual([]);
});

describe('a kill while a create is on its way', { timeout: 60_000 }, () => {
  test.each([
    ['of a person who is there', PERSON.name],
    ['of somebody new', 'Adele.New@Corp.example.test'],
  ])('%s: clean names what it finds, and removes nothing', async (_says, name) => {
    let posted = false;
    const { cwd, env, argv, clean } = await prepared({
      names: [name],
      mapping: BY_EXTERNAL_ID,
      // No lookup finds anybody until the create is on its way.
      twist: async (answer, asked) => {
        if (asked.method === 'GET' && asked.path.includes('filter=') && !posted)
          return withText(answer, empty);
        if (!isCreate(asked)) return answer;
        posted = true;
        await sleep(1_500);
        return answer;
      },
    });
    const child = start(argv, { cwd, env });
    const end = ended(child);
    for (let waited = 0; !posted && waited < 1_000; waited += 1) await sleep(10);
    child.kill('SIGKILL');
    await end;
    const { code, stdout } = await clean();
    const there = endpoint.tenant.resources().find((one) => one.name === name);
    expect(code).toBe(1);
    expect(stdout).toMatch(new RegExp(`/Users/${there?.id} .*delete it by hand`));
    expect(there).toBeDefined();
    expect(bystanders.harm()).toEqual([]);
  });
});

describe('what an endpoint says of its own writes and does not do', { timeout: 60_000 }, () => {
  const names = ['Adele.New@Corp.example.test', 'Boris.New@Corp.example.test'];
  const placesMade = () => made().map(({ type, id }) => `/${type}s/${id}`);

  /** What was made is named by the job and by `clean`, which ends with 1; gives what `clean` said. */
  async function named<T extends { code: number | null; stdout: string }>(
    told: string,
    clean: () => Promise<T>,
  ): Promise<T> {
    const places = placesMade();
    expect(places.length).toBeGreaterThan(0);
    for (const place of places) expect(told).toContain(place);
    const cleaned = await clean();
    expect(cleaned.code).toBe(1);
    for (const place of places) expect(cleaned.stdout).toContain(place);
    return cleaned;
  }

  async function removeByHand(): Promise<void> {
    const headers = { authorization: `Bearer ${endpoint.token}` };
    for (const place of placesMade()) await fetch(endpoint.tenant.url + place, { method: 'DELETE', headers });
  }

  test.each([
    [409, '{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"409"}'],
    [400, '{"status":"400"}'],
  ])(
    'a create that is refused with %d and made all the same is named, until it is gone',
    async (status, body) => {
      const { code, stdout, clean } = await provisioned({
        names,
        twist: (answer, asked) => (isCreate(asked) ? answered(status, body) : answer),
      });
      expect(code).toBe(1);
      const cleaned = await named(stdout, clean);
      expect(cleaned.stdout).toMatch(/was refused with status 4.*delete it by hand/);
      await removeByHand();
      expect(await clean()).toMatchObject({ code: 0 });
      expect(bystanders.harm()).toEqual([]);
    },
  );

  test('a create that is refused because the name is taken is nobody’s leftover', async () => {
    const { stdout, clean } = await provisioned({
      names: [PERSON.name],
      mapping: BY_EXTERNAL_ID,
      twist: (answer, { path }) => (path.includes('filter=userName') ? withText(answer, empty) : answer),
    });
    expect(stdout).not.toContain(PERSON.id);
    expect(await clean()).toMatchObject({ code: 0 });
    expect(bystanders.harm()).toEqual([]);
  });

  test('deletions that are acknowledged and not done are named, until they are', async () => {
    let deleted = 0;
    let lies = true;
    const { code, stdout, clean } = await provisioned({
      names,
      groups: ['Sales Team'],
      defects: [
        {
          id: 'x.forgets-deletes',
          says: 'a DELETE after the first three is acknowledged and not done',
          breaks: [],
          kills: [],
          before({ method }) {
            if (method !== 'DELETE') return undefined;
            deleted += 1;
            return lies && deleted > OF_CONTACT ? { status: 204, headers: {} } : undefined;
          },
        },
      ],
    });
    expect(code).toBe(1);
    await named(stdout, clean);
    lies = false;
    await removeByHand();
    expect(await clean()).toMatchObject({ code: 0 });
    expect(await clean()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Nothing is left/) });
    expect(bystanders.harm()).toEqual([]);
  });
});

test('what is proved is changed and removed, as a sound endpoint lets it', { timeout: 60_000 }, async () => {
  const { code, stdout, clean } = await provisioned({
    names: ['Adele.New@Corp.example.test', 'Zoë.Müller@Corp.example.test'],
    groups: ['Sales Team'],
  });
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Converged\.$/m) });
  expect(made()).toEqual([]);
  expect(bystanders.harm()).toEqual([]);
  expect(await clean()).toMatchObject({ code: 0 });
});

test('names with the marker whose answers were lost are found, matched and removed', {
  timeout: 60_000,
}, async () => {
  let creates = 0;
  endpoint = await twisted((answer, asked) => {
    if (!isCreate(asked)) return answer;
    creates += 1;
    return creates % 3 === 0 ? undefined : answer;
  });
  const cwd = newFolder();
  const env = { SCIM_TENANT_URL: endpoint.url, SCIM_TOKEN: endpoint.token };
  const { stdout } = await command(['provision', '--out', 'out', '--users', '12', '--groups', '3'], {
    cwd,
    env,
  });
  expect(stdout).not.toMatch(/existed before|Not proven/);
  expect(endpoint.tenant.resources().filter(({ name }) => name.startsWith('conf-'))).toEqual([]);
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { command, newFolder } from '../cli/command.ts';
import { drawn } from '../drawn.ts';
import { bystandersOn } from '../kit/bystanders.ts';
import { foldersIn } from './kills.ts';
import { type Passing, type Twist, type Twisted, twisted, withText } from './twisted.ts';

// Relays that lie about a sound tenant, each in its own way, before every command that writes.

type Json = Record<string, unknown>;

const PERSON = '0000000a-0000-4000-8000-000000000012';
const PLACE = `/ftp/scim/Users/${PERSON}`;

const isCreate = (method: string, path: string) => method === 'POST' && /\/(Users|Groups)$/.test(path);
const json = (answer: Passing): Json => {
  try {
    return JSON.parse(answer.body.toString()) as Json;
  } catch {
    return {};
  }
};
const composeList = (resources: Json[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults: resources.length,
  startIndex: 1,
  itemsPerPage: resources.length,
  Resources: resources,
});

/** A filter is answered with what it asks for, as a person's. */
const echo =
  (id: (asked: number) => string): Twist =>
  (answer, { method, path, number }) => {
    const filter = new URL(path, 'http://x').searchParams.get('filter') ?? '';
    const [, attribute, value] = /^(\w+) (?:eq|sw|co) "([^"]*)"/.exec(filter) ?? [];
    if (method !== 'GET' || attribute === undefined) return answer;
    const urn = `urn:ietf:params:scim:schemas:core:2.0:${path.includes('/Groups') ? 'Group' : 'User'}`;
    return withText(
      { ...answer, status: 200 },
      JSON.stringify(composeList([{ schemas: [urn], id: id(number), userName: value, [attribute]: value }])),
    );
  };

/** Two answers of one kind that are on their way at once reach each other's asker. */
function swapping(kind: (method: string, path: string) => boolean): Twist {
  let waiting: { mine: Passing; take: (other: Passing) => void } | undefined;
  return (answer, { method, path }) => {
    if (!kind(method, path)) return answer;
    if (waiting !== undefined) {
      const { mine, take } = waiting;
      waiting = undefined;
      take(answer);
      return mine;
    }
    return new Promise((resolve) => {
      const own = { mine: answer, take: resolve };
      waiting = own;
      void sleep(60).then(() => {
        if (waiting === own) waiting = undefined;
        resolve(answer);
      });
    });
  };
}

/** From the so-manieth create on an answer is altered: first contact saw nothing of it. */
function later(
  count: number,
  alter: (answer: Passing, own: Json, before: Json) => Passing | undefined,
): Twist {
  let creates = 0;
  let before: Json = {};
  return (answer, { method, path }) => {
    if (!isCreate(method, path) || answer.status !== 201) return answer;
    creates += 1;
    const own = json(answer);
    const altered = creates > count ? alter(answer, own, before) : answer;
    before = own;
    return altered;
  };
}

const relays: Record<string, Twist> = {
  'filters are echoed, with one person’s id': echo(() => PERSON),
  'filters are echoed, each with another person’s id': echo(
    (number) => `0000000a-0000-4000-8000-${(number % 40).toString(16).padStart(12, '0')}`,
  ),
  'filters are echoed, with ids that are nowhere': echo((number) => `nowhere-${number}`),
  'answers to creates are swapped': swapping(isCreate),
  'answers to reads are swapped': swapping(
    (method, path) => method === 'GET' && /\/Users\/[^/?]+$/.test(path),
  ),
  'answers to deletions are swapped': swapping((method) => method === 'DELETE'),
  'locations name a person, later on': later(6, (answer, own) => ({
    ...withText(answer, JSON.stringify({ ...own, meta: { ...(own.meta as Json), location: PLACE } })),
    headers: { ...answer.headers, location: PLACE },
  })),
  'creates name a person, later on': later(6, (answer, own) =>
    withText(answer, JSON.stringify({ ...own, id: PERSON })),
  ),
  'creates are answered with the one before, later on': later(6, (answer, _own, before) =>
    withText(answer, JSON.stringify(before)),
  ),
  'creates have no body and the Location of a person, later on': later(6, (answer) => ({
    ...withText(answer, ''),
    headers: { ...answer.headers, location: PLACE },
  })),
  'one create in three is refused with 409 and made': (answer, { method, path, number }) =>
    isCreate(method, path) && number % 3 === 0
      ? { ...withText(answer, '{"status":"409"}'), status: 409 }
      : answer,
  'writes are redirected to a person': (answer, { method, path, number }) =>
    method !== 'GET' && path.includes('/Users/') && number % 2 === 0
      ? { ...withText(answer, ''), status: 308, headers: { location: PLACE } }
      : answer,
  'ids are shown in other letter case in lists': (answer, { method, path }) => {
    const list = json(answer).Resources;
    if (method !== 'GET' || !path.includes('/Users?') || !Array.isArray(list)) return answer;
    const Resources = (list as Json[]).map((one) => ({ ...one, id: String(one.id).toUpperCase() }));
    return withText(answer, JSON.stringify({ ...json(answer), Resources }));
  },
  'what is deleted is answered 200 with a person': (answer, { method }) =>
    method === 'DELETE'
      ? { ...answer, status: 200, body: Buffer.from(JSON.stringify({ id: PERSON, userName: 'somebody' })) }
      : answer,
  'bulk results are in another order, with the locations of others': (answer, { path }) => {
    const { Operations, ...rest } = json(answer);
    if (!path.endsWith('/Bulk') || !Array.isArray(Operations)) return answer;
    const told = (Operations as Json[]).map(({ bulkId: _, ...one }, at) => ({
      ...one,
      location: ((Operations as Json[])[at + 1] ?? { location: PLACE }).location,
    }));
    return withText(answer, JSON.stringify({ ...rest, Operations: told.reverse() }));
  },
};

const few = ['users.create-*', 'groups.members-*', 'patch.replace-*', 'hard-delete.*', 'bulk.*'];
const brief = ['--patience', '0s', '--timeout', '2s'];
const checks = few.flatMap((one) => ['--check', one]);
const product = ['--product', 'x', '--product-version', '1', '--vendor', 'x', '--contact', 'x'];
const commands: Record<string, string[]> = {
  run: ['run', '--out', 'out', ...brief, ...checks],
  gate: ['gate', '--out', 'out', ...brief, ...checks],
  certify: [
    'certify',
    '--out',
    'out',
    '--timeout',
    '2s',
    '--deadline',
    '60s',
    '--skip-auth-probes',
    ...product,
  ],
  compare: ['compare', 'a', 'b', '--out', 'out'],
  pilot: ['run', '--pilot', '--out', 'out'],
  provision: ['provision', '--out', 'out', '--users', '8', '--groups', '2'],
  'provision of own names': ['provision', '--out', 'out', '--directory', 'd.json'],
};
const cases = Object.keys(relays).flatMap((relay) =>
  Object.keys(commands).map((name) => [name, relay] as const),
);

let endpoint: Twisted;
afterEach(() => endpoint.close());

describe('nobody is written to, and nothing is left unnamed', { timeout: 180_000 }, () => {
  // A certification takes a minute: they are tried where all are.
  const [long, short] = [true, false].map((is) => cases.filter(([name]) => (name === 'certify') === is));
  const some = [...drawn('relays', short ?? [], 3), ...drawn('relays of certifications', long ?? [], 0)];
  test.each(some)('by %s, where %s', async (name, relay) => {
    endpoint = await twisted(relays[relay] as Twist, { population: 60 });
    const bystanders = await bystandersOn(endpoint.tenant);
    const before = new Set(endpoint.tenant.resources().map(({ id }) => id));
    const cwd = newFolder();
    const users = Array.from({ length: 6 }, (_, at) => ({
      objectId: `u${at}`,
      userPrincipalName: `adele.${at}@corp.example.test`,
      displayName: `Adele New ${at}`,
    }));
    const groups = [{ objectId: 'g0', displayName: 'Sales Team', members: ['u0'] }];
    writeFileSync(join(cwd, 'd.json'), JSON.stringify({ users, groups }));
    const target = { url: endpoint.url, tokenEnv: 'SCIM_TOKEN' };
    const config = { targets: { a: target, b: target }, groups: ['groups'], patience: '0s', timeout: '2s' };
    writeFileSync(
      join(cwd, 'scim-conformance.config.json'),
      JSON.stringify(name === 'compare' ? config : {}),
    );
    const env = { SCIM_TENANT_URL: endpoint.url, SCIM_TOKEN: endpoint.token };
    const around = { cwd, env };
    const first = await command(commands[name] ?? [], around);
    const cleanings = await Promise.all(foldersIn(cwd).map((folder) => command(['clean', folder], around)));
    const told = cleanings.map(({ stdout, stderr }) => stdout + stderr).join('');
    expect(first.code, first.stderr).not.toBe(3);
    const said = first.stdout + first.stderr + told;
    expect(said).not.toMatch(/\n\s+at |node:internal/);
    expect(bystanders.harm()).toEqual([]);
    const left = endpoint.tenant.resources().filter(({ id }) => !before.has(id));
    const unnamed = left.filter(({ id, name: own }) => !told.includes(id) && !told.includes(own));
    expect(unnamed, said.slice(-3_000)).toEqual([]);
    if (left.length > 0)
      expect(
        cleanings.map(({ code }) => code),
        said.slice(-3_000),
      ).toContain(1);
  });
});

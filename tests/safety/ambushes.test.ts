import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Defect } from '../../tenant/index.ts';
import { command, newFolder } from '../cli/command.ts';
import { drawn } from '../drawn.ts';
import { bystandersOn } from '../kit/bystanders.ts';
import { type Passing, type Twist, type Twisted, twisted, withText } from './twisted.ts';

// Endpoints that are sound until something stands to be cleaned up, or that lie of what was deleted and when.

type Json = Record<string, unknown>;

const PERSON = '0000000a-0000-4000-8000-000000000012';
const isOne = (path: string) => /\/(Users|Groups)\/[^/?]+$/.test(path);
const isCreate = (method: string, path: string) => method === 'POST' && /\/(Users|Groups)$/.test(path);
const json = (answer: Passing): Json => {
  try {
    return JSON.parse(answer.body.toString()) as Json;
  } catch {
    return {};
  }
};
const onEach =
  (alter: (resource: Json) => Json): Twist =>
  (answer, { path }) => {
    if (!/\/(Users|Groups)\b/.test(path) || answer.status >= 300 || answer.body.length === 0) return answer;
    const whole = json(answer);
    const list = whole.Resources as Json[] | undefined;
    return withText(answer, JSON.stringify(list ? { ...whole, Resources: list.map(alter) } : alter(whole)));
  };
const shifted = (hours: number): Twist =>
  onEach((one) => {
    const at = new Date(Date.now() + hours * 3_600_000).toISOString();
    return one.meta ? { ...one, meta: { ...(one.meta as Json), created: at, lastModified: at } } : one;
  });

let endpoint: Twisted;

/** Makes each account that is deleted anew, under another id. */
function reviving(): Twist {
  const made = new Map<string, Json>();
  return async (answer, { method, path }) => {
    if (isCreate(method, path) && answer.status === 201) made.set(String(json(answer).id), json(answer));
    const gone = method === 'DELETE' ? made.get(path.split('/').at(-1) ?? '') : undefined;
    if (gone === undefined || answer.status !== 204 || gone.userName === undefined) return answer;
    const { id: _, meta: __, ...body } = gone;
    const { url, token } = endpoint.tenant;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
    await fetch(`${url}/Users`, { method: 'POST', headers, body: JSON.stringify(body) });
    return { ...answer, status: 200, body: Buffer.from(JSON.stringify(gone)) };
  };
}

let deletions = 0;
const REVIVING = 'whoever is deleted is made anew under another id';
const LATE = 'answers to writes are those to the write before';
/** Where no create says that the run made it, what bears its marker is named, and left for somebody to look at. */
const NAMED = new Set([REVIVING, LATE]);
/** A name of a run without what the endpoint wants behind it. */
const stem = (name: string): string => /^conf-[a-z0-9]{8}-[a-z0-9]+/.exec(name)?.[0] ?? name;
const ambushes: Record<string, Twist> = {
  [REVIVING]: reviving(),
  'names are shown in capitals': onEach((one) =>
    typeof one.userName === 'string' ? { ...one, userName: one.userName.toUpperCase() } : one,
  ),
  'reads of one show a person under its id, with its name shown': (answer, { method, path }) => {
    const own = json(answer);
    if (method !== 'GET' || !isOne(path) || answer.status !== 200) return answer;
    const body = { ...own, userName: 'foreign.0000018@people.example.test', displayName: own.userName };
    return withText(answer, JSON.stringify(body));
  },
  'lists show each account with the id of the next': (answer, { method, path }) => {
    const list = json(answer).Resources as Json[] | undefined;
    if (method !== 'GET' || !list) return answer;
    const Resources = list.map((one, at) => ({ ...one, id: (list[at + 1] ?? { id: PERSON }).id }));
    return path.includes('Users') ? withText(answer, JSON.stringify({ ...json(answer), Resources })) : answer;
  },
  'every list says that there is ever more, and begins anew': (answer, { method }) =>
    method === 'GET' && json(answer).Resources
      ? withText(answer, JSON.stringify({ ...json(answer), totalResults: 1_000_000, startIndex: 1 }))
      : answer,
  'what was deleted is answered 200, inactive': (answer, { method, path }) =>
    method === 'GET' && isOne(path) && answer.status === 404
      ? { ...withText(answer, JSON.stringify({ id: path.split('/').at(-1), active: false })), status: 200 }
      : answer,
  'deletions are answered 404 and done': (answer, { method }) =>
    method === 'DELETE' ? { ...withText(answer, '{"status":"404"}'), status: 404 } : answer,
  'deletions are answered 202': (answer, { method }) =>
    method === 'DELETE' && answer.status === 204 ? { ...answer, status: 202 } : answer,
  'one deletion in three is done and answered 500': (answer, { method }) => {
    if (method === 'DELETE') deletions += 1;
    return method === 'DELETE' && deletions % 3 === 0
      ? { ...withText(answer, '{"status":"500"}'), status: 500 }
      : answer;
  },
  'reads of one are a list of it': (answer, { method, path }) =>
    method === 'GET' && isOne(path) && answer.status === 200
      ? withText(answer, JSON.stringify({ totalResults: 1, Resources: [json(answer)] }))
      : answer,
  'creates are answered with a list of one': (answer, { method, path }) =>
    isCreate(method, path) && answer.status === 201
      ? withText(answer, JSON.stringify([json(answer)]))
      : answer,
  'creates are answered 409 that shows a person': (answer, { method, path, number }) =>
    isCreate(method, path) && number % 4 === 0
      ? { ...withText(answer, JSON.stringify({ id: PERSON, userName: 'x', status: '409' })), status: 409 }
      : answer,
  'creates are answered with the id in other letter case': (answer, { method, path }) =>
    isCreate(method, path) && answer.status === 201
      ? withText(answer, JSON.stringify({ ...json(answer), id: String(json(answer).id).toUpperCase() }))
      : answer,
  'creates are answered with an id and a path behind it': (answer, { method, path }) =>
    isCreate(method, path) && answer.status === 201
      ? withText(answer, JSON.stringify({ ...json(answer), id: `${json(answer).id}/../${PERSON}` }))
      : answer,
  'the token is no longer taken after the eightieth request': (answer, { number }) =>
    number > 80 ? { ...withText(answer, '{"status":"401"}'), status: 401 } : answer,
  'everything is forbidden but reads, after the eightieth request': (answer, { number, method }) =>
    number > 80 && method !== 'GET' ? { ...withText(answer, '{"status":"403"}'), status: 403 } : answer,
  'clocks are three hours behind': shifted(-3),
  'clocks are nine hours ahead': shifted(9),
  'the connection is cut in the middle of every third answer to a write': (answer, { method, number }) =>
    method !== 'GET' && number % 3 === 0 ? undefined : answer,
  [LATE]: (() => {
    let before: Passing | undefined;
    return (answer: Passing, { method }: { method: string }) => {
      if (method === 'GET') return answer;
      const other = before ?? answer;
      before = answer;
      return other;
    };
  })(),
};

const named = (says: string, part: Partial<Defect>): Defect => ({
  id: `x.${says.replaceAll(/[^a-z]+/gi, '-')}`,
  says,
  breaks: [],
  kills: [],
  ...part,
});
let ids = 0;
const odd: Defect[] = [
  named('ids begin with those of people', {
    semantics: {
      newId: () => {
        ids += 1;
        return `${PERSON}${ids}`;
      },
    },
  }),
  named('ids are the first letters of those of people', {
    semantics: {
      newId: () => {
        ids += 1;
        return PERSON.slice(0, -1) + String.fromCharCode(0x67 + (ids % 19)) + ids;
      },
    },
  }),
  named('names are kept in small letters, and found only so', {
    semantics: { keep: (value, { name }) => (name === 'userName' ? String(value).toLowerCase() : value) },
  }),
  named('filters are ignored', {
    before: (request) => {
      request.query.delete('filter');
      return undefined;
    },
  }),
];

const few = ['users.create-answers-201', 'groups.members-*', 'hard-delete.absent-*', 'bulk.resolves-*'];
const commands: Record<string, string[]> = {
  run: [
    'run',
    '--out',
    'out',
    '--patience',
    '0s',
    '--timeout',
    '2s',
    ...few.flatMap((one) => ['--check', one]),
  ],
  pilot: ['run', '--pilot', '--out', 'out'],
  provision: ['provision', '--out', 'out', '--users', '8', '--groups', '2'],
  'provision of own names': ['provision', '--out', 'out', '--directory', 'd.json'],
};
const ways = [...Object.keys(ambushes), ...odd.map(({ says }) => says)];
const cases = ways
  .flatMap((way) => Object.keys(commands).map((name) => [name, way] as const))
  .filter(([name, way]) => way !== REVIVING || name !== 'provision of own names');

afterEach(() => endpoint.close());

describe('nobody is written to, and nothing is left unnamed', { timeout: 120_000 }, () => {
  test.each(drawn('ambushes', cases, 2))('by %s, where %s', async (name, way) => {
    let isOpen = true;
    const twist = ambushes[way];
    const defect = odd.find(({ says }) => says === way);
    endpoint = await twisted((answer, asked) => (isOpen && twist ? twist(answer, asked) : answer), {
      population: 60,
      ...(defect && { defects: [defect] }),
    });
    const bystanders = await bystandersOn(endpoint.tenant);
    const before = new Set(endpoint.tenant.resources().map(({ id }) => id));
    const left = () => endpoint.tenant.resources().filter(({ id }) => !before.has(id));
    const cwd = newFolder();
    const users = Array.from({ length: 6 }, (_, at) => ({
      objectId: `u${at}`,
      userPrincipalName: `Adele.${at}@corp.example.test`,
      displayName: `Adele New ${at}`,
    }));
    const groups = [{ objectId: 'g0', displayName: 'Sales Team', members: ['u0'] }];
    writeFileSync(join(cwd, 'd.json'), JSON.stringify({ users, groups }));
    const around = { cwd, env: { SCIM_TENANT_URL: endpoint.url, SCIM_TOKEN: endpoint.token } };
    const first = await command(commands[name] ?? [], around);
    const cleaned = await command(['clean', 'out'], around);
    const told = cleaned.stdout + cleaned.stderr;
    const said = `${first.stdout}${first.stderr}${told}`;
    expect(first.code, said).not.toBe(3);
    expect(said).not.toMatch(/\n\s+at |node:internal/);
    expect(bystanders.harm(), said.slice(-3_000)).toEqual([]);
    const unnamed = left().filter(({ id, name: own }) => !told.includes(id) && !told.includes(stem(own)));
    expect(unnamed, said.slice(-3_000)).toEqual([]);
    if (left().length > 0) expect(cleaned.code, said.slice(-3_000)).toBe(1);
    // Once the endpoint is sound, what the run made and bears its marker goes.
    isOpen = false;
    const again = await command(['clean', 'out'], around);
    const marked = left().filter(({ name: own }) => /conf-[a-z0-9]{8}-/i.test(own));
    if (NAMED.has(way)) expect(again.code).toBe(left().length > 0 ? 1 : 0);
    else expect(marked, said.slice(-2_000) + again.stdout).toEqual([]);
    expect(bystanders.harm()).toEqual([]);
  });
});

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Defect } from '../../tenant/index.ts';
import { command, newFolder } from '../cli/command.ts';
import { type Bystanders, bystandersOn } from '../kit/bystanders.ts';
import { type Passing, type Twist, type Twisted, twisted } from './twisted.ts';

// `provision` with a directory of a user's own, whose names bear no marker: no name proves whose an account is.

export let endpoint: Twisted;
export let bystanders: Bystanders;
/** Writes before the job. */
let known = 0;

const POPULATION = 500;
/** Somebody whom the page of first contact does not show, so that the job has seen nothing of the name. */
export const PERSON = {
  id: '0000000a-0000-4000-8000-00000000012c',
  name: 'foreign.0000300@people.example.test',
};
/** Matches on externalId, so that Entra itself never asks who has the userName. */
export const BY_EXTERNAL_ID = [
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

export interface Job {
  twist?: Twist;
  defects?: (string | Defect)[];
  names: string[];
  groups?: string[];
  mapping?: object[];
}

/** Accounts of the run with which a job begins; see tests/safety/firstContact.test.ts for what happens to them. */
export const OF_CONTACT = 3;

/** Twists what comes after first contact. */
function afterContact(twist: Twist): Twist {
  let creates = 0;
  return (answer, asked) => {
    if (isCreate(asked)) creates += 1;
    return isCreate(asked) && creates <= OF_CONTACT ? answer : twist(answer, asked);
  };
}

export async function prepared({
  twist = (answer) => answer,
  defects = [],
  names,
  groups = [],
  mapping,
}: Job) {
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

export async function provisioned(job: Job) {
  const { cwd, env, argv, clean } = await prepared(job);
  const { code, stdout, stderr } = await command(argv, { cwd, env });
  const file = join(cwd, 'out', 'provisioning.ndjson');
  const log = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return { code, stdout, stderr, log, clean };
}

/** What is there that was not before. */
export const made = () =>
  endpoint.tenant
    .resources()
    .filter(({ id, name }) => !/^0000000[ab]-/.test(id) && !/^(conf-|administrator@)/.test(name));
export const posts = () =>
  endpoint.tenant
    .writes()
    .slice(known)
    .filter(({ method, path }) => method === 'POST' && /^\/(Users|Groups)/.test(path))
    .slice(OF_CONTACT);

export const isCreate = ({ method, path }: { method: string; path: string }) =>
  method === 'POST' && /\/(Users|Groups)$/.test(path);
export const empty = JSON.stringify({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults: 0,
  startIndex: 1,
  itemsPerPage: 0,
  Resources: [],
});
export const answered = (status: number, text: string, headers = {}): Passing => ({
  status,
  headers: { 'content-type': 'application/scim+json', ...headers },
  body: Buffer.from(text),
});

/** What may become of the answer to a create, so that it proves nothing. */
export const LOST: Record<string, (answer: Passing) => Passing | undefined> = {
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
export function losing(): Twist {
  const ways = Object.values(LOST);
  let creates = 0;
  return (answer, asked) => {
    if (!isCreate(asked)) return answer;
    creates += 1;
    return ways[creates % ways.length]?.(answer);
  };
}

/** The endpoint alone, every answer twisted. */
export async function stand(twist: Twist): Promise<void> {
  endpoint = await twisted(twist);
}

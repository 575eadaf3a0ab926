import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  compileRules,
  Directory,
  type Foreseen,
  foresee,
  previewObject,
  readDirectory,
  readScope,
} from '../../clients/entra/engine/index.ts';
import { command, newFolder } from '../cli/command.ts';

const contents = {
  users: [
    {
      objectId: 'adele',
      userPrincipalName: 'adele@corp.example.test',
      givenName: 'Adele',
      surname: 'Vance',
      department: 'Sales',
    },
    {
      objectId: 'joni',
      userPrincipalName: 'joni@corp.example.test',
      department: 'Sales',
      accountEnabled: false,
    },
    { objectId: 'diego', userPrincipalName: 'diego@corp.example.test', department: 'Finance' },
    { objectId: 'twin', userPrincipalName: 'ADELE@corp.example.test', department: 'Sales' },
  ],
  groups: [{ objectId: 'g', displayName: 'Sales team', members: ['adele'] }],
  changes: [{ set: [{ objectId: 'adele', surname: 'Nguyen' }], delete: ['g'] }],
};
const mapping = [
  { source: 'userPrincipalName', target: 'userName', matching: 1 },
  { source: 'Join(" ", [givenName], [surname])', target: 'displayName' },
  { source: 'Redact([department])', target: 'title' },
  { source: 'FormatDateTime([hired], , "yyyy", "yyyy")', target: 'nickName' },
  { source: 'preferredLanguage', target: 'preferredLanguage', default: 'en' },
  { resource: 'Group', source: 'displayName', target: 'displayName', matching: 1 },
  { resource: 'Group', source: 'members', target: 'members' },
];
const scope = { User: [[{ attribute: 'department', operator: 'EQUALS', value: 'Sales' }]] };

const job = () => ({
  directory: new Directory(readDirectory(contents, 'd.json')),
  rules: compileRules({
    mapping: mapping.map(({ source, target, resource = 'User', ...more }) => ({
      resource: resource as 'User' | 'Group',
      source,
      target,
      ...('default' in more ? { default: more.default } : {}),
    })),
    matching: [
      { resource: 'User', path: 'userName', precedence: 1 },
      { resource: 'Group', path: 'displayName', precedence: 1 },
    ],
  }),
  scope: readScope(scope, 's.json'),
});
const preview = (objectId: string, attributes: Record<string, unknown> = {}) => {
  const prepared = job();
  const object = prepared.directory.objects.get(objectId);
  if (object === undefined) throw new Error('no such object');
  Object.assign(object.attributes, attributes);
  return previewObject(prepared, object);
};

describe('the preview of an object', () => {
  it('has source values, each mapping with its result, the scope, the match and the create', () => {
    const seen = preview('adele');
    expect(seen.clauses).toEqual([[{ says: 'department EQUALS Sales', actual: 'Sales', holds: true }]]);
    expect(seen.flows.find(({ target }) => target === 'displayName')).toMatchObject({
      source: 'Join(" ", [givenName], [surname])',
      reads: { givenName: 'Adele', surname: 'Vance' },
      sends: 'Adele Vance',
    });
    expect(seen.flows.at(-1)).toMatchObject({ sends: 'en', note: 'its default value, on creation only' });
    expect(seen.lookups).toEqual([
      {
        attribute: 'userName',
        value: 'adele@corp.example.test',
        request: 'GET /Users?filter=userName+eq+%22adele%40corp.example.test%22',
      },
    ]);
    expect(seen.request).toMatchObject({
      method: 'POST',
      path: '/Users',
      body: { userName: 'adele@corp.example.test', displayName: 'Adele Vance', preferredLanguage: 'en' },
    });
  });

  it('hides what Redact hides', () => {
    const seen = preview('adele');
    expect(JSON.stringify([seen.flows, seen.request])).not.toContain('"Sales"');
    expect(seen.request?.body.title).toBe('[Redact]');
  });

  it('says why an object is out of scope, and what of it fails', () => {
    expect(preview('joni')).toMatchObject({
      outcome: 'skip',
      says: 'it is disabled or deleted in the directory',
    });
    expect(preview('diego')).toMatchObject({
      outcome: 'skip',
      clauses: [[{ holds: false, actual: 'Finance' }]],
    });
    expect(preview('adele', { hired: 'soon' })).toMatchObject({
      outcome: 'fail',
      says: 'nickName: FormatDateTime: "soon" is not of the format "yyyy"',
    });
    expect(preview('adele', { userPrincipalName: '' })).toMatchObject({
      outcome: 'fail',
      says: 'no matching attribute of the object has a value',
    });
  });
});

it('a dry run foresees each cycle, and who would be matched to the account of another', () => {
  const { changes } = readDirectory(contents, 'd.json');
  const seen = [...foresee(job(), changes, true)].map(({ cycle, objectId, action }: Foreseen) => [
    cycle,
    objectId,
    action,
  ]);
  expect(seen).toEqual([
    [1, 'adele', 'create'],
    [1, 'joni', 'skip'],
    [1, 'diego', 'skip'],
    [1, 'twin', 'fail'],
    [1, 'g', 'create'],
    [2, 'adele', 'update'],
    [2, 'g', 'delete'],
  ]);
});

describe('the commands', () => {
  const folder = newFolder();
  for (const [name, data] of Object.entries({ 'd.json': contents, 'm.json': mapping, 's.json': scope }))
    writeFileSync(join(folder, name), JSON.stringify(data));
  const files = ['--directory', 'd.json', '--mapping', 'm.json', '--scope', 's.json'];
  const run = (...more: string[]) => command(['provision', ...files, ...more], { cwd: folder });

  it('need no endpoint and send nothing', { timeout: 60_000 }, async () => {
    const explained = await run('--explain', 'adele');
    expect([explained.code, explained.stdout]).toEqual([0, expect.stringContaining('POST /Users')]);
    expect(explained.stdout).toMatch(/displayName <- Join.*\n {6}\[givenName\] is "Adele"/);
    const dry = await run('--dry-run');
    expect(dry.code).toBe(1);
    expect(dry.stdout).toContain('Cycle 1 (initial) would: 2 create, 2 skip, 1 fail');
    expect(dry.stdout).toContain('adele has the same userName');
    const lines = (await run('--dry-run', '--json')).stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).action)).toHaveLength(7);
    const unknown = await run('--explain', 'nobody');
    expect([unknown.code, unknown.stderr]).toEqual([
      3,
      expect.stringContaining('"nobody" is not an objectId'),
    ]);
  });
});

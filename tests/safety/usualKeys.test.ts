import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Defect } from '../../tenant/index.ts';
import { newFolder } from '../cli/command.ts';
import { against } from './contact.ts';

// Endpoints that key accounts by what their schema does not publish as unique, and upsert.

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const PERSON = '0000000a-0000-4000-8000-00000000012c';
const user = { objectId: 'u1', userPrincipalName: 'adele@corp.example.test', displayName: 'Adele' };
const mapping = [
  { source: 'userPrincipalName', target: 'userName', matching: 1 },
  { source: 'displayName', target: 'displayName' },
  { source: 'mail', target: 'emails[type eq "work"].value' },
  { source: 'employeeId', target: `${ENTERPRISE}:employeeNumber` },
];

/** A create that carries a value overwrites the person who has it, and says 201; no time tells that he is older. */
const upsertsBy = (value: string): Defect => ({
  id: 'x.upserts',
  says: 'creates overwrite who has the same value',
  breaks: [],
  kills: [],
  before({ method, path, query, body }, { store }) {
    const person = store.find(PERSON);
    const seen = { id: PERSON, ...person?.data };
    if (method === 'GET' && query.get('filter')?.includes(value))
      return { status: 200, headers: {}, body: { totalResults: 1, Resources: [seen] } };
    if (method !== 'POST' || path !== '/Users' || !JSON.stringify(body).includes(value) || !person)
      return undefined;
    const { schemas: _, ...data } = body as Record<string, unknown>;
    store.put({ ...person, data, revision: person.revision + 1 });
    return { status: 201, headers: {}, body: { ...data, id: PERSON } };
  },
  after({ method, path }, { body }) {
    if (method === 'GET' && path === `/Users/${PERSON}`) delete (body as { meta?: object }).meta;
    return undefined;
  },
});

test.each(['mail', 'employeeId'])(
  'a user whose %s somebody else has is not sent to an endpoint that publishes nothing of it as unique',
  { timeout: 60_000 },
  async (attribute) => {
    const value = attribute === 'mail' ? 'shared@corp.example.test' : 'E-4711';
    const cwd = newFolder();
    const write = (name: string, data: unknown) => writeFileSync(join(cwd, name), JSON.stringify(data));
    write('d.json', { users: [{ ...user, [attribute]: value }], groups: [] });
    write('m.json', mapping);
    const argv = [
      'provision',
      '--directory',
      'd.json',
      '--mapping',
      'm.json',
      '--out',
      'out',
      '--cycles',
      '1',
    ];
    const { code, stdout, harm } = await against([upsertsBy(value)], argv, cwd);
    expect(harm).toEqual([]);
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: expect.stringContaining('which does not belong to this job'),
    });
  },
);

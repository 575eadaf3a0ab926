import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { ERROR, isObject } from '../../schemas/attributes.ts';
import type { Defect } from '../../tenant/index.ts';
import type { StoredResource } from '../../tenant/model.ts';
import { bystandersOn } from '../kit/bystanders.ts';
import { runInProcess } from '../kit/inProcess.ts';
import { tenantWith } from './tenants.ts';

// What first contact cannot see, because it begins later or with another write.

type Hooks = Pick<Defect, 'before' | 'after' | 'semantics'>;

const ONE = /^\/Users\/([^/.][^/]*)$/;
const defect = (id: string, hooks: Hooks): Defect => ({ id, says: id, breaks: [], kills: [], ...hooks });
const personAt = (number: number) => `0000000a-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

type Tenancy = Parameters<NonNullable<Hooks['after']>>[2];

/** Gives the id of an account to a person, whom nobody is to touch. */
function seatPerson(
  { store, now }: Tenancy,
  known: StoredResource,
  sequence: number,
  revision: number,
): void {
  store.remove(known);
  const times = { created: now(), lastModified: now() };
  const data = { userName: `person.${randomUUID()}@corp.example`, displayName: 'A person' };
  store.put({ id: known.id, type: 'User', sequence, revision, ...times, data });
}

/** An endpoint that deletes who is inactive with one of these requests, and gives the id to a person who arrives just then. */
function deletesTheInactive(isMet: (method: string) => boolean) {
  const free: string[] = [];
  const people: string[] = [];
  let next = 1_000;
  const hooks: Hooks = {
    semantics: { newId: () => free.pop() ?? String(next++) },
    after(request, response, tenancy) {
      const { store } = tenancy;
      // Whether it was there already, or is made so.
      const made = isObject(response.body) ? String(response.body.id) : '';
      if (!isMet(request.method)) return undefined;
      const known = store.find(request.path === '/Users' ? made : (ONE.exec(request.path)?.[1] ?? ''));
      if (known?.data.active !== false || response.status >= 300) return undefined;
      seatPerson(tenancy, known, 1e9 + next++, 1);
      people.push(known.id);
      return undefined;
    },
  };
  return { people, defect: defect('x.deletes-the-inactive', hooks) };
}

/** Checks that are given users who were inactive from the first. */
const MAKES_INACTIVE = /^practice\.(answers-tell-of-inactive-users|inactive-users-are-taken-up)$/;

test.each([
  // Who was made inactive is there until the first read of it, and no longer: nothing could tell.
  ['any request', () => true, (id: string) => !MAKES_INACTIVE.test(id)],
  ['writes', (method: string) => method !== 'GET', () => true],
] as const)(
  'an id that became free by %s other than DELETE is proved anew before it is written to',
  {
    timeout: 120_000,
  },
  async (_, isMet, isAsked) => {
    const { people, defect: deletes } = deletesTheInactive(isMet);
    const tenant = await tenantWith({ population: 50, defects: [deletes] });
    await runInProcess(tenant, {
      selected: (id) => /^(entra|smartfile|practice|patch)\./.test(id) && isAsked(id),
    });
    expect(people.length).toBeGreaterThan(3);
    const there = tenant.resources().filter(({ name }) => name.startsWith('person.'));
    expect(there.map(({ id }) => id).sort()).toEqual([...people].sort());
    expect(there.filter(({ stored }) => JSON.parse(stored).revision !== 1)).toEqual([]);
  },
);

test('a PUT that reaches people from some time on gives them names of the run, and none of them is deleted', {
  timeout: 120_000,
}, async () => {
  let sent = 0;
  const astray = defect('x.late-put', {
    before(request) {
      if (request.method !== 'PUT' || !ONE.test(request.path)) return undefined;
      sent += 1;
      if (sent > 10) request.path = `/Users/${personAt(60 + (sent % 100))}`;
      return undefined;
    },
  });
  const tenant = await tenantWith({ population: 300, defects: [astray] });
  const bystanders = await bystandersOn(tenant);
  const { leftovers } = await runInProcess(tenant, {
    selected: (id) => /^(users|patch|attributes|practice|bulk)\./.test(id),
  });
  const harm = bystanders.harm();
  expect(harm.filter((line) => line.startsWith('changed'))).not.toEqual([]);
  expect(harm.filter((line) => /^(gone|written to: DELETE)/.test(line))).toEqual([]);
  // Each of them that bears a name of the run is named.
  const named = new Set(leftovers.map(({ path }) => path));
  const bearing = tenant
    .resources()
    .filter(
      ({ id, name }) => id.startsWith('0000000a-') && /^conf-(?!0{8})[a-z0-9]{8}-[a-z0-9]{10}/.test(name),
    );
  expect(bearing).not.toEqual([]);
  expect(bearing.filter(({ id }) => !named.has(`/Users/${id}`))).toEqual([]);
});

test('an id that is somebody else’s by the time a change is sent again is not written to', {
  timeout: 120_000,
}, async () => {
  const people = new Set<string>();
  let changes = 0;
  const gone = defect('x.gone-by-then', {
    after(request, _response, tenancy) {
      const { store } = tenancy;
      const known = store.find(ONE.exec(request.path)?.[1] ?? '');
      const isChange = ['PUT', 'PATCH', 'DELETE'].includes(request.method);
      if (!isChange || known === undefined || people.has(known.id)) return undefined;
      changes += 1;
      if (changes < 10 || changes % 2 === 0) return undefined;
      seatPerson(tenancy, known, 1e9 + changes, 77);
      people.add(known.id);
      return { status: 412, headers: {}, body: { schemas: [ERROR], status: '412' } };
    },
  });
  const tenant = await tenantWith({ population: 50, defects: [gone], variations: ['versions.demanded'] });
  await runInProcess(tenant, { selected: (id) => /^(patch|users)\./.test(id) });
  expect(people.size).toBeGreaterThan(3);
  const there = tenant.resources().filter(({ name }) => name.startsWith('person.'));
  expect(there.map(({ id }) => id).sort()).toEqual([...people].sort());
  expect(there.filter(({ stored }) => JSON.parse(stored).revision !== 77)).toEqual([]);
});

test('an account that is somebody else’s by the time a bulk request is sent again is not deleted by it', {
  timeout: 120_000,
}, async () => {
  const people = new Set<string>();
  const busy = defect('x.busy-by-then', {
    before(request, tenancy) {
      const { store } = tenancy;
      const operations = isObject(request.body) ? request.body.Operations : undefined;
      if (request.path !== '/Bulk' || !Array.isArray(operations)) return undefined;
      const deleted = operations.flatMap((one) =>
        isObject(one) && one.method === 'DELETE' ? (ONE.exec(String(one.path))?.[1] ?? []) : [],
      );
      const known = deleted.map((id) => store.find(id)).find((one) => one && !people.has(one.id));
      if (known === undefined) return undefined;
      seatPerson(tenancy, known, 1e9 + people.size, 77);
      people.add(known.id);
      return { status: 429, headers: { 'retry-after': '0' }, body: { schemas: [ERROR], status: '429' } };
    },
  });
  const tenant = await tenantWith({ population: 50, defects: [busy] });
  await runInProcess(tenant, { selected: (id) => /^bulk\./.test(id) });
  expect(people.size).toBeGreaterThan(0);
  const there = tenant.resources().filter(({ name }) => name.startsWith('person.'));
  expect(there.map(({ id }) => id).sort()).toEqual([...people].sort());
});

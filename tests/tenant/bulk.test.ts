import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, type Body, ENTERPRISE, type Fixture, fixture, GROUP, PATCH, USER } from './support.ts';

let scim: Fixture;
beforeAll(async () => {
  scim = await fixture();
});
afterAll(() => scim.close());

const bulk = (Operations: unknown[], members: Record<string, unknown> = {}): Promise<Answer> =>
  scim.send('POST', '/Bulk', {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
    Operations,
    ...members,
  });
let count = 0;
const user = (bulkId: string, members: Record<string, unknown> = {}): Record<string, unknown> => {
  count += 1;
  return {
    method: 'POST',
    path: '/Users',
    bulkId,
    data: { schemas: [USER], userName: `bulk-${count}`, ...members },
  };
};
const group = (bulkId: string, member: string): Record<string, unknown> => {
  count += 1;
  const data = { schemas: [GROUP], displayName: `Bulk ${count}`, members: [{ value: member }] };
  return { method: 'POST', path: '/Groups', bulkId, data };
};
const statuses = (answer: Answer): string[] => answer.body.Operations.map(({ status }: Body) => status);
const read = async (location: string): Promise<Body> =>
  (await scim.send('GET', location.slice(scim.tenant.url.length))).body;

it('runs every method as single requests would', async () => {
  const [one, two, three] = [await scim.user(), await scim.user(), await scim.user()];
  const answer = await bulk([
    user('q'),
    { method: 'PUT', path: `/Users/${one.id}`, data: { ...one, displayName: 'put' } },
    {
      method: 'PATCH',
      path: `/Users/${two.id}`,
      data: { schemas: [PATCH], Operations: [{ op: 'add', path: 'title', value: 'patched' }] },
    },
    { method: 'DELETE', path: `/Users/${three.id}` },
    { method: 'DELETE', path: `/Users/${three.id}` },
    { method: 'POST', path: '/Users', bulkId: 'twice', data: { schemas: [USER], userName: one.userName } },
  ]);
  expect(answer.status).toBe(200);
  expect(statuses(answer)).toEqual(['201', '200', '200', '204', '404', '409']);
  const [made, put, , , gone, twice] = answer.body.Operations;
  expect(made).toMatchObject({ method: 'POST', bulkId: 'q' });
  expect((await read(made.location)).meta.version).toBe(made.version);
  expect((await read(put.location)).displayName).toBe('put');
  expect((await read(two.meta.location)).title).toBe('patched');
  expect(gone).toMatchObject({ location: three.meta.location, response: { status: '404' } });
  expect(twice).toMatchObject({ bulkId: 'twice', response: { status: '409', scimType: 'uniqueness' } });
  expect(twice).not.toHaveProperty('location');
  expect(
    scim.tenant
      .writes()
      .filter(({ path }) => path === `/Users/${three.id}`)
      .map(({ status }) => status),
  ).toEqual([204, 404]);
});

it('resolves references backward, forward, in extensions and in patches', async () => {
  const backward = await bulk([user('q'), group('y', 'bulkId:q')]);
  const forward = await bulk([group('y', 'bulkId:q'), user('q')]);
  for (const [answer, userAt, groupAt] of [
    [backward, 0, 1],
    [forward, 1, 0],
  ] as const) {
    expect(statuses(answer)).toEqual(['201', '201']);
    const member = await read(answer.body.Operations[userAt].location);
    expect((await read(answer.body.Operations[groupAt].location)).members[0].value).toBe(member.id);
  }
  const boss = await bulk([user('a'), user('b', { [ENTERPRISE]: { manager: { value: 'bulkId:a' } } })]);
  const [first, second] = boss.body.Operations;
  expect((await read(second.location))[ENTERPRISE].manager.value).toBe((await read(first.location)).id);
  const held = await scim.group();
  const Operations = [{ op: 'add', path: 'members', value: [{ value: 'bulkId:q' }] }];
  const changed = await bulk([
    user('q'),
    { method: 'PATCH', path: `/Groups/${held.id}`, data: { schemas: [PATCH], Operations } },
  ]);
  expect(statuses(changed)).toEqual(['201', '204']);
  expect((await read(held.meta.location)).members.length).toBe(1);
});

it('closes circles, and takes a promise back that it could not keep', async () => {
  const circle = await bulk([group('one', 'bulkId:two'), group('two', 'bulkId:one')]);
  expect(statuses(circle)).toEqual(['201', '201']);
  const [one, two] = await Promise.all(circle.body.Operations.map(({ location }: Body) => read(location)));
  expect(one.members[0]).toMatchObject({ value: two.id, type: 'Group' });
  expect(two.members[0]).toMatchObject({ value: one.id, type: 'Group' });
  const bad = { ...group('two', 'bulkId:one'), path: '/Users' };
  const broken = await bulk([group('one', 'bulkId:two'), bad]);
  expect(broken.body.Operations[1].status).toBe('400');
  const text = JSON.stringify((await scim.send('GET', '/Groups?count=200')).body);
  expect(text).not.toContain('bulkId');
  const unknown = await bulk([group('x', 'bulkId:nope')]);
  expect(statuses(unknown)).toEqual(['409']);
});

it('goes on after errors, or stops when it has had enough', async () => {
  const taken = await scim.user();
  const bad = (id: string) => user(id, { userName: taken.userName });
  expect(statuses(await bulk([bad('a'), user('b'), bad('c'), user('d')]))).toEqual([
    '409',
    '201',
    '409',
    '201',
  ]);
  expect(statuses(await bulk([user('a'), bad('b'), user('c')], { failOnErrors: 1 }))).toEqual(['201', '409']);
  const two = await bulk([bad('a'), user('b'), bad('c'), user('d')], { failOnErrors: 2 });
  expect(statuses(two)).toEqual(['409', '201', '409']);
  expect(two.body).not.toHaveProperty('failOnErrors');
});

it('refuses operations and requests that make no sense', async () => {
  const own = await scim.user();
  const answer = await bulk([
    { method: 'GET', path: `/Users/${own.id}` },
    { method: 'POST', bulkId: 'x', data: {} },
    { method: 'POST', path: '/Users', bulkId: 'y' },
    { method: 'POST', path: `/Users/${own.id}`, bulkId: 'z', data: {} },
    { method: 'PUT', path: '/Users', data: {} },
    { method: 'POST', path: '/Users', data: { schemas: [USER], userName: 'no-bulkid' } },
    { method: 'DELETE', path: '/Nothing/1' },
    5,
  ]);
  expect(statuses(answer)).toEqual(['400', '400', '400', '400', '400', '400', '404', '400']);
  for (const [body, status] of [
    ['{"schemas', 400],
    [{ schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'] }, 400],
    [{ Operations: [user('a')] }, 400],
  ] as const) {
    expect((await scim.send('POST', '/Bulk', body)).status).toBe(status);
  }
  expect((await scim.send('GET', '/Bulk')).status).toBe(405);
});

it('keeps its limits and says them', async () => {
  const cheap = { method: 'DELETE', path: '/Users/none' };
  const many = await bulk(Array.from({ length: 101 }, () => cheap));
  expect([many.status, many.body.detail]).toEqual([413, expect.stringContaining('100')]);
  expect((await bulk(Array.from({ length: 100 }, () => cheap))).status).toBe(200);
  const long = await bulk([user('a', { displayName: 'x'.repeat(1_048_576) })]);
  expect([long.status, long.body.detail]).toEqual([413, expect.stringContaining('1048576')]);
});

it('honours versions, order, and atomic patches', async () => {
  const own = await scim.user();
  const put = (displayName: string, version?: string) => ({
    method: 'PUT',
    path: `/Users/${own.id}`,
    data: { ...own, displayName },
    ...(version ? { version } : {}),
  });
  expect(statuses(await bulk([put('A'), put('B'), put('C')]))).toEqual(['200', '200', '200']);
  expect(statuses(await bulk([put('D', own.meta.version)]))).toEqual(['412']);
  const current = await read(own.meta.location);
  expect(current.displayName).toBe('C');
  expect(statuses(await bulk([put('E', current.meta.version)]))).toEqual(['200']);
  const Operations = [
    { op: 'replace', path: 'displayName', value: 'F' },
    { op: 'replace', path: 'id', value: 'x' },
  ];
  const patch = { method: 'PATCH', path: `/Users/${own.id}`, data: { schemas: [PATCH], Operations } };
  expect(statuses(await bulk([patch]))).toEqual(['400']);
  expect((await read(own.meta.location)).displayName).toBe('E');
});

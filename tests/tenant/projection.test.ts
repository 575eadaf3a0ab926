import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Body, ENTERPRISE, type Fixture, fixture, TEST, USER } from './support.ts';

const SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

let scim: Fixture;
beforeAll(async () => {
  scim = await fixture();
});
afterAll(() => scim.close());

describe('projection', () => {
  let user: Body;
  beforeAll(async () => {
    user = await scim.user({
      displayName: 'D',
      name: { givenName: 'G', familyName: 'F' },
      emails: [{ value: 'p@x', type: 'work' }],
      password: 'Secret-Marker-1',
      [ENTERPRISE]: { employeeNumber: '1', department: 'Dep' },
      [TEST]: { anchor: 'A', onDemand: 'O', hidden: 'Hidden-Marker', secret: 'Secret-Marker-2', text: 'T' },
    });
  });
  const read = async (query: string): Promise<Body> =>
    (await scim.send('GET', `/Users/${user.id}?${query}`)).body;

  it('gives what is named, and what is always given', async () => {
    const always = { schemas: user.schemas, id: user.id, [TEST]: { anchor: 'A' } };
    expect(await read('attributes=userName')).toEqual({ ...always, userName: user.userName });
    expect(await read('attributes=USERNAME,name.GIVENNAME')).toEqual({
      ...always,
      userName: user.userName,
      name: { givenName: 'G' },
    });
    expect(await read('attributes=emails.value')).toEqual({ ...always, emails: [{ value: 'p@x' }] });
    expect(await read(`attributes=${USER}:displayName`)).toEqual({ ...always, displayName: 'D' });
    const number = { ...always, [ENTERPRISE]: { employeeNumber: '1' } };
    expect(await read(`attributes=${ENTERPRISE}:employeeNumber`)).toEqual(number);
    expect((await read(`attributes=${ENTERPRISE}`))[ENTERPRISE]).toEqual({
      employeeNumber: '1',
      department: 'Dep',
    });
    expect(await read('attributes=ctsNoSuch')).toEqual(always);
    expect(await read('attributes=meta.location')).toEqual({
      ...always,
      meta: { location: user.meta.location },
    });
  });

  it('leaves out what is excluded, save what is always given', async () => {
    const rest = await read('excludedAttributes=emails,id,schemas,name.givenName,meta.location');
    expect(rest).toMatchObject({
      id: user.id,
      schemas: user.schemas,
      displayName: 'D',
      name: { familyName: 'F' },
    });
    expect(rest).not.toHaveProperty('emails');
    expect(rest.name).not.toHaveProperty('givenName');
    expect(rest.meta).not.toHaveProperty('location');
    expect(rest.meta).toHaveProperty('created');
    expect((await read(`excludedAttributes=${TEST}:anchor`))[TEST].anchor).toBe('A');
    expect(await read(`excludedAttributes=${ENTERPRISE}`)).not.toHaveProperty(ENTERPRISE);
  });

  it('keeps secrets, and gives on request what is given on request', async () => {
    expect(user[TEST].onDemand).toBe('O');
    expect((await read(''))[TEST]).not.toHaveProperty('onDemand');
    expect((await read(`attributes=${TEST}:onDemand`))[TEST].onDemand).toBe('O');
    for (const query of ['', `attributes=password,${TEST}:hidden,${TEST}:secret`]) {
      expect(JSON.stringify(await read(query))).not.toContain('Marker');
    }
    const changed = await scim.patch(`/Users/${user.id}`, [
      { op: 'replace', path: 'password', value: 'Marker-3' },
    ]);
    expect(changed.status).toBe(200);
    expect(changed.text).not.toContain('Marker');
    expect(changed.headers.get('etag')).not.toBe(user.meta.version);
  });

  it('works on writes, lists and .search', async () => {
    const body = { schemas: [USER], userName: 'projected', displayName: 'P' };
    const made = await scim.send('POST', '/Users?attributes=userName', body);
    expect(made.body).toEqual({ schemas: [USER], id: made.body.id, userName: 'projected' });
    const put = await scim.send('PUT', `/Users/${made.body.id}?excludedAttributes=displayName`, body);
    expect(put.body).not.toHaveProperty('displayName');
    expect(put.body).toHaveProperty('meta');
    const search = { schemas: [SEARCH], filter: 'displayName eq "P"', attributes: ['userName'] };
    const found = await scim.send('POST', '/Users/.search', search);
    expect([found.status, found.body.Resources]).toEqual([200, [made.body]]);
  });
});

describe('versions', () => {
  it('guard reads and writes', async () => {
    const user = await scim.user();
    const path = `/Users/${user.id}`;
    const tag = user.meta.version;
    const get304 = await scim.send('GET', path, undefined, { 'if-none-match': tag });
    expect([get304.status, get304.text, get304.headers.get('etag')]).toEqual([304, '', tag]);
    for (const known of ['*', `"x", ${tag}`, tag.slice(2)]) {
      expect((await scim.send('GET', path, undefined, { 'if-none-match': known })).status).toBe(304);
    }
    expect((await scim.send('GET', path, undefined, { 'if-none-match': 'W/"none"' })).status).toBe(200);
    const put = (match: string, displayName: string, header = 'if-match') =>
      scim.send('PUT', path, { ...user, displayName }, { [header]: match });
    expect((await put('*', '0', 'if-none-match')).status).toBe(412);
    const changed = await put(tag, '1');
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(tag);
    expect((await put(tag, '2')).status).toBe(412);
    expect((await put(`"x", ${changed.body.meta.version}`, '1')).status).toBe(200);
    expect((await put('*', '3')).status).toBe(200);
    expect((await scim.send('DELETE', path, undefined, { 'if-match': tag })).status).toBe(412);
    const current = (await scim.send('GET', path)).body;
    expect(current.displayName).toBe('3');
    expect((await scim.send('DELETE', path, undefined, { 'if-match': current.meta.version })).status).toBe(
      204,
    );
    expect((await scim.send('DELETE', path, undefined, { 'if-match': '*' })).status).toBe(404);
  });
});

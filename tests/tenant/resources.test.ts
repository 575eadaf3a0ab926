import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENTERPRISE, type Fixture, fixture, GROUP, TEST, USER } from './support.ts';

let scim: Fixture;
beforeAll(async () => {
  scim = await fixture();
});
afterAll(() => scim.close());

describe('create', () => {
  it('answers 201 with Location, ETag and the representation', async () => {
    const answer = await scim.send('POST', '/Users', {
      schemas: [USER],
      userName: 'Create@example.test',
      externalId: 'Ext-1',
      name: { familyName: 'F', givenName: 'G' },
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(answer.body.meta.location);
    expect(answer.headers.get('etag')).toBe(answer.body.meta.version);
    expect(answer.headers.get('content-type')).toBe('application/scim+json');
    expect(answer.body).toMatchObject({ userName: 'Create@example.test', externalId: 'Ext-1', active: true });
    expect(answer.body.meta.created).toBe(answer.body.meta.lastModified);
    const read = await scim.send('GET', `/Users/${answer.body.id}`);
    expect(read.body).toEqual(answer.body);
  });

  it('refuses what RFC 7643 makes impossible', async () => {
    const taken = await scim.user();
    const cases: [unknown, number, string | undefined][] = [
      [{ schemas: [USER], userName: taken.userName.toUpperCase() }, 409, 'uniqueness'],
      [{ schemas: [USER] }, 400, 'invalidValue'],
      [{ schemas: [USER], userName: '' }, 400, 'invalidValue'],
      [{ schemas: [USER], userName: null }, 400, 'invalidValue'],
      [{ schemas: [USER], userName: {} }, 400, 'invalidValue'],
      [{ schemas: [USER], userName: 'a', active: 'notabool' }, 400, 'invalidValue'],
      [{ schemas: [USER], userName: 'a', emails: 'x' }, 400, 'invalidValue'],
      [{ schemas: [USER], userName: 'a', name: 'x' }, 400, 'invalidValue'],
      [{ schemas: ['urn:example:bogus'], userName: 'a' }, 400, 'invalidValue'],
      [{ userName: 'a' }, 400, 'invalidSyntax'],
      ['{"schemas":[', 400, 'invalidSyntax'],
      [[], 400, 'invalidSyntax'],
      [`{"schemas":["${USER}"],"userName":${'['.repeat(5000)}${']'.repeat(5000)}}`, 400, 'invalidSyntax'],
    ];
    for (const [body, status, scimType] of cases) {
      const answer = await scim.send('POST', '/Users', body);
      expect([answer.status, answer.body.status, answer.body.scimType]).toEqual([
        status,
        String(status),
        scimType,
      ]);
    }
  });

  it('passes over what the client has no say in', async () => {
    const user = await scim.user({
      id: 'client-id',
      meta: { resourceType: 'Bogus', created: '2001-01-01T00:00:00Z' },
      groups: [{ value: 'x' }],
      unknown: 'x',
      nickName: null,
      emails: [],
      roles: [],
      'urn:example:none:2.0:User': { x: 1 },
    });
    expect(user.id).not.toBe('client-id');
    expect(user.meta.resourceType).toBe('User');
    for (const name of ['groups', 'unknown', 'nickName', 'emails', 'roles'])
      expect(user).not.toHaveProperty(name);
  });

  it('survives hostile member names', async () => {
    const answer = await scim.send(
      'POST',
      '/Users',
      `{"schemas":["${USER}"],"userName":"proto@example.test","__proto__":{"polluted":1},"constructor":{"x":1},
        "name":{"__proto__":{"polluted":1},"givenName":"G"}}`,
    );
    expect(answer.status).toBe(201);
    expect(answer.text).not.toContain('polluted');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('answers 413 to bodies that are too long, 415 to other media types', async () => {
    const long = { schemas: [USER], userName: 'long', displayName: 'x'.repeat(1_100_000) };
    expect((await scim.send('POST', '/Users', long)).status).toBe(413);
    const plain = await scim.send('POST', '/Users', '{}', { 'content-type': 'text/plain' });
    expect(plain.status).toBe(415);
    const charset = { 'content-type': 'application/scim+json; charset=utf-8' };
    const user = { schemas: [USER], userName: 'charset@example.test' };
    expect((await scim.send('POST', '/Users', user, charset)).status).toBe(201);
  });
});

describe('replace', () => {
  it('replaces, clears what is left out, and keeps readOnly values', async () => {
    const user = await scim.user({ nickName: 'N', emails: [{ value: 'a@x' }, { value: 'b@x' }] });
    const body = { ...user, id: 'other', displayName: 'D', emails: [{ value: 'c@x' }], meta: {} };
    delete body.nickName;
    const answer = await scim.send('PUT', `/Users/${user.id}`, body);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ id: user.id, displayName: 'D', emails: [{ value: 'c@x' }] });
    expect(answer.body).not.toHaveProperty('nickName');
    expect(answer.body.meta.created).toBe(user.meta.created);
  });

  it('creates nothing at an unknown id and nothing on the collection', async () => {
    const body = { schemas: [USER], userName: 'put@example.test' };
    expect((await scim.send('PUT', '/Users/none', body)).status).toBe(404);
    const collection = await scim.send('PUT', '/Users', body);
    expect(collection.status).toBe(405);
    expect(collection.headers.get('allow')).toContain('POST');
    expect(await scim.filter('userName eq "put@example.test"')).toEqual([]);
  });

  it('holds immutable values, and lets them be set late', async () => {
    const user = await scim.user();
    const put = (origin: string) => scim.send('PUT', `/Users/${user.id}`, { ...user, [TEST]: { origin } });
    expect((await put('v1')).body[TEST].origin).toBe('v1');
    expect((await put('v1')).status).toBe(200);
    const changed = await put('v2');
    expect([changed.status, changed.body.scimType]).toEqual([400, 'mutability']);
  });
});

describe('delete', () => {
  it('is for good, and frees the name under a new id', async () => {
    const user = await scim.user({ userName: 'again@example.test' });
    const group = await scim.group({ members: [{ value: user.id }] });
    const gone = await scim.send('DELETE', `/Users/${user.id}`);
    expect([gone.status, gone.text]).toEqual([204, '']);
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const body = method === 'PUT' ? { schemas: [USER], userName: 'x' } : undefined;
      expect((await scim.send(method, `/Users/${user.id}`, body)).status).toBe(404);
    }
    expect((await scim.patch(`/Users/${user.id}`, [{ op: 'remove', path: 'title' }])).status).toBe(404);
    expect(await scim.filter('userName eq "again@example.test"')).toEqual([]);
    const successor = await scim.user({ userName: 'again@example.test' });
    expect(successor.id).not.toBe(user.id);
    const left = (await scim.send('GET', `/Groups/${group.id}`)).body;
    expect(left.members).toBeUndefined();
    expect(left.meta.version).not.toBe(group.meta.version);
  });

  it('is for good of a user who is his own manager, and of a group that contains itself', async () => {
    const user = await scim.user();
    const group = await scim.group();
    const manager = { op: 'add', path: `${ENTERPRISE}:manager`, value: { value: user.id } };
    const member = { op: 'add', path: 'members', value: [{ value: group.id }] };
    expect((await scim.patch(`/Users/${user.id}`, [manager])).status).toBeLessThan(300);
    expect((await scim.patch(`/Groups/${group.id}`, [member])).status).toBeLessThan(300);
    for (const path of [`/Users/${user.id}`, `/Groups/${group.id}`]) {
      expect((await scim.send('DELETE', path)).status).toBe(204);
      expect((await scim.send('GET', path)).status).toBe(404);
    }
  });
});

describe('groups and references', () => {
  it('shows members, groups of the user, and a manager with its name', async () => {
    const boss = await scim.user({ displayName: 'Boss' });
    const user = await scim.user({ [ENTERPRISE]: { manager: { value: boss.id, displayName: 'fake' } } });
    expect(user[ENTERPRISE].manager).toEqual({
      value: boss.id,
      $ref: boss.meta.location,
      displayName: 'Boss',
    });
    const group = await scim.group({ displayName: 'Shown', members: [{ $ref: null, value: user.id }] });
    expect(group.members[0]).toMatchObject({ value: user.id, $ref: user.meta.location, type: 'User' });
    const read = (await scim.send('GET', `/Users/${user.id}`)).body;
    expect(read.groups).toEqual([
      { value: group.id, $ref: group.meta.location, display: 'Shown', type: 'direct' },
    ]);
    expect(read.meta.version).not.toBe(user.meta.version);
  });

  it('refuses members that do not exist, and a second group of one name', async () => {
    const bad = await scim.send('POST', '/Groups', {
      schemas: [GROUP],
      displayName: 'bad',
      members: [{ value: 'none' }],
    });
    expect([bad.status, bad.body.scimType]).toEqual([400, 'invalidValue']);
    const group = await scim.group();
    const same = await scim.send('POST', '/Groups', { schemas: [GROUP], displayName: group.displayName });
    expect([same.status, same.body.scimType]).toEqual([409, 'uniqueness']);
  });
});

describe('authentication', () => {
  it('challenges, and says invalid_token only where a token came', async () => {
    const none = await fetch(`${scim.tenant.url}/Users`);
    expect([none.status, none.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="scim"']);
    for (const authorization of ['Bearer wrong', 'Bearer', `Bearer ${scim.tenant.token}x`]) {
      const answer = await scim.send('GET', '/Users', undefined, { authorization });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
      expect(answer.body.status).toBe('401');
    }
    expect((await fetch(`${scim.tenant.url}/ServiceProviderConfig`)).status).toBe(200);
  });
});

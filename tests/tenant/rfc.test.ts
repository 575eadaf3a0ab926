import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Body, ENTERPRISE, type Fixture, fixture, GROUP, USER } from './support.ts';

/** The example exchanges of RFC 7643 section 8 and RFC 7644 section 3, as requests to the tenant. */

let scim: Fixture;
beforeAll(async () => {
  scim = await fixture();
});
afterAll(() => scim.close());

const address = {
  type: 'work',
  streetAddress: '100 Universal City Plaza',
  locality: 'Hollywood',
  region: 'CA',
  postalCode: '91608',
  country: 'USA',
  formatted: '100 Universal City Plaza\nHollywood, CA 91608 USA',
  primary: true,
};
const emails = [
  { value: 'bjensen@example.com', type: 'work', primary: true },
  { value: 'babs@jensen.org', type: 'home' },
];
/** RFC 7643 section 8.3, with the certificate left out. */
const enterpriseUser = {
  schemas: [USER, ENTERPRISE],
  id: '2819c223-7f76-453a-919d-413861904646',
  externalId: '701984',
  userName: 'bjensen@example.com',
  name: {
    formatted: 'Ms. Barbara J Jensen, III',
    familyName: 'Jensen',
    givenName: 'Barbara',
    middleName: 'Jane',
    honorificPrefix: 'Ms.',
    honorificSuffix: 'III',
  },
  displayName: 'Babs Jensen',
  nickName: 'Babs',
  profileUrl: 'https://login.example.com/bjensen',
  emails,
  addresses: [address, { type: 'home', streetAddress: '456 Hollywood Blvd', country: 'USA' }],
  phoneNumbers: [
    { value: '555-555-5555', type: 'work' },
    { value: '555-555-4444', type: 'mobile' },
  ],
  ims: [{ value: 'someaimhandle', type: 'aim' }],
  photos: [
    { value: 'https://photos.example.com/profilephoto/72930000000Ccne/F', type: 'photo' },
    { value: 'https://photos.example.com/profilephoto/72930000000Ccne/T', type: 'thumbnail' },
  ],
  userType: 'Employee',
  title: 'Tour Guide',
  preferredLanguage: 'en-US',
  locale: 'en-US',
  timezone: 'America/Los_Angeles',
  active: true,
  password: 't1meMa$heen',
  groups: [
    { value: 'e9e30dba-f08f-4109-8486-d5c6a331660a', $ref: '../Groups/e9e30dba', display: 'Tour Guides' },
  ],
  [ENTERPRISE]: {
    employeeNumber: '701984',
    costCenter: '4130',
    organization: 'Universal Studios',
    division: 'Theme Park',
    department: 'Tour Operations',
  },
  meta: {
    resourceType: 'User',
    created: '2010-01-23T04:56:22Z',
    location: 'https://example.com/v2/Users/2819',
  },
};

describe('RFC 7643 section 8', () => {
  it("full enterprise user: everything but what is not the client's comes back", async () => {
    const user = await scim.user(enterpriseUser);
    const { id, groups: _groups, password: _password, meta: _meta, ...expected } = enterpriseUser;
    expect(user).toMatchObject(expected);
    expect(user.id).not.toBe(id);
    expect(user).not.toHaveProperty('groups');
    expect(JSON.stringify(user)).not.toContain('t1meMa');
    const again = await scim.send('PUT', `/Users/${user.id}`, user);
    expect([again.status, again.body]).toEqual([200, user]);
  });
});

describe('RFC 7644 section 3', () => {
  let user: Body;
  let other: Body;
  let group: Body;
  beforeAll(async () => {
    user = await scim.user({ ...enterpriseUser, userName: 'patched@example.com' });
    other = await scim.user({ userName: 'other@example.com' });
    group = await scim.group({ displayName: 'Tour Guides' });
  });
  const members = async (...operations: unknown[]): Promise<string[]> => {
    expect((await scim.patch(`/Groups/${group.id}`, operations)).status).toBe(204);
    const { body } = await scim.send('GET', `/Groups/${group.id}`);
    return (body.members ?? []).map(({ value }: Body) => value);
  };

  it('3.3: the body of a create answer is the resource, its tag the ETag', async () => {
    const answer = await scim.send('POST', '/Users', {
      schemas: [USER],
      userName: 'bjensen',
      externalId: 'bjensen',
      name: { formatted: 'Ms. Barbara J Jensen III', familyName: 'Jensen', givenName: 'Barbara' },
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('etag')).toBe(answer.body.meta.version);
  });

  it('3.5.1: an empty list clears, a weak tag guards', async () => {
    const made = await scim.user({ roles: [{ value: 'r' }] });
    const body = {
      schemas: [USER],
      userName: made.userName,
      roles: [],
      emails: [{ value: 'bjensen@example.com' }],
    };
    const answer = await scim.send('PUT', `/Users/${made.id}`, body, { 'if-match': made.meta.version });
    expect(answer.status).toBe(200);
    expect(answer.body).not.toHaveProperty('roles');
  });

  it('3.5.2.1: add members, and attributes without a path', async () => {
    const add = {
      op: 'add',
      path: 'members',
      value: [{ display: 'Babs Jensen', $ref: user.meta.location, value: user.id }],
    };
    expect(await members(add)).toEqual([user.id]);
    const value = { emails: [{ value: 'babs@jensen.org', type: 'home' }], nickname: 'Babs' };
    const answer = await scim.patch(`/Users/${other.id}`, [{ op: 'add', value }]);
    expect(answer.body).toMatchObject({ emails: value.emails, nickName: 'Babs' });
  });

  it('3.5.2.2: remove by filter, all, and remove with add in one request', async () => {
    const listed = [{ value: user.id }, { value: other.id }];
    expect((await members({ op: 'add', path: 'members', value: listed })).length).toBe(2);
    expect(await members({ op: 'remove', path: `members[value eq "${other.id}"]` })).toEqual([user.id]);
    expect(await members({ op: 'remove', path: 'members' })).toEqual([]);
    const both = [
      { op: 'remove', path: `members[value eq "${user.id}"]` },
      { op: 'add', path: 'members', value: [{ value: other.id }] },
    ];
    expect(await members(...both)).toEqual([other.id]);
    expect(
      await members({ op: 'remove', path: 'members' }, { op: 'add', path: 'members', value: listed }),
    ).toEqual([user.id, other.id]);
    // The printed filter lacks a space after its operator.
    const path = 'emails[type eq "work" and value ew "example.com"]';
    expect((await scim.patch(`/Users/${user.id}`, [{ op: 'remove', path }])).body.emails).toEqual([
      emails[1],
    ]);
  });

  it('3.5.2.3: replace members, an address, a sub-attribute, and without a path', async () => {
    expect(await members({ op: 'replace', path: 'members', value: [{ value: user.id }] })).toEqual([user.id]);
    const work = { ...address, streetAddress: '911 Universal City Plaza' };
    const whole = { op: 'replace', path: 'addresses[type eq "work"]', value: work };
    expect((await scim.patch(`/Users/${user.id}`, [whole])).body.addresses[0]).toEqual(work);
    const street = {
      op: 'replace',
      path: 'addresses[type eq "work"].streetAddress',
      value: '1010 Broadway Ave',
    };
    expect((await scim.patch(`/Users/${user.id}`, [street])).body.addresses[0].streetAddress).toBe(
      '1010 Broadway Ave',
    );
    const value = { emails: [{ ...emails[0], value: 'bjensen@example.com' }, emails[1]], nickname: 'Babs' };
    expect((await scim.patch(`/Users/${user.id}`, [{ op: 'replace', value }])).body.emails).toEqual(emails);
  });

  it('3.6 and 3.12: what was deleted is 404 with an Error message', async () => {
    const made = await scim.user();
    await scim.send('DELETE', `/Users/${made.id}`);
    const { status, body } = await scim.send('GET', `/Users/${made.id}`);
    expect([status, body.schemas, body.status]).toEqual([
      404,
      ['urn:ietf:params:scim:api:messages:2.0:Error'],
      '404',
    ]);
  });

  it('3.7.2: a group of a bulk request has the user of the same request', async () => {
    const { body } = await scim.send('POST', '/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [
        { method: 'POST', path: '/Users', bulkId: 'qwerty', data: { schemas: [USER], userName: 'Alice' } },
        {
          method: 'POST',
          path: '/Groups',
          bulkId: 'ytrewq',
          data: {
            schemas: [GROUP],
            displayName: 'Alices',
            members: [{ type: 'User', value: 'bulkId:qwerty' }],
          },
        },
      ],
    });
    expect(body.Operations.map(({ status, bulkId }: Body) => [bulkId, status])).toEqual([
      ['qwerty', '201'],
      ['ytrewq', '201'],
    ]);
  });
});

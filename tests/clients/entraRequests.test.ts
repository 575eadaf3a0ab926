import { describe, expect, it } from 'vitest';
import {
  addMembers,
  createGroup,
  createUser,
  createUserWithNulls,
  findGroup,
  findUser,
  page,
  patch,
  probe,
  readGroup,
  readUser,
  remove,
  removeMembers,
  schemas,
  setActive,
  setManager,
  update,
  urlEncode,
} from '../../clients/entra/index.ts';

const PATCH = '"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"]';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const MANAGER = `${ENTERPRISE}:manager`;
const person = {
  userName: 'Test_User_1@testuser.com',
  externalId: '0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef',
  mail: 'mail@testuser.com',
  givenName: 'givenName',
  familyName: 'familyName',
};

describe('encoding of a query', () => {
  it.each([
    [' ', '+'],
    ['"', '%22'],
    ['[]', '%5b%5d'],
    ['@', '%40'],
    ['+', '%2b'],
    [':/', '%3a%2f'],
    ["'", '%27'],
    ['()', '%28%29'],
    ['&=,#', '%26%3d%2c%23'],
    ['é', '%c3%a9'],
    ['Az09-_.', 'Az09-_.'],
  ])('writes %j as %s', (text, encoded) => expect(urlEncode(text)).toBe(encoded));
});

describe('requests without a body', () => {
  it.each([
    [
      'Test Connection (AD94189)',
      findUser('/scim/Users', 'userName', '7d420df3-9995-4831-a406-ecf8166f5f6a'),
      'GET /scim/Users?filter=userName+eq+%227d420df3-9995-4831-a406-ecf8166f5f6a%22',
    ],
    [
      'lookup by externalId (AD11784)',
      findUser('/Users', 'externalId', 'johnwong'),
      'GET /Users?filter=externalId+eq+%22johnwong%22',
    ],
    [
      'lookup by work address (FA2456)',
      findUser('/Users', 'emails[type eq "work"].value', 'c24b01d8'),
      'GET /Users?filter=emails%5btype+eq+%22work%22%5d.value+eq+%22c24b01d8%22',
    ],
    [
      'lookup of a group (AUD1)',
      findGroup('/Groups', 'displayName', 'EDU All personal'),
      'GET /Groups?excludedAttributes=members&filter=displayName+eq+%22EDU+All+personal%22',
    ],
    [
      'probe of a manager (U-14)',
      probe('/Users', 'u', 'manager', 'm'),
      'GET /Users?attributes=id&filter=id+eq+%22u%22+and+manager+eq+%22m%22',
    ],
    [
      'probe of a member (G-09)',
      probe('/Groups', 'g', 'members', 'u'),
      'GET /Groups?attributes=id&filter=id+eq+%22g%22+and+members+eq+%22u%22',
    ],
    ['read of a user (U-06)', readUser('/Users/1'), 'GET /Users/1'],
    ['read of a group (G-04)', readGroup('/Groups/1'), 'GET /Groups/1?excludedAttributes=members'],
    ['a page (U-17)', page('/Users', 6, 5), 'GET /Users?startIndex=6&count=5'],
    ['deletion (U-13)', remove('/Users/1'), 'DELETE /Users/1'],
    ['discovery (S-01)', schemas(), 'GET /Schemas'],
  ])('%s', (_, { method, path, headers, body }, line) => {
    expect(`${method} ${path}`).toBe(line);
    expect(body).toBeUndefined();
    expect(headers).toMatchObject({ accept: null, 'user-agent': null });
    expect(headers).not.toHaveProperty('content-type');
    expect(headers).toHaveProperty('adscimversion');
  });
});

describe('creates', () => {
  it('has meta, empty roles and the enterprise URN without data (U-05)', () => {
    const { headers, body } = createUser('/Users', person);
    expect(headers['content-type']).toBe('application/scim+json');
    expect(body).toBe(
      `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","${ENTERPRISE}"],` +
        '"externalId":"0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef","userName":"Test_User_1@testuser.com","active":true,' +
        '"emails":[{"primary":true,"type":"work","value":"mail@testuser.com"}],' +
        '"meta":{"resourceType":"User"},' +
        '"name":{"formatted":"givenName familyName","familyName":"familyName","givenName":"givenName"},' +
        '"roles":[]}',
    );
  });

  it('writes null for what has no value in the older form', () => {
    const text = createUserWithNulls('/Users', person).body ?? '';
    expect(text).toMatch(
      /"addresses":null,"phoneNumbers":null,.*"title":null,"department":null,"manager":null}$/,
    );
  });

  it('lists a schema URI of Microsoft for a group and no members (G-03)', () => {
    expect(createGroup('/Groups', 'displayName', '8aa1a0c0').body).toBe(
      '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group",' +
        '"http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],' +
        '"externalId":"8aa1a0c0","displayName":"displayName","meta":{"resourceType":"Group"}}',
    );
  });
});

describe('changes', () => {
  const work = { path: 'emails[type eq "work"].value', value: 'updatedEmail@microsoft.com' };
  const family = { path: 'name.familyName', value: 'updatedFamilyName' };
  const number = { path: `${ENTERPRISE}:employeeNumber`, value: 'Aklq' };

  it.each([
    [
      'several attributes, default (U-07)',
      update('default', '/Users/1', [work, family]),
      '[{"op":"Replace","path":"emails[type eq \\"work\\"].value","value":"updatedEmail@microsoft.com"},' +
        '{"op":"Replace","path":"name.familyName","value":"updatedFamilyName"}]',
    ],
    [
      'several attributes, flag (U-11)',
      update('flag', '/Users/1', [{ path: 'displayName', value: 'Bjfe' }, work, family, number]),
      '[{"op":"replace","path":"emails[type eq \\"work\\"].value","value":"updatedEmail@microsoft.com"},' +
        `{"op":"replace","value":{"displayName":"Bjfe","name.familyName":"updatedFamilyName","${ENTERPRISE}:employeeNumber":"Aklq"}}]`,
    ],
    [
      'rename, flag (U-10)',
      update('flag', '/Users/1', [{ path: 'userName', value: 'emilio@hermann.uk' }]),
      '[{"op":"replace","value":{"userName":"emilio@hermann.uk"}}]',
    ],
    [
      'disable, default (U-12)',
      setActive('default', '/Users/1', false),
      '[{"op":"Replace","path":"active","value":"False"}]',
    ],
    [
      'disable, flag (U-12)',
      setActive('flag', '/Users/1', false),
      '[{"op":"replace","path":"active","value":false}]',
    ],
    [
      'disable, hybrid (U-12)',
      setActive('hybrid', '/Users/1', false),
      '[{"op":"Replace","path":"active","value":false}]',
    ],
    [
      'add a member, default (G-06)',
      addMembers('default', '/Groups/1', ['u']),
      '[{"op":"Add","path":"members","value":[{"$ref":null,"value":"u"}]}]',
    ],
    [
      'add a member, flag (G-06)',
      addMembers('flag', '/Groups/1', ['u']),
      '[{"op":"add","path":"members","value":[{"$ref":null,"value":"u"}]}]',
    ],
    [
      'remove a member, default (G-07)',
      removeMembers('default', '/Groups/1', ['u']),
      '[{"op":"Remove","path":"members","value":[{"$ref":null,"value":"u"}]}]',
    ],
    [
      'remove a member, flag (G-07)',
      removeMembers('flag', '/Groups/1', ['u']),
      '[{"op":"remove","path":"members[value eq \\"u\\"]"}]',
    ],
    [
      'manager as text (U-14)',
      setManager('default', '/Users/1', MANAGER, 'm'),
      `[{"op":"Add","path":"${MANAGER}","value":"m"}]`,
    ],
    [
      'manager as documented (U-14)',
      setManager('hybrid', '/Users/1', MANAGER, 'm', 'http://host/scim/Users/m'),
      '[{"op":"Add","path":"manager","value":[{"$ref":"http://host/scim/Users/m","value":"m"}]}]',
    ],
  ])('%s', (_, request, operations) => {
    expect(request.method).toBe('PATCH');
    expect(request.body).toBe(`{${PATCH},"Operations":${operations}}`);
  });

  it('may have its operations before its schemas', () => {
    const { body } = patch('/Users/1', [{ op: 'add', path: 'title', value: 't' }], 'operations-first');
    expect(body).toBe(`{"Operations":[{"op":"add","path":"title","value":"t"}],${PATCH}}`);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileSchema } from '../../schemas/ajv.ts';
import { describeFlaw, findFlaws, type MessageName } from '../../schemas/messages.ts';
import { packageRoot } from '../../schemas/packageRoot.ts';
import { unfenced } from '../../schemas/parts.ts';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:';
const NAMES: MessageName[] = [
  'serviceProviderConfig',
  'resourceType',
  'schema',
  'listResponse',
  'error',
  'user',
  'group',
];

const user = {
  schemas: [`${CORE}User`],
  id: '2819c223',
  userName: 'ada@example.test',
  active: true,
  emails: [{ value: 'ada@example.test', type: 'work', primary: true }],
  meta: {
    resourceType: 'User',
    created: '2026-01-02T03:04:05Z',
    lastModified: '2026-01-02T03:04:05.678+01:00',
    location: 'https://scim.example.test/Users/2819c223',
  },
};

const lines = async (name: MessageName, message: unknown) =>
  (await findFlaws(name, message)).map(describeFlaw).map(unfenced);

describe('JSON Schemas of SCIM messages', () => {
  test.each(NAMES)('%s is a legal schema of draft 2020-12', (name) => {
    const text = readFileSync(new URL(`schemas/scim/${name}.schema.json`, packageRoot), 'utf8');
    expect(() => compileSchema(JSON.parse(text), { strict: false })).not.toThrow();
  });

  test('a sound user has no flaws, whatever the letter case of its names', async () => {
    const { userName, ...rest } = user;
    expect(await lines('user', user)).toEqual([]);
    expect(await lines('user', { ...rest, USERNAME: userName, nickName: null })).toEqual([]);
  });

  test('flaws are named in the path notation of SCIM', async () => {
    const wrong = {
      ...user,
      active: 'True',
      emails: [{ value: 'ada@example.test', primary: 'true' }],
      meta: { ...user.meta, created: 'yesterday' },
      password: 'secret',
    };
    expect((await lines('user', wrong)).sort()).toEqual([
      'active is "True", expected true or false, without quotes',
      'emails[0].primary is "true", expected true or false, without quotes',
      'meta.created is "yesterday", expected a date and time as xsd:dateTime writes it',
      'password is "secret", expected nothing',
    ]);
  });

  test('attributes of a schema are named by their name', async () => {
    const attribute = {
      name: 'kind',
      type: 'String',
      multiValued: false,
      required: false,
      returned: 'default',
    };
    const schema = {
      schemas: [`${CORE}Schema`],
      id: 'urn:example:kind',
      name: 'Kind',
      description: 'Kinds of things',
      attributes: [{ ...attribute, mutability: 'read-write' }],
      meta: { resourceType: 'Schema', location: 'https://scim.example.test/Schemas/urn:example:kind' },
    };
    const [flaw, ...more] = await findFlaws('schema', schema);
    expect(more).toEqual([]);
    expect(flaw?.path).toBe('attributes[name eq "kind"].mutability');
    expect(flaw?.steps).toEqual(['attributes', 'kind', 'mutability']);
  });

  test('what is missing is said of the member that is missing', async () => {
    const feature = { supported: true };
    const config = {
      schemas: [`${CORE}ServiceProviderConfig`],
      patch: feature,
      bulk: { supported: false, maxOperations: 0, maxPayloadSize: null },
      filter: { supported: true, maxResults: 100 },
      changePassword: feature,
      etag: feature,
      authenticationSchemes: [{ type: 'oauthbearertoken', name: 'Token' }],
    };
    expect((await lines('serviceProviderConfig', config)).sort()).toEqual([
      'authenticationSchemes[name eq "Token"].description is absent, expected a non-empty string',
      'bulk.maxPayloadSize is absent, expected a JSON integer: the most bytes in one request',
      'sort is absent, expected an object with the member supported',
    ]);
  });

  test('a list needs its resources unless nothing matches', async () => {
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:ListResponse'];
    expect(await lines('listResponse', { schemas, totalResults: 0 })).toEqual([]);
    expect(await lines('listResponse', { schemas, totalResults: 1 })).toEqual([
      'Resources is absent, expected a value',
    ]);
  });

  test('what is no object at all is one flaw', async () => {
    expect(await lines('error', [])).toHaveLength(1);
  });
});

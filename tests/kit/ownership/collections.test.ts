import { describe, expect, test } from 'vitest';
import { findCollection, listCollections } from '../../../kit/safety/ownership/collections.ts';
import { attribute } from '../../../schemas/assumed.ts';
import { GROUP, USER } from '../../../schemas/attributes.ts';
import type { ResourceType, SchemaDefinition } from '../../../schemas/capabilities.ts';
import { usual } from '../guarded.ts';

describe('collections', () => {
  const type = (name: string, endpoint: string, schema: string): ResourceType => ({
    name,
    endpoint,
    schema,
    extensions: [],
  });
  const DEVICE = 'urn:x:devices:2.0:Device';

  test('are the usual two where nothing is published', () => {
    const usual = [
      { endpoint: '/Users', naming: ['userName', 'displayName', 'externalId'], turn: 2 },
      { endpoint: '/Groups', naming: ['displayName', 'externalId'], turn: 1 },
    ];
    expect(listCollections({ resourceTypes: undefined, schemas: undefined })).toEqual(usual);
    expect(listCollections({ resourceTypes: [], schemas: [] })).toEqual(usual);
  });

  test('are those that are published, by schema or by name, and what is usual beside them', () => {
    const resourceTypes = [type('Person', '/People', USER), type('Group', '/Groups', 'urn:x:own')];
    expect(listCollections({ resourceTypes, schemas: undefined })).toEqual([
      { endpoint: '/People', naming: ['userName', 'displayName', 'externalId'], turn: 2 },
      { endpoint: '/Groups', naming: ['displayName', 'externalId'], turn: 1 },
      { endpoint: '/Users', naming: ['userName', 'displayName', 'externalId'], turn: 2 },
    ]);
    const [user, team] = listCollections({
      resourceTypes: [type('User', '/U', 'urn:x:own'), type('Team', '/T', GROUP)],
      schemas: undefined,
    });
    expect([user?.turn, team?.turn]).toEqual([2, 1]);
  });

  test('of a type of its own are named by what its schema says is required or unique, and go first', () => {
    const schemas: SchemaDefinition[] = [
      {
        id: DEVICE.toUpperCase(),
        name: 'Device',
        attributes: [
          attribute('serial', { uniqueness: 'server' }),
          attribute('label', { required: true }),
          attribute('made', { required: true, mutability: 'readOnly' }),
          attribute('tags', { required: true, multiValued: true }),
          attribute('count', { required: true, type: 'integer' }),
          attribute('note'),
          attribute('name', { required: true }),
        ],
      },
    ];
    const [devices] = listCollections({ resourceTypes: [type('Device', '/Devices', DEVICE)], schemas });
    expect(devices).toEqual({
      endpoint: '/Devices',
      naming: ['serial', 'label', 'name', 'displayName', 'externalId'],
      turn: 0,
    });
    const [unknown] = listCollections({
      resourceTypes: [type('Device', '/Devices', DEVICE)],
      schemas: undefined,
    });
    expect(unknown?.naming).toEqual(['displayName', 'name', 'externalId']);
  });

  test('tell which of their names are shown on request alone', () => {
    const attributes = [
      attribute('USERNAME', { returned: 'request' }),
      attribute('displayName'),
      attribute('title', { returned: 'request' }),
    ];
    const [users] = listCollections({
      resourceTypes: [type('User', '/Users', USER)],
      schemas: [{ id: USER, name: 'User', attributes }],
    });
    expect(users?.onRequest).toEqual(['userName']);
  });

  test.each([
    ['/Users', '/Users'],
    ['/Users//', '/Users'],
    ['/Users/1', '/Users'],
    ['/Groups/1/', '/Groups'],
    ['/Users/1/roles', undefined],
    ['/Users/.search', undefined],
    ['/Userss', undefined],
    ['/', undefined],
  ])('hold %s: %s', (path, endpoint) => {
    expect(findCollection(usual, path)?.endpoint).toBe(endpoint);
  });
});

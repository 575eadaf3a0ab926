import { describe, expect, test } from 'vitest';
import { claimChanges } from '../../reporters/decide/claims.ts';
import { attribute } from '../../schemas/assumed.ts';
import type { Attribute, Capabilities } from '../../schemas/capabilities.ts';

describe('what two endpoints publish of themselves', () => {
  const claims = (over: Partial<Capabilities> = {}): Capabilities => ({
    features: { patch: true, bulk: undefined, filter: true, changePassword: false, sort: false, etag: false },
    bulk: {},
    filter: {},
    authenticationSchemes: [],
    resourceTypes: undefined,
    schemas: undefined,
    assumed: [],
    target: { https: true, loopback: false },
    ...over,
  });
  const told = (a: Capabilities | undefined, b: Capabilities | undefined) =>
    claimChanges(a, b).map(({ claim, before, after }) => `${claim}: ${before} > ${after}`);
  const types = (...list: [string, boolean][]) => [
    {
      name: 'User',
      endpoint: '/Users',
      schema: 'urn:u',
      extensions: list.map(([schema, required]) => ({ schema, required })),
    },
  ];
  const schema = (...attributes: Attribute[]) => [{ id: 'urn:u', name: 'U', attributes }];

  test('is nothing new where both say the same, or nothing', () => {
    expect(told(claims(), claims())).toEqual([]);
    expect(told(undefined, undefined)).toEqual([]);
    expect(told(claims({ features: { ...claims().features, bulk: true } }), claims())).toEqual([
      'bulk.supported: true > absent',
    ]);
  });

  test.each<[string, Partial<Capabilities>, Partial<Capabilities>, string[]]>([
    [
      'limits',
      { bulk: { maxOperations: 1 }, filter: { maxResults: 7 } },
      { bulk: { maxOperations: 2 }, filter: {} },
      ['bulk.maxOperations: 1 > 2', 'filter.maxResults: 7 > absent'],
    ],
    [
      'pages',
      {},
      { pagination: { index: true, cursor: false } },
      ['pagination.cursor: absent > false', 'pagination.index: absent > true'],
    ],
    [
      'schemes',
      { authenticationSchemes: ['a', 'b'] },
      { authenticationSchemes: ['a'] },
      ['authenticationSchemes: a, b > a'],
    ],
    [
      'types',
      { resourceTypes: types(['urn:e', false]) },
      { resourceTypes: types(['urn:e', true], ['urn:f', false]) },
      ['ResourceTypes/User: /Users urn:u urn:e > /Users urn:u urn:e (required) urn:f'],
    ],
    ['a schema', {}, { schemas: schema() }, ['Schemas/urn:u: absent > published']],
    [
      'an attribute, once',
      { schemas: schema(attribute('a', { subAttributes: [attribute('b')] })) },
      { schemas: schema() },
      ['Schemas/urn:u/a: published > absent'],
    ],
    [
      'a part',
      { schemas: schema(attribute('a')) },
      { schemas: schema(attribute('a', { subAttributes: [attribute('b')] })) },
      ['Schemas/urn:u/a/b: absent > published'],
    ],
    [
      'a characteristic',
      { schemas: schema(attribute('a', { canonicalValues: ['x', 'y'] })) },
      { schemas: schema(attribute('a', { required: true })) },
      ['Schemas/urn:u/a/canonicalValues: x, y > ', 'Schemas/urn:u/a/required: false > true'],
    ],
  ])('is compared: %s', (_what, a, b, changes) => {
    expect(told(claims(a), claims(b))).toEqual(changes);
    expect(told(claims(b), claims(a))).toHaveLength(changes.length);
  });
});

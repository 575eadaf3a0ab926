import { expect, test } from 'vitest';
import { GROUP, USER } from '../../schemas/attributes.ts';
import { isCaseExact } from '../../schemas/lookup.ts';
import { settled } from '../../suites/fixtures/kinds.ts';
import { world } from '../truth/cast.ts';

const { capabilities } = await world();

test.each<[string, string, boolean]>([
  ['displayName', USER, false],
  ['displayName', GROUP, false],
  ['name', USER, false],
  ['name.familyName', USER, false],
  ['externalId', USER, true],
  ['id', GROUP, true],
  ['confUnpublished', USER, true],
])('letter case counts in %s of %s: %s', (path, schema, exact) => {
  expect(isCaseExact(capabilities, { schemas: [schema] }, path)).toBe(exact);
});

test('what the endpoint alone decides counts as there or not there', () => {
  const seen = (value: string, version: string) =>
    settled(capabilities, 'User', {
      userName: 'ada',
      groups: [{ value }],
      meta: { resourceType: 'User', version, served: value },
    });
  expect(seen('1', 'a')).toEqual(seen('2', 'b'));
  expect(seen('1', 'a')).toMatchObject({ userName: 'ada', meta: { resourceType: 'User' } });
  expect(settled(capabilities, 'User', { userName: 'ada' })).not.toHaveProperty('groups');
});

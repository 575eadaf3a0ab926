import { expect, test } from 'vitest';
import { completeValues } from '../../kit/compose/complete.ts';
import { attribute } from '../../schemas/assumed.ts';
import { GROUP } from '../../schemas/attributes.ts';
import type { Attribute, Capabilities } from '../../schemas/capabilities.ts';

/** An endpoint whose groups have members of this kind. */
function publishing(type: Attribute): Capabilities {
  const members = attribute('members', {
    type: 'complex',
    multiValued: true,
    subAttributes: [attribute('value'), type],
  });
  const published: Partial<Capabilities> = {
    resourceTypes: [{ name: 'Group', endpoint: '/Groups', schema: GROUP, extensions: [] }],
    schemas: [{ id: GROUP, name: 'Group', attributes: [members] }],
  };
  return published as Capabilities;
}

const ingredients = { unique: 'conf-1', domain: 'example.test' };

test('a member says that it is a user where the schema asks for its type', () => {
  for (const canonicalValues of [[], ['Group', 'User']]) {
    const type = attribute('type', { required: true, canonicalValues });
    const body = { members: [{ value: '1' }] };
    const whole = completeValues(body, 'Group', publishing(type), ingredients);
    expect(whole.members).toEqual([{ value: '1', type: 'User' }]);
  }
});

test('a member has its value alone where nothing else is asked for', () => {
  const whole = completeValues(
    { members: [{ value: '1' }] },
    'Group',
    publishing(attribute('type')),
    ingredients,
  );
  expect(whole.members).toEqual([{ value: '1' }]);
});

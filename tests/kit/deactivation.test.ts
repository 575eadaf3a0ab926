import { expect, test } from 'vitest';
import { mayDeactivate } from '../../kit/safety/deactivation.ts';

const op = (path: string | undefined, value: unknown) =>
  JSON.stringify({ Operations: [{ op: 'replace', ...(path === undefined ? {} : { path }), value }] });

test.each([
  ['a PUT of an inactive user', '{"active":false,"userName":"a"}'],
  ['active as text', '{"ACTIVE":"False"}'],
  ['an operation on active', op('active', false)],
  ['an operation on active as text', op('urn:x:User:active', 'False')],
  ['an operation without a path', op(undefined, { active: false })],
  ['an operation without a path, flattened', op(undefined, { 'urn:x:User:active': 'False' })],
  ['active without a value beside something false', '{"active":null,"emails":[{"primary":false}]}'],
  [
    'a remove of active',
    '{"Operations":[{"op":"remove","path":"active"},{"op":"add","path":"x","value":false}]}',
  ],
  ['JSON in a text', op('roles', '{"active":false}')],
  ['a status in words', '{"status":"inactive","emails":[{"primary":false}]}'],
  ['what is set inactive in other words', '{"inactive":true,"emails":[{"primary":false}]}'],
  ['a path to what is active', op('roles[active eq true].value', false)],
  ['a member that stands twice', '{"active":false,"active":true}'],
  ['several of a job', '[{"active":true},{"active":false}]'],
  ['what is no JSON', 'active=false'],
])('%s may deactivate', (_, body) => {
  expect(mayDeactivate(body)).toBe(true);
});

test.each([
  ['nothing', undefined],
  [
    'a PUT of an active user with an entry that is not primary',
    '{"active":true,"photos":[{"primary":false}]}',
  ],
  ['active set by its path', `[${op('active', 'True')},${op('emails', [{ primary: false }])}]`],
  ['what is false and no user', op('emails[type eq "work"].primary', false)],
])('%s does not', (_, body) => {
  expect(mayDeactivate(body)).toBe(false);
});

import { expect, it } from 'vitest';
import {
  changeMembers,
  createGroup,
  deleteGroup,
  importPage,
  lookup,
  pushMembers,
  renameGroup,
  setActive,
} from '../../clients/okta/index.ts';

const PATCH = '{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":';

it('looks users up with percent-encoding and a page', () => {
  const { path, headers } = lookup('/Users', 'userName', 'test.user@okta.local');
  expect(path).toBe('/Users?filter=userName%20eq%20%22test.user%40okta.local%22&startIndex=1&count=100');
  expect(headers['user-agent']).toBe('Okta SCIM Client 1.0.0');
});

it('imports in pages of a hundred', () => {
  expect(importPage('/Users', 101).path).toBe('/Users?startIndex=101&count=100');
});

it.each([
  ['deactivation', setActive('/Users/1', false), `${PATCH}[{"op":"replace","value":{"active":false}}]}`],
  [
    'rename',
    renameGroup('/Groups/g', 'g', 'New'),
    `${PATCH}[{"op":"replace","value":{"id":"g","displayName":"New"}}]}`,
  ],
  [
    'membership',
    changeMembers('/Groups/g', ['a'], [{ value: 'b', display: 'B' }]),
    `${PATCH}[{"op":"remove","path":"members[value eq \\"a\\"]"},{"op":"add","path":"members","value":[{"value":"b","display":"B"}]}]}`,
  ],
  ['full push', pushMembers('/Groups/g', []), `${PATCH}[{"op":"replace","path":"members","value":[]}]}`],
  [
    'group push',
    createGroup('/Groups', 'G'),
    '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"G","members":[]}',
  ],
  ['unlink', deleteGroup('/Groups/g'), undefined],
])('sends a %s as documented', (_, request, body) => expect(request.body).toBe(body));

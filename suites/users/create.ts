import { member } from '../kit/attributes.ts';
import { check } from '../kit/check.ts';

export const create = [
  check(
    {
      id: 'users.create-answers-201',
      verifies: ['7644:3.3/create-201'],
      title: 'creating a user answers 201',
    },
    async ({ scim, given, must }) => {
      must.haveStatus(await scim.post(given.users, given.payload('User')), 201);
    },
  ),
  check(
    {
      id: 'users.create-names-location',
      verifies: ['7644:3.3/create-location'],
      title: 'a created user is named in the Location header',
    },
    async ({ scim, given, must }) => {
      const answer = await given.step('create a user', scim.post(given.users, given.payload('User')));

      const location = answer.headers.location;
      must.hold(location !== undefined, {
        key: 'Location',
        expected: 'a Location header with the address of the new user',
        observed: 'no Location header',
      });
      const read = await scim.get(scim.pathOf(location ?? '') ?? '/');
      must.equal(member(read.body, 'id'), member(answer.body, 'id'), {
        key: 'Location/resolves',
        what: 'id behind Location',
      });
    },
  ),
];

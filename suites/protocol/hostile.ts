import { check } from '../../kit/check/check.ts';
import type { Given } from '../../kit/check/given.ts';
import { describe } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { encodeSegment } from '../../kit/wire/paths.ts';
import { type Attributes, at, equal, member, show } from '../../schemas/attributes.ts';
import { listKinds } from '../fixtures/kinds.ts';
import { plain, plainRead } from '../fixtures/users/users.ts';
import { isFault, victim } from '../fixtures/victim.ts';

/** Addresses that name no user and that a careless reading takes for this one, or for another resource. */
const crooked = ({ id, path, name }: Owned, users: string): { name: string; path: string }[] => [
  { name: 'null byte', path: `${path}%00` },
  { name: 'null byte and more', path: `${path}%00.json` },
  { name: 'encoded slash', path: `${users}/none%2f..%2f${encodeSegment(id)}` },
  { name: 'encoded backslash', path: `${users}/none%5c..%5c${encodeSegment(id)}` },
  { name: 'space', path: `${path}%20` },
  { name: 'wildcard', path: `${users}/*` },
  { name: 'letters behind it', path: `${path}abc` },
  // Ids may be names; where they are not, a name is no id.
  ...(name.toLowerCase() === id.toLowerCase()
    ? []
    : [{ name: 'name', path: `${users}/${encodeSegment(name)}` }]),
];

/** A create in text, with members that JSON.stringify would not write: given twice, or named like a prototype. */
function written(given: Given, body: Attributes, raw: string): string {
  return `${JSON.stringify(given.payload('User', body)).slice(0, -1)},${raw}}`;
}

/** The line of a crooked id that is that of a group. */
const OF_A_GROUP = 'id of a group';
const ONE_AND_A_HALF_MEGABYTES = 1_500_000;

export const hostile = [
  check(
    'protocol.crooked-ids-reach-nothing',
    ['practice:P14'],
    'malformed ids, names and ids of groups in place of a user id reach no user',
    { needs: ['users'] },
    async ({ scim, given, must, ...tools }) => {
      const user = await given.the(victim);
      const lines = crooked(user, given.users);
      if (listKinds(tools).includes('Group')) {
        const { user: group } = await given.the(plain('Group'));
        lines.push({ name: OF_A_GROUP, path: `${given.users}/${encodeSegment(group.id)}` });
      }

      await must.each(
        lines,
        ({ name }) => name,
        async ({ name, path }, line) => {
          // Others ask for it as well.
          const answer = await (name === OF_A_GROUP ? given.the(plainRead(path)) : scim.get(path));
          line.hold(!isFault(answer), {
            key: 'server-error',
            expected: 'status 4xx',
            observed: describe(answer),
          });
          line.hold(!(answer.ok && member(answer.body, 'id') !== undefined), {
            key: 'reached',
            expected: 'status 4xx',
            observed: `status ${answer.status} with the resource ${show(member(answer.body, 'userName') ?? member(answer.body, 'displayName'))}`,
          });
        },
      );
    },
  ),
  check(
    'protocol.prototype-names-are-inert',
    ['practice:P21'],
    'members named __proto__ or constructor change no resource and no later response',
    { needs: ['users'] },
    async ({ scim, given, must }) => {
      await given.the(victim);
      const trap = `{"polluted":"${given.unique()}","prototype":{"polluted":"yes"}}`;
      const answer = await scim.post(
        given.users,
        written(given, {}, `"__proto__":${trap},"constructor":${trap}`),
      );
      const later = await given.user();
      const places = [later.path];
      if (answer.ok) places.push(await given.findPlace(answer));

      must.hold(!isFault(answer), {
        key: 'server-error',
        expected: '2xx or 4xx',
        observed: describe(answer),
        exchange: answer.exchange,
      });
      await must.each(
        places,
        (place) => (place === places[0] ? 'another user' : 'the user'),
        async (place, line) => {
          const observed = JSON.stringify(await given.read(place)).includes('polluted');
          const words = {
            expected: 'a resource without the injected values',
            observed: 'it shows "polluted"',
          };
          line.hold(!observed, { key: 'polluted', ...words });
        },
      );
    },
  ),
  check(
    'protocol.doubled-members-are-read-one-way',
    ['practice:P26'],
    'if a body contains a member twice, one of the two values is stored, or none',
    async ({ scim, given, must, observe }) => {
      await given.the(victim);
      const doubles = [
        { name: 'twice', member: 'userName' },
        { name: 'in other case', member: 'USERNAME' },
      ].map((one) => ({ ...one, first: given.address(), second: given.address() }));

      await must.each(
        doubles,
        ({ name }) => name,
        async ({ name, member, first, second }, line) => {
          const double = `"${member}":"${second}"`;
          const answer = await scim.post(given.users, written(given, { userName: first }, double));
          line.hold(!isFault(answer), {
            key: 'server-error',
            expected: '2xx or 4xx',
            observed: describe(answer),
          });
          if (!answer.ok) return observe(`member.${name}`, `refused with ${answer.status}`);
          const place = await given.findPlace(answer);
          const stored = at(await given.read(place), 'userName');
          const known = [first, second].findIndex((value) => equal(stored, value, false));
          line.hold(known >= 0, { key: 'mixed', expected: 'one of the two values', observed: show(stored) });
          observe(`member.${name}`, known === 0 ? 'the first value is stored' : 'the second value is stored');
        },
      );
    },
  ),
  check(
    'protocol.too-large-a-body-is-refused-in-order',
    ['practice:P27'],
    'a body of 1.5 MB is accepted, or refused with 4xx',
    { needs: ['users'] },
    async ({ scim, given, must, observe }) => {
      await given.the(victim);
      const body = { displayName: 'a'.repeat(ONE_AND_A_HALF_MEGABYTES) };
      const answer = await scim.post(given.users, given.payload('User', body));

      must.hold(answer.status < 500, {
        key: 'server-error',
        expected: '2xx or 4xx',
        observed: describe(answer),
      });
      observe('body.1.5MB', `${answer.status}`);
    },
  ),
];

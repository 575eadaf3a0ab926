import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { idAt } from '../../kit/wire/paths.ts';
import { at, equal, isObject, member, show, unassigned } from '../../schemas/attributes.ts';
import { listKinds, nobody, replacement, taken } from '../fixtures/kinds.ts';
import { renamed } from '../fixtures/users/renamed.ts';
import { plain, plainUser } from '../fixtures/users/users.ts';

const FOREIGN = '2001-01-01T00:00:00Z';

export const identity = [
  check(
    'attributes.id-stays',
    ['7643:3.1/id-stable'],
    'the id of a user survives reads, a replacement and a rename',
    { needs: ['users'] },
    async ({ given, must }) => {
      const { user, path, answer, before: first, after } = await given.the(renamed);
      taken('rename it', answer);

      for (const [key, read] of [
        ['first-read', first],
        ['after-rename', after],
      ] as const)
        must.equal(member(read, 'id'), user.id, { key, what: 'the id' });
      must.hold(!equal(at(first, path), at(after, path), false), {
        key: 'renamed',
        expected: `the new ${path}`,
        observed: show(at(first, path)),
      });
    },
  ),
  check(
    'attributes.id-is-the-endpoints-own',
    ['7643:3.1/id-client-supplied'],
    'an id sent by the client in a create is ignored',
    { needs: ['users-or-groups'] },
    async ({ scim, given, must, remark, capabilities, profile }) => {
      await must.each(listKinds({ capabilities, profile }), String, async (kind, line) => {
        const endpoint = kind === 'User' ? given.users : given.groups;
        await given.the(plain(kind));
        const id = given.unique();
        const answer = await scim.post(endpoint, given.payload(kind, { id }));
        if (!answer.ok)
          return remark('warning', kind, `a create that names an id is answered ${answer.status}`);
        const place = scim.pathWithin(answer.headers.location ?? '');
        const located = place === undefined ? undefined : idAt(place);
        const assigned = member(answer.body, 'id') ?? located;
        line.hold(!unassigned(assigned) && assigned !== id, {
          // Where Location names another one, the client's id was not adopted.
          key: assigned === id && located !== undefined && located !== id ? 'shown' : 'id',
          expected: 'an id assigned by the endpoint',
          observed: unassigned(assigned) ? 'none' : 'the id of the client',
        });
      });
    },
  ),
  check(
    'attributes.meta-is-the-endpoints-own',
    ['7643:3.1/meta-ignored-on-input'],
    'meta sent by the client in a create or a replacement is ignored',
    { needs: ['users'] },
    async ({ scim, given, must, capabilities }) => {
      const { meta, foreign } = foreignMeta(given.unique());
      const { user: control } = await plainUser(given);
      const answer = await scim.post(given.users, given.payload('User', { meta }));
      must.hold(answer.ok, { key: 'POST/refused', expected: 'a create', observed: describe(answer) });
      const path = await given.findPlace(answer);
      const created = await given.read(path);
      const body = replacement(capabilities, { ...control, sent: given.payload('User') }, created, { meta });
      const put = await scim.put(path, body);
      must.hold(put.ok, { key: 'PUT/refused', expected: 'a replacement', observed: describe(put) });
      const replaced = await given.read(path);

      for (const [method, read] of [
        ['POST', created],
        ['PUT', replaced],
      ] as const) {
        const text = JSON.stringify(member(read, 'meta'));
        const taken = foreign.filter((value) => text?.includes(value));
        must.equal(taken, [], { key: `${method}/taken`, what: 'the client values in meta' });
      }
    },
  ),
  check(
    'attributes.id-reference-integrity',
    ['7643:2.3.7/referential-integrity', '7643:2.5/unassigned-omitted'],
    'whether an unknown member is accepted, and whether unassigned values are omitted or null',
    { needs: ['groups'] },
    async ({ scim, given, must, observe }) => {
      const { read } = await given.the(plain('Group'));
      const value = idAt(await given.the(nobody));
      const answer = await scim.post(given.groups, given.payload('Group', { members: [{ value }] }));

      must.hold(answer.status < 500, {
        key: 'server-error',
        expected: 'below 500',
        observed: describe(answer),
      });
      observe('group.unknown-member', answer.ok ? 'taken' : `refused with ${answer.status}`);
      const form = !Object.hasOwn(read, 'members') ? 'left out' : show(read.members);
      observe('group.no-members', isObject(read) ? form : 'unreadable');
    },
  ),
];

/** Metadata that no endpoint would assign, and the values in it to look for. */
function foreignMeta(unique: string) {
  const version = `W/"${unique}"`;
  const location = `https://example.test/${unique}`;
  const meta = { resourceType: 'Bogus', created: FOREIGN, lastModified: FOREIGN, location, version };
  return { meta, foreign: ['Bogus', '2001-01-01', unique] };
}

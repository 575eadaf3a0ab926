import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { unrefused } from '../../kit/check/words.ts';
import { freeTexts } from '../../kit/compose/choose.ts';
import { deleted, departed } from '../fixtures/gone/departed.ts';
import { atGone, deletedAgain, withGoneUser } from '../fixtures/gone/written.ts';
import { listKinds, nobody, replacement } from '../fixtures/kinds.ts';
import { changeablePath, newValue } from '../fixtures/naming.ts';
import { plainUser } from '../fixtures/users/users.ts';

const ROW = ['7644:3.6/deleted-all-ops-404'];

export const answers = [
  check(
    'hard-delete.answers-204',
    ['7644:3.6/delete-204'],
    'deleting a user returns 204 without a body',
    { needs: ['users'] },
    async ({ given, must }) => {
      const { deletion: answer } = await given.the(deleted('User'));

      must.haveStatus(answer, 204);
      must.hold(answer.text === '', { key: 'body', expected: 'no body', observed: describe(answer) });
    },
  ),
  check(
    'hard-delete.group-answers-204',
    ['7644:3.6/delete-204'],
    'deleting a group returns 204 without a body',
    { needs: ['groups'] },
    async ({ given, must }) => {
      const { deletion: answer } = await given.the(deleted('Group'));

      must.haveStatus(answer, 204);
      must.hold(answer.text === '', { key: 'body', expected: 'no body', observed: describe(answer) });
    },
  ),
  check(
    'hard-delete.put-finds-nothing',
    ROW,
    'a PUT to a deleted user returns 404 and does not restore it',
    { needs: ['users'] },
    async ({ scim, must, ...tools }) => {
      await withGoneUser({ scim, ...tools }, async ({ path, before, shown }) => {
        // Whatever else is at its id may be somebody else's: nothing is written there.
        must.haveStatus(shown, 404, { key: 'GET' });

        must.haveStatus(await scim.put(path, before), 404);
        must.haveStatus(await scim.get(path), 404, { key: 'back-again' });
      });
    },
  ),
  check(
    'hard-delete.patch-finds-nothing',
    ROW,
    'a PATCH of a deleted user returns 404 and does not restore it',
    { needs: ['users', 'patch'] },
    async ({ scim, must, ...tools }) => {
      const name = changeablePath(tools.capabilities);
      const operation = { op: 'replace', path: name, value: newValue(tools.given, name) };
      await withGoneUser({ scim, ...tools }, async ({ path, shown }) => {
        must.haveStatus(shown, 404, { key: 'GET' });

        must.haveStatus(await scim.patch(path, [operation]), 404);
        must.haveStatus(await scim.get(path), 404, { key: 'back-again' });
      });
    },
  ),
  check(
    'hard-delete.second-delete-finds-nothing',
    ROW,
    'deleting a user or a group a second time returns 404',
    { needs: ['users'] },
    async ({ scim, given, must, ...tools }) => {
      const { shown, deletion } = await given.the(deletedAgain);

      must.haveStatus(shown, 404, { key: 'GET' });
      if (deletion !== undefined) must.haveStatus(deletion, 404);
      if (!listKinds(tools).includes('Group')) return;
      const { path } = await departed(given, 'Group');
      await atGone({ scim, given, ...tools }, path, async (group) => {
        must.haveStatus(group, 404, { key: 'Group/GET' });
        must.haveStatus(await scim.delete(path), 404, { key: 'Group' });
      });
    },
  ),
  check(
    'hard-delete.unknown-id-is-not-found',
    ['7644:3.12/delete-unknown-404'],
    'deleting an id that never existed returns 404',
    { needs: ['users'] },
    async ({ scim, given, must }) => {
      await plainUser(given);
      const path = await given.the(nobody);

      must.haveStatus(await scim.delete(path), 404);
    },
  ),
  check(
    'hard-delete.stale-tag-deletes-nothing',
    ['7644:3.14/if-match-stale'],
    'a DELETE with an outdated tag is refused and deletes nothing',
    { needs: ['users', 'etag'] },
    async ({ scim, given, must, remark, notApplicable, capabilities }) => {
      const user = await given.anyUser();
      const first = await given.step('read its first version', scim.get(user.path));
      const { etag } = first.headers;
      if (etag === undefined)
        notApplicable('a read has no ETag, which is checked separately', 'nothing-to-observe');
      const [path = changeablePath(capabilities)] = freeTexts(capabilities);
      const body = replacement(capabilities, user, first.body, { [path]: newValue(given, path) });
      const second = await given.step('change it', scim.put(user.path, body));
      if (second.headers.etag === etag)
        notApplicable('the tag is the same after a change', 'nothing-to-observe');
      const answer = await scim.delete(user.path, { headers: { 'if-match': etag ?? '' } });

      must.haveStatus(answer, [412, 409]);
      if (answer.status === 409) remark('warning', 'status 409', 'an outdated ETag gets a 409, not 412');
      must.haveStatus(await scim.get(user.path), 200, { key: 'still-there' });
    },
  ),
  check(
    'hard-delete.collection-stays',
    ['7644:3.2/delete-collection'],
    'a DELETE of the collection of users is refused and deletes no user',
    { needs: ['users'], phase: 'exclusive', optIn: 'destructive' },
    async ({ scim, given, must }) => {
      const user = await given.anyUser();
      await given.step('read it while it exists', scim.get(user.path));
      const answer = await scim.delete(given.users);

      must.hold((answer.status >= 400 && answer.status < 500) || answer.status === 501, {
        key: unrefused(answer.status),
        expected: 'a refusal such as 405',
        observed: describe(answer),
      });
      must.haveStatus(await scim.get(user.path), 200, { key: 'still-there' });
    },
  ),
];

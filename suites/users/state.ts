import { check } from '../../kit/check/check.ts';
import { isObject } from '../../schemas/attributes.ts';
import { differing, kindsOf, taken } from '../fixtures/kinds.ts';
import { patched } from './patched.ts';
import { rewritten } from './rewritten.ts';
import { plain, richUser } from './rich.ts';

const ROW = ['7644:3.1/reflects-state'];

/** What a write answered is what is stored: compared with the answer, since an endpoint may alter what was sent. */
export const state = [
  check(
    'users.read-equals-answer-to-create',
    ROW,
    'a read after a create shows what the create answered',
    { needs: ['users'] },
    async ({ given, must, notApplicable, capabilities, profile }) => {
      const { user, read } = await richUser(given, capabilities);
      const groups = kindsOf({ capabilities, profile }).includes('Group');
      const group = groups ? await plain(given, 'Group') : undefined;
      if ([user, group?.user].every((made) => Object.keys(made?.created ?? {}).length === 0))
        notApplicable('the create has no body', 'nothing-to-observe');

      must.equal(differing(capabilities, 'User', user.created, read), [], {
        key: 'differs',
        what: 'what differs',
      });
      if (group === undefined) return;
      must.equal(differing(capabilities, 'Group', group.user.created, group.read), [], {
        key: 'Group/differs',
        what: 'what differs of the group',
      });
    },
  ),
  check(
    'users.read-equals-answer-to-replace',
    ROW,
    'a read after a PUT shows what the PUT answered',
    { needs: ['users'] },
    async ({ given, must, notApplicable, capabilities }) => {
      const { answer, read } = await rewritten(given, capabilities);
      taken('replace it', answer);
      if (!isObject(answer.json)) notApplicable('the PUT has no body', 'nothing-to-observe');

      must.equal(differing(capabilities, 'User', answer.body, read), [], {
        key: 'differs',
        what: 'what differs',
      });
    },
  ),
  check(
    'users.read-equals-answer-to-patch',
    ROW,
    'a read after a PATCH shows what the PATCH answered',
    { needs: ['users', 'patch'] },
    async ({ given, must, notApplicable, capabilities }) => {
      const { answer, after: read } = await patched(given, capabilities);
      taken('patch it', answer);
      if (!isObject(answer.json)) notApplicable('the PATCH has no body', 'nothing-to-observe');

      must.equal(differing(capabilities, 'User', answer.body, read), [], {
        key: 'differs',
        what: 'what differs',
      });
    },
  ),
];

import { type CheckTools, check } from '../../kit/check/check.ts';
import { type Attributes, isObject } from '../../schemas/attributes.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { pair } from '../fixtures/groups/members.ts';
import { differing, differingMeta, listKinds, taken } from '../fixtures/kinds.ts';
import { fullOne } from '../fixtures/users/full.ts';
import { patched } from '../fixtures/users/patched.ts';
import { renamed } from '../fixtures/users/renamed.ts';
import { rewritten } from '../fixtures/users/rewritten.ts';
import { plain, richUser } from '../fixtures/users/users.ts';

const ROW = ['7644:3.1/reflects-state'];
const META = { key: 'meta', what: 'differences in meta between the response and a read' };

/** Claims that the answer to a write shows what the read after it does; groups may be worked out for reads alone. */
function agree(
  { must, capabilities }: Pick<CheckTools, 'must' | 'capabilities'>,
  answer: Attributes,
  read: Attributes,
  verb: string,
): void {
  must.equal(differing(capabilities, 'User', answer, read), [], { key: 'differs', what: 'what differs' });
  const lacks = differing(capabilities, 'User', read, answer);
  must.equal(
    lacks.filter((name) => name !== 'groups'),
    [],
    { key: `${verb}/lacks`, what: 'what a read shows and the response lacks' },
  );
}

/** What a write answered is what is stored: compared with the answer, since an endpoint may alter what was sent. */
export const state = [
  check(
    'users.read-equals-answer-to-create',
    ROW,
    'a read after a create shows what the create returned',
    { needs: ['users'] },
    async ({ given, must, notApplicable, capabilities, profile }) => {
      const { user, read } = await given.the(richUser);
      const groups = listKinds({ capabilities, profile }).includes('Group');
      const group = groups ? await given.the(plain('Group')) : undefined;
      if ([user, group?.user].every((made) => Object.keys(made?.created ?? {}).length === 0))
        notApplicable('the create has no body', 'nothing-to-observe');

      must.equal(differing(capabilities, 'User', user.created, read), [], {
        key: 'differs',
        what: 'what differs',
      });
      must.equal(differingMeta(user.created, read), [], META);
      const full = await given.the(fullOne);
      must.equal(differing(capabilities, 'User', full.user.created, full.first), [], {
        key: 'full/differs',
        what: 'differences in a user with every kind of attribute',
      });
      if (group === undefined) return;
      must.equal(differing(capabilities, 'Group', group.user.created, group.read), [], {
        key: 'Group/differs',
        what: 'differences in the group',
      });
      must.equal(differingMeta(group.user.created, group.read), [], { ...META, key: 'Group/meta' });
      if (findAttribute(capabilities, 'Group', 'members') === undefined) return;
      const staffed = await given.the(pair);
      must.equal(differing(capabilities, 'Group', staffed.group.created, staffed.read), [], {
        key: 'Group/members/differs',
        what: 'differences in a group with members',
      });
    },
  ),
  check(
    'users.read-equals-answer-to-replace',
    ROW,
    'a read after a PUT shows what the PUT returned',
    { needs: ['users'] },
    async ({ given, must, notApplicable, capabilities }) => {
      const { answer, read } = await given.the(rewritten);
      taken('replace it', answer);
      if (!isObject(answer.json)) notApplicable('the PUT has no body', 'nothing-to-observe');

      agree({ must, capabilities }, answer.body, read, 'PUT');
      const second = await given.the(renamed);
      must.equal(
        differingMeta(second.answer.ok ? second.answer.body : {}, second.after, second.before),
        [],
        META,
      );
    },
  ),
  check(
    'users.read-equals-answer-to-patch',
    ROW,
    'a read after a PATCH shows what the PATCH returned',
    { needs: ['users', 'patch'] },
    async ({ given, must, notApplicable, capabilities }) => {
      const { answer, before, after: read } = await given.the(patched);
      taken('patch it', answer);
      if (!isObject(answer.json)) notApplicable('the PATCH has no body', 'nothing-to-observe');

      agree({ must, capabilities }, answer.body, read, 'PATCH');
      must.equal(differingMeta(answer.body, read, before), [], META);
      const { fillings } = await given.the(fullOne);
      for (const filling of fillings)
        must.equal(differing(capabilities, 'User', filling.answer, filling.after), [], {
          key: 'full/differs',
          what: 'differences in a user with every kind of attribute',
        });
    },
  ),
];

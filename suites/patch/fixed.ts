import { evaluateCondition } from '../../config/conditions/evaluate.ts';
import { check } from '../../kit/check/check.ts';
import { isFreeText } from '../../kit/compose/choose.ts';
import { at, equal, show, unassigned } from '../../schemas/attributes.ts';
import type { Located } from '../../schemas/lookup.ts';
import { bareUser, carriedOut, lentSubject, subject } from '../fixtures/patches/subject.ts';
import { tryEach } from '../fixtures/refused.ts';
import { holder, holding, isHeld } from '../fixtures/users/immutable.ts';
import { claimUnchanged, keywordNoted, refusedAndUnchanged } from './unchanged.ts';

const USERS = ['users'];

/** Set once, and otherwise a text that may be anything. */
const isImmutable = ({ attribute }: Located): boolean =>
  attribute.mutability === 'immutable' && isFreeText({ ...attribute, mutability: 'readWrite' });

/** Immutable and required attributes (RFC 7644 sections 3.5.2 and 3.5.2.2). */
export const fixedValues = [
  check(
    'patch.immutable-stays',
    ['7644:3.5.2/patch-immutable-replace'],
    'an immutable attribute with a value can be neither replaced nor removed',
    { needs: USERS },
    async ({ must, remark, ...tools }) => {
      const { given } = tools;
      const located = given.anyAttribute('User', 'an immutable string', isImmutable);
      const { path } = located;
      const { user, before } = isHeld(located, tools.capabilities)
        ? await holder(given, located, given.unique())
        : await subject(given, holding(located, given.unique()));
      if (unassigned(at(before, path))) tools.notApplicable('it is not kept', 'nothing-to-observe');

      const ways = ['replace', 'remove'];
      const tried = await tryEach(ways, before, {
        send: (op) =>
          tools.scim.patch(user.path, [{ op, path, ...(op === 'replace' ? { value: given.unique() } : {}) }]),
        read: () => given.read(user),
        isLike: (one, other) => equal(at(one, path), at(other, path)),
      });
      await must.each(ways, String, (op, line) => {
        const { answer, after } = tried(op);
        line.beRefused(answer, 400);
        keywordNoted(remark, answer, ['mutability'], op);
        claimUnchanged(line, { before, after }, [path]);
      });
    },
  ),
  check(
    'patch.immutable-can-be-added-once',
    ['7644:3.5.2/patch-immutable-add'],
    'an immutable attribute without a value can be given one',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const { path, schema, extension } = tools.given.anyAttribute(
        'User',
        'an immutable string',
        isImmutable,
      );
      const part = extension ? tools.given.requiredPart('User', schema) : {};
      const { user, before } = await lentSubject(tools.given, bareUser, { ...part, [path]: undefined });
      if (!unassigned(at(before, path))) tools.notApplicable('it has a value', 'nothing-to-observe');

      const value = tools.given.unique();
      const after = await carriedOut(tools, must, user, [{ op: 'add', path, value }]);
      must.keep(after, path, value, { key: 'value', caseExact: false });
    },
  ),
  check(
    'patch.required-cannot-be-removed',
    ['7644:3.5.2.2/remove-required'],
    'a PATCH that removes a required attribute is refused',
    { needs: USERS },
    async ({ must, remark, capabilities, profile, ...tools }) => {
      const { user, before } = await lentSubject(tools.given, bareUser);
      const lines = [{ key: 'User', resource: user, before, path: 'userName' }];
      if (evaluateCondition('groups', capabilities, profile).state === 'met') {
        const group = await tools.given.anyGroup();
        const shown = await tools.given.read(group);
        lines.push({ key: 'Group', resource: group, before: shown, path: 'displayName' });
      }

      await must.each(
        lines,
        ({ key }) => key,
        async (target, line) => {
          const { path, resource } = target;
          const answer = await tools.scim.patch(resource.path, [{ op: 'remove', path }]);
          line.beRefused(answer, 400);
          keywordNoted(remark, answer, ['mutability'], target.key);
          await refusedAndUnchanged(tools, line, resource, target.before, [path]);
          line.hold(!unassigned(at(target.before, path)), {
            key: 'shown',
            expected: path,
            observed: show(at(target.before, path)),
          });
        },
      );
    },
  ),
];

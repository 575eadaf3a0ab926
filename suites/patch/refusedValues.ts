import { check } from '../../kit/check/check.ts';
import { listAttributes } from '../../schemas/lookup.ts';
import { claimTwoNames, mayRename } from '../fixtures/naming.ts';
import { findTextAttribute, specimen } from '../fixtures/patches/specimen.ts';
import { withLent } from '../fixtures/patches/subject.ts';
import { plainUser } from '../fixtures/users/users.ts';
import { keywordNoted, refusedAndUnchanged } from './unchanged.ts';

const USERS = ['users'];

/** Operations whose value is missing, of the wrong type, or taken (RFC 7644 sections 3.5.2 and 3.12). */
export const refusedValues = [
  check(
    'patch.add-without-value-is-refused',
    ['7644:3.5.2.1/add-needs-value'],
    'add without a value is refused',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const path = await findTextAttribute(tools);
      await withLent(tools, async ({ user, before }) => {
        must.beRefused(await tools.scim.patch(user.path, [{ op: 'add', path }]), 400);
        await refusedAndUnchanged(tools, must, user, before, [path]);
      });
    },
  ),
  check(
    'patch.wrong-types-are-refused',
    ['7644:3.5.2/patch-wrong-type'],
    'a value of the wrong type for its attribute is refused',
    { needs: USERS },
    async ({ must, remark, ...tools }) => {
      const { complex, list } = await tools.given.the(specimen);
      await withLent(tools, async ({ user, before }) => {
        const boolean = listAttributes(tools.capabilities, 'User').find(
          ({ attribute }) =>
            attribute.type === 'boolean' && !attribute.multiValued && attribute.mutability === 'readWrite',
        );
        const lines = [
          { key: 'userName', op: 'replace', path: 'userName', value: null },
          ...(boolean ? [{ key: 'boolean', op: 'replace', path: boolean.path, value: 'notabool' }] : []),
          ...(complex ? [{ key: 'complex', op: 'replace', path: complex.path, value: 'x' }] : []),
          ...(list ? [{ key: 'list', op: 'add', path: list.path, value: 5 }] : []),
        ];

        await must.each(
          lines,
          ({ key }) => key,
          async ({ key, ...operation }, line) => {
            const answer = await tools.scim.patch(user.path, [operation]);
            line.beRefused(answer, 400);
            keywordNoted(remark, answer, ['invalidValue', 'invalidSyntax', 'mutability'], key);
          },
        );
        const watched = lines.map(({ path }) => path);
        await refusedAndUnchanged(tools, must, user, before, watched);
      });
    },
  ),
  check(
    'patch.taken-user-name-is-refused',
    ['7644:3.12/patch-uniqueness'],
    "a PATCH to another user's userName is refused and changes nothing",
    { needs: USERS },
    async ({ must, ...tools }) => {
      mayRename(tools);
      const { user: taken } = await plainUser(tools.given);
      await withLent(tools, async ({ user, before }) => {
        const operation = { op: 'replace', path: 'userName', value: taken.name };
        must.beRefused(await tools.scim.patch(user.path, [operation]), [409, 400], 'uniqueness');
        await refusedAndUnchanged(tools, must, user, before, ['userName']);
      });
    },
  ),
  check(
    'patch.never-doubles-a-user-name',
    ['7643:4.1.1/username-unique'],
    "after a PATCH to another user's userName, no two users share it",
    { needs: ['users', 'patch'] },
    async ({ must, given, scim, ...tools }) => {
      mayRename(tools);
      const { user: first } = await plainUser(given);
      await withLent({ given, scim, ...tools }, async ({ user: second }) => {
        await scim.patch(second.path, [{ op: 'replace', path: 'userName', value: first.name }]);

        await claimTwoNames(given, must, first, await given.read(second));
      });
    },
  ),
];

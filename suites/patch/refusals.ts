import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { type Attributes, at, equal, PATCH_OP } from '../../schemas/attributes.ts';
import { changeablePath, newValue } from '../fixtures/naming.ts';
import { findTextAttribute } from '../fixtures/patches/specimen.ts';
import { anybodysUser, withLent } from '../fixtures/patches/subject.ts';
import { tryEach } from '../fixtures/refused.ts';
import { claimUnchanged, keywordNoted, refusedAndUnchanged } from './unchanged.ts';

const USERS = ['users'];

/** Messages and operations that say nothing a server could do (RFC 7644 section 3.5.2). */
export const refusals = [
  check(
    'patch.unknown-operations-are-refused',
    ['7644:3.5.2/patch-unknown-op'],
    'an operation other than add, remove and replace is refused',
    { needs: USERS },
    async ({ must, remark, observe, ...tools }) => {
      const path = await findTextAttribute(tools);
      await withLent(tools, async ({ user, before }) => {
        const send = (op: Attributes) => tools.scim.send('PATCH', user.path, composePatch([op]));

        const missing = await send({ path, value: tools.given.unique() });
        if (missing.ok) remark('warning', 'op-missing', 'an operation without op succeeds');
        const test = await send({ op: 'test', path, value: before[path] });
        observe('patch.op-test', test.ok ? 'accepted' : `refused with ${test.status}`);
        // What these two were taken for is no concern of the claim.
        const start = missing.ok || test.ok ? await tools.given.read(user) : before;

        await must.each(['move', 'confNoSuchOp'], String, async (op, line) => {
          const answer = await send({ op, path, from: 'userName', value: tools.given.unique() });
          if (answer.status > 400 && answer.status < 500)
            remark('warning', `${op}/status`, `refused with ${answer.status} instead of 400`);
          else line.beRefused(answer, 400);
        });
        await refusedAndUnchanged(tools, must, user, start, [path]);
      });
    },
  ),
  check(
    'patch.without-operations-is-refused',
    ['7644:3.5.2/patch-empty-operations'],
    'a PATCH without operations is refused',
    { needs: USERS },
    async ({ scim, given, must, remark }) => {
      const user = await given.the(anybodysUser);

      const empty = await scim.patch(user.path, []);
      // A published validator sends an empty list and wants success.
      if (empty.ok) remark('warning', 'empty', 'an empty list of operations succeeds');
      else must.beRefused(empty, 400, undefined, { key: 'empty' });
      const missing = await scim.send('PATCH', user.path, { schemas: [PATCH_OP] });
      must.beRefused(missing, 400, undefined, { key: 'missing' });
    },
  ),
  check(
    'patch.without-its-schema',
    ['7644:3.5.2/patch-body-schemas'],
    'how a PATCH whose body does not name the PatchOp schema is handled',
    { needs: USERS },
    async ({ scim, given, must, observe, capabilities }) => {
      const user = await given.the(anybodysUser);
      const path = changeablePath(capabilities);
      const Operations = [{ op: 'replace', path, value: newValue(given, path) }];
      const bodies = {
        missing: { Operations },
        other: { schemas: ['urn:example:conf:2.0:Other'], Operations },
      };

      for (const [key, body] of Object.entries(bodies)) {
        const answer = await scim.send('PATCH', user.path, body);
        observe(`patch.schema-${key}`, answer.ok ? 'accepted' : `refused with ${answer.status}`);
        must.hold(answer.status < 500, { key, expected: '2xx or 4xx', observed: describe(answer) });
      }
    },
  ),
  check(
    'patch.remove-without-path-is-refused',
    ['7644:3.5.2.2/remove-nopath'],
    'remove without a path is refused',
    { needs: USERS },
    async ({ must, remark, ...tools }) => {
      const path = await findTextAttribute(tools);
      await withLent(tools, async ({ user, before }) => {
        const values = [undefined, { [path]: before[path] }];
        const watched = [path, 'userName'];
        const tried = await tryEach(values, before, {
          send: (value) => tools.scim.patch(user.path, [{ op: 'remove', ...(value ? { value } : {}) }]),
          read: () => tools.given.read(user),
          isLike: (one, other) => watched.every((each) => equal(at(one, each), at(other, each))),
        });
        await must.each(values, nameValue, (value, line) => {
          const { answer, after } = tried(value);
          line.beRefused(answer, 400);
          keywordNoted(remark, answer, ['noTarget'], nameValue(value));
          claimUnchanged(line, { before, after }, watched);
        });
      });
    },
  ),
];

function nameValue(value: unknown): string {
  return value === undefined ? 'bare' : 'with-value';
}

function composePatch(operations: Attributes[]): Attributes {
  return { schemas: [PATCH_OP], Operations: operations };
}

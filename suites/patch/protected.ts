import { evaluateGate } from '../../config/gates.ts';
import { at, isObject, member, show, unassigned } from '../kit/attributes.ts';
import { check } from '../kit/check.ts';
import { attributesOf, type Located } from '../kit/lookup.ts';
import { describe } from '../kit/must.ts';
import { sample } from '../kit/payload.ts';
import { textOf } from './specimen.ts';
import { carriedOut, subject } from './subject.ts';
import { keywordNoted, refusedAndUnchanged } from './unchanged.ts';

const USERS = ['users'];
const PAST = '2001-01-01T00:00:00Z';

const isImmutable = ({ attribute }: Located): boolean =>
  attribute.mutability === 'immutable' &&
  attribute.type === 'string' &&
  !attribute.multiValued &&
  !attribute.required;

/** Attributes that PATCH may not change: readOnly, immutable, required (RFC 7644 section 3.5.2). */
export const guarded = [
  check(
    {
      id: 'patch.readonly-is-refused',
      verifies: ['7644:3.5.2/patch-readonly'],
      title: 'a PATCH that gives a readOnly attribute another value is refused',
      needs: USERS,
    },
    async ({ must, remark, capabilities, ...tools }) => {
      const { user, before } = await subject(tools.given);
      const published = attributesOf(capabilities, 'User')
        .filter(({ attribute }) => attribute.mutability === 'readOnly' && attribute.returned !== 'never')
        .slice(0, 3)
        .map(({ path, attribute }) => ({ path, value: sample(attribute, tools.given.unique()) }));
      const lines = [{ path: 'id', value: tools.given.unique() }, ...published];

      await must.each(
        lines,
        ({ path }) => path,
        async ({ path, value }, line) => {
          const answer = await tools.scim.patch(user.path, [{ op: 'replace', path, value }]);
          const refused = answer.status >= 400 && answer.status < 500;
          line.hold(refused, { key: 'status', expected: 'status 400', observed: describe(answer) });
          if (answer.status !== 400) remark('warning', `${path}/status`, `refused with ${answer.status}`);
          else keywordNoted(remark, answer, ['mutability'], path);
        },
      );
      // What a client sends of meta is passed over (RFC 7643 section 3.1), which is success without a change.
      await tools.scim.patch(user.path, [{ op: 'replace', path: 'meta.created', value: PAST }]);
      const watched = ['meta.created', ...lines.map(({ path }) => path)];
      await refusedAndUnchanged(tools, must, user, before, watched);
    },
  ),
  check(
    {
      id: 'patch.readonly-cannot-be-removed',
      verifies: ['7644:3.5.2.2/remove-readonly'],
      title: 'a PATCH that removes a readOnly attribute is refused',
      needs: USERS,
    },
    async ({ must, remark, ...tools }) => {
      const { user, before } = await subject(tools.given);

      const answer = await tools.scim.patch(user.path, [{ op: 'remove', path: 'id' }]);
      must.beRefused(answer, 400);
      keywordNoted(remark, answer, ['mutability'], 'id');
      await tools.scim.patch(user.path, [{ op: 'remove', path: 'meta.created' }]);
      await refusedAndUnchanged(tools, must, user, before, ['id', 'meta.created']);
    },
  ),
  check(
    {
      id: 'patch.readonly-in-an-object',
      verifies: ['7644:3.5.2/patch-readonly-nopath'],
      title: 'an id inside an object without a path changes no id',
      needs: USERS,
    },
    async ({ must, remark, ...tools }) => {
      const path = await textOf(tools);
      const { user } = await subject(tools.given);
      const value = { id: tools.given.unique(), [path]: tools.given.unique() };

      const answer = await tools.scim.patch(user.path, [{ op: 'replace', value }]);
      must.hold(answer.status < 500, { key: 'error', expected: '2xx or 4xx', observed: describe(answer) });
      must.keep(await tools.given.read(user), 'id', user.id);
      if (!answer.ok) return;
      remark('warning', 'passed-over', 'the id in an object is passed over, where an error is called for');
      const shown = isObject(answer.json) ? member(answer.body, 'id') : user.id;
      must.equal(shown, user.id, { key: 'answer', what: 'the id in the answer' });
    },
  ),
  check(
    {
      id: 'patch.immutable-stays',
      verifies: ['7644:3.5.2/patch-immutable-replace'],
      title: 'an immutable attribute that has a value is neither replaced nor removed',
      needs: USERS,
    },
    async ({ must, remark, ...tools }) => {
      const { given } = tools;
      const located = given.anyAttribute('User', 'an immutable string', isImmutable);
      const { path, attribute, schema, extension } = located;
      const value = { [attribute.name]: given.unique() };
      const { user, before } = await subject(given, extension ? { [schema]: value } : value);
      if (unassigned(at(before, path))) tools.notApplicable('it is not kept', 'nothing-to-observe');

      await must.each(['replace', 'remove'], String, async (op, line) => {
        const other = op === 'replace' ? { value: given.unique() } : {};
        const answer = await tools.scim.patch(user.path, [{ op, path, ...other }]);
        line.beRefused(answer, 400);
        keywordNoted(remark, answer, ['mutability'], op);
        await refusedAndUnchanged(tools, line, user, before, [path]);
      });
    },
  ),
  check(
    {
      id: 'patch.immutable-can-be-added-once',
      verifies: ['7644:3.5.2/patch-immutable-add'],
      title: 'an immutable attribute without a value takes one',
      needs: USERS,
    },
    async ({ must, ...tools }) => {
      const { path } = tools.given.anyAttribute('User', 'an immutable string', isImmutable);
      const { user, before } = await subject(tools.given);
      if (!unassigned(at(before, path))) tools.notApplicable('it has a value', 'nothing-to-observe');

      const value = tools.given.unique();
      const after = await carriedOut(tools, must, user, [{ op: 'add', path, value }]);
      must.keep(after, path, value, { key: 'value', caseExact: false });
    },
  ),
  check(
    {
      id: 'patch.required-cannot-be-removed',
      verifies: ['7644:3.5.2.2/remove-required'],
      title: 'a PATCH that removes a required attribute is refused',
      needs: USERS,
    },
    async ({ must, remark, capabilities, profile, ...tools }) => {
      const { user, before } = await subject(tools.given);
      const lines = [{ key: 'User', resource: user, before, path: 'userName' }];
      if (evaluateGate('groups', capabilities, profile).state === 'open') {
        const group = await tools.given.group();
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

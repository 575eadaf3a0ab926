import { check } from '../../kit/check/check.ts';
import type { Given } from '../../kit/check/given.ts';
import { describe } from '../../kit/check/must.ts';
import { at, equal, isObject, member } from '../../schemas/attributes.ts';
import type { Attribute } from '../../schemas/capabilities.ts';
import { isReadOnly, listAttributes } from '../../schemas/lookup.ts';
import { findTextAttribute } from '../fixtures/patches/specimen.ts';
import { withLent } from '../fixtures/patches/subject.ts';
import { keywordNoted, refusedAndUnchanged } from './unchanged.ts';

const USERS = ['users'];
const PAST = '2001-01-01T00:00:00Z';

/** A value for an attribute that is not the one which it shows. */
function otherThan(given: Given, attribute: Attribute, shown: unknown): unknown {
  if (attribute.type === 'boolean') return shown !== true;
  const canonicalValues = attribute.canonicalValues.filter((one) => !equal(one, shown, false));
  return given.sample({ ...attribute, canonicalValues });
}

/** Attributes that PATCH may not change: readOnly, immutable, required (RFC 7644 section 3.5.2). */
export const guarded = [
  check(
    'patch.readonly-is-refused',
    ['7644:3.5.2/patch-readonly'],
    'a PATCH that gives a readOnly attribute another value is refused',
    { needs: USERS },
    async ({ must, remark, capabilities, ...tools }) => {
      await withLent({ ...tools, capabilities }, async ({ user, before }) => {
        const published = listAttributes(capabilities, 'User')
          .filter(({ attribute }) => isReadOnly(attribute) && attribute.returned !== 'never')
          .slice(0, 3)
          .map(({ path, attribute }) => ({
            path,
            value: otherThan(tools.given, attribute, at(before, path)),
          }))
          // Writing back what is there may be taken for no change.
          .filter(({ path, value }) => !equal(value, at(before, path), false));
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
        const after = await refusedAndUnchanged(tools, must, user, before, ['meta.created', 'id']);
        // The endpoint itself may give a readOnly attribute another value at any time (RFC 7643 section 7).
        const taken = published.filter(({ path, value }) => equal(at(after, path), value, false));
        must.equal(
          taken.map(({ path }) => path),
          [],
          { key: 'unchanged', what: 'what a refused request changed' },
        );
      });
    },
  ),
  check(
    'patch.readonly-cannot-be-removed',
    ['7644:3.5.2.2/remove-readonly'],
    'a PATCH that removes a readOnly attribute is refused',
    { needs: USERS },
    async ({ must, remark, ...tools }) => {
      await withLent(tools, async ({ user, before }) => {
        const answer = await tools.scim.patch(user.path, [{ op: 'remove', path: 'id' }]);
        must.beRefused(answer, 400);
        keywordNoted(remark, answer, ['mutability'], 'id');
        await tools.scim.patch(user.path, [{ op: 'remove', path: 'meta.created' }]);
        await refusedAndUnchanged(tools, must, user, before, ['id', 'meta.created']);
      });
    },
  ),
  check(
    'patch.readonly-in-an-object',
    ['7644:3.5.2/patch-readonly-nopath'],
    'an id in the value of an operation without a path changes no id',
    { needs: USERS },
    async ({ must, remark, ...tools }) => {
      const path = await findTextAttribute(tools);
      await withLent(tools, async ({ user }) => {
        const value = { id: tools.given.unique(), [path]: tools.given.unique() };

        const answer = await tools.scim.patch(user.path, [{ op: 'replace', value }]);
        must.hold(answer.status < 500, { key: 'error', expected: '2xx or 4xx', observed: describe(answer) });
        must.keep(await tools.given.read(user), 'id', user.id);
        if (!answer.ok) return;
        remark('warning', 'passed-over', 'the id in the value is ignored, although an error is required');
        const shown = isObject(answer.json) ? member(answer.body, 'id') : user.id;
        must.equal(shown, user.id, { key: 'answer', what: 'the id in the answer' });
      });
    },
  ),
];

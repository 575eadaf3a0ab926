import { check } from '../../kit/check/check.ts';
import { freeTextOfExtension } from '../../kit/compose/choose.ts';
import { at, ENTERPRISE, elements, equal, show, unassigned } from '../../schemas/attributes.ts';
import { longListedShape, namedShape } from '../fixtures/patches/shapes.ts';
import {
  composePart,
  findListTarget,
  findPartsTarget,
  findTextAttribute,
  listKeys,
  ofType,
  selecting,
  specimen,
} from '../fixtures/patches/specimen.ts';
import { carriedOut, lentSubject, partedUser, shapedSubject } from '../fixtures/patches/subject.ts';
import { isCleared } from '../fixtures/users/cleared.ts';
import { extendedUser, setsManagers } from '../fixtures/users/shapes.ts';

const USERS = ['users'];
const MANAGER = `${ENTERPRISE}:manager`;

/** The name of an attribute of the enterprise extension, without the URN. */
const nameIn = (path: string): string => path.slice(ENTERPRISE.length + 1);

/** RFC 7644 section 3.5.2.2: remove, for each kind of target. */
export const removing = [
  check(
    'patch.remove-unassigns-a-value',
    ['7644:3.5.2.2/remove-single'],
    'remove deletes a single value or one sub-attribute and nothing else',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const { texts, complex } = await tools.given.the(specimen);
      const [text = await findTextAttribute(tools)] = texts;
      const { user } = await shapedSubject(tools.given, namedShape);
      const subs = [...(complex?.subs ?? [])];
      const gone = complex ? [text, `${complex.path}.${subs.pop()}`] : [text];

      await must.each(
        gone,
        (path) => (path === text ? 'single' : 'sub-attribute'),
        async (path, line) => {
          const after = await carriedOut(tools, line, user, [{ op: 'remove', path }]);
          const value = at(after, path);
          const cleared = await isCleared(tools.given, path, value, at(user.sent, path));
          line.hold(cleared, { key: 'value', expected: `no ${path}`, observed: show(value) });
          for (const kept of subs.map((sub) => `${complex?.path}.${sub}`))
            line.keep(after, kept, at(user.sent, kept), { key: 'sibling', caseExact: false });
        },
      );
    },
  ),
  check(
    'patch.remove-in-an-extension',
    ['7644:3.5.2.2/remove-single'],
    'remove deletes a string in an extension, or the manager, and nothing else',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const { given, capabilities } = tools;
      const text = freeTextOfExtension(capabilities, ENTERPRISE);
      const managed = setsManagers(capabilities);
      if (text === undefined && !managed)
        return tools.notApplicable('clients can write neither strings of the extension nor manager here');
      await findTextAttribute(tools);
      const { user, before: read } = await shapedSubject(given, extendedUser);
      const kept = [...(text === undefined ? [] : [text]), ...(managed ? [MANAGER] : [])].filter(
        (path) => !unassigned(at(read, path)),
      );
      if (kept.length === 0) return tools.notApplicable('neither is kept', 'nothing-to-observe');

      await must.each(kept, nameIn, async (path, line) => {
        const after = await carriedOut(tools, line, user, [{ op: 'remove', path }]);
        const left = at(after, path);
        line.hold(unassigned(left), { key: 'value', expected: `no ${nameIn(path)}`, observed: show(left) });
      });
    },
  ),
  check(
    'patch.remove-from-a-list',
    ['7644:3.5.2.2/remove-filter-value', '7644:3.5.2.2/remove-multi-all'],
    'remove with a value filter deletes the matching element; without one, all of them',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const list = await findListTarget(tools);
      const { user } = await shapedSubject(tools.given, longListedShape);
      const [first = {}, gone = {}] = elements(user.sent, list.path);

      await must.each(['filter', 'all'], String, async (way, line) => {
        const row = `7644:3.5.2.2/remove-${way === 'all' ? 'multi-all' : 'filter-value'}`;
        const path = way === 'all' ? list.path : `${list.path}[${selecting(list, gone)}]`;
        const after = await carriedOut(tools, line, user, [{ op: 'remove', path }], row);
        const left = way === 'all' ? [] : [first];
        // Where nothing is left an endpoint may put a value of its own.
        const sent = way === 'all' ? listKeys(list, [first, gone]) : undefined;
        const shown = listKeys(list, after).filter((one) => sent?.includes(one) ?? true);
        line.equal(shown, listKeys(list, left), { key: 'values', what: list.path, row });
      });
    },
  ),
  check(
    'patch.remove-sub-attribute-at-a-filter',
    ['7644:3.5.2.2/remove-filter-subattr'],
    'removing a sub-attribute by a value filter leaves the element and the others',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const target = await findPartsTarget(tools);
      const { path, types, subs } = target;
      const gone = subs.at(-1) ?? '';
      const parts = [composePart(tools.given, target, 0), composePart(tools.given, target, 1)];
      const { user, values } = await lentSubject(tools.given, partedUser, { [path]: parts });

      const remove = { op: 'remove', path: `${path}[type eq "${types[0]}"].${gone}` };
      const after = await carriedOut(tools, must, user, [remove]);
      // What it worked out anew is not what was removed.
      const was = ofType(values, path, types[0], gone);
      const left = ofType(after, path, types[0], gone).filter((one) =>
        was.some((old) => equal(one, old, false)),
      );
      must.equal(left, [], { key: 'value', what: gone });
      const other = ofType(values, path, types[1], gone);
      must.equal(ofType(after, path, types[1], gone), other, { key: 'other', caseExact: false });
      must.equal(ofType(after, path, types[0], 'type').length, 1, {
        key: 'element',
        what: 'the elements left',
      });
      for (const sub of subs.filter((one) => one !== gone))
        must.equal(ofType(after, path, types[0], sub), ofType(values, path, types[0], sub), {
          key: 'sibling',
          caseExact: false,
        });
    },
  ),
];

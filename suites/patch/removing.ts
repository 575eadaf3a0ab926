import { at, show, unassigned } from '../kit/attributes.ts';
import { check } from '../kit/check.ts';
import {
  complexOf,
  elementOf,
  keysOf,
  listTargetOf,
  ofType,
  partOf,
  partsOf,
  selecting,
  textOf,
} from './specimen.ts';
import { carriedOut, subject } from './subject.ts';

const USERS = ['users'];

/** RFC 7644 section 3.5.2.2: remove, for each kind of target. */
export const removing = [
  check(
    {
      id: 'patch.remove-unassigns-a-single-value',
      verifies: ['7644:3.5.2.2/remove-single'],
      title: 'remove takes a single value away',
      needs: USERS,
    },
    async ({ must, ...tools }) => {
      const path = await textOf(tools);
      const { user } = await subject(tools.given, { [path]: tools.given.unique() });

      const after = await carriedOut(tools, must, user, [{ op: 'remove', path }]);
      const value = at(after, path);
      must.hold(unassigned(value), { key: 'value', expected: `no ${path}`, observed: show(value) });
    },
  ),
  check(
    {
      id: 'patch.remove-unassigns-a-sub-attribute',
      verifies: ['7644:3.5.2.2/remove-single'],
      title: 'remove of a sub-attribute takes that one away and leaves its siblings',
      needs: USERS,
    },
    async ({ must, ...tools }) => {
      const { path, subs } = await complexOf(tools);
      const name = Object.fromEntries(subs.map((sub) => [sub, tools.given.unique()]));
      const { user } = await subject(tools.given, { [path]: name });
      const gone = subs.at(-1) ?? '';

      const after = await carriedOut(tools, must, user, [{ op: 'remove', path: `${path}.${gone}` }]);
      const value = at(after, `${path}.${gone}`);
      must.hold(unassigned(value), { key: 'value', expected: `no ${gone}`, observed: show(value) });
      for (const sub of subs.filter((one) => one !== gone))
        must.keep(after, `${path}.${sub}`, name[sub], { key: 'sibling', caseExact: false });
    },
  ),
  check(
    {
      id: 'patch.remove-empties-a-list',
      verifies: ['7644:3.5.2.2/remove-multi-all'],
      title: 'remove of a list takes all of its values away',
      needs: USERS,
    },
    async ({ must, ...tools }) => {
      const list = await listTargetOf(tools);
      const values = [elementOf(tools.given, list, 0), elementOf(tools.given, list, 1)];
      const { user } = await subject(tools.given, { [list.path]: values });

      const after = await carriedOut(tools, must, user, [{ op: 'remove', path: list.path }]);
      must.equal(keysOf(list, after), [], { key: 'values', what: list.path });
    },
  ),
  check(
    {
      id: 'patch.remove-with-a-filter',
      verifies: ['7644:3.5.2.2/remove-filter-value'],
      title: 'remove with a value filter takes the matching element away and no other',
      needs: USERS,
    },
    async ({ must, ...tools }) => {
      const list = await listTargetOf(tools);
      const [kept, gone] = [elementOf(tools.given, list, 0), elementOf(tools.given, list, 1)];
      const { user } = await subject(tools.given, { [list.path]: [kept, gone] });

      const path = `${list.path}[${selecting(list, gone)}]`;
      const after = await carriedOut(tools, must, user, [{ op: 'remove', path }]);
      must.equal(keysOf(list, after), keysOf(list, [kept]), { key: 'values', what: list.path });
    },
  ),
  check(
    {
      id: 'patch.remove-sub-attribute-at-a-filter',
      verifies: ['7644:3.5.2.2/remove-filter-subattr'],
      title: 'remove of a sub-attribute at a value filter leaves the element and the others',
      needs: USERS,
    },
    async ({ must, ...tools }) => {
      const target = await partsOf(tools);
      const { path, types, subs } = target;
      const gone = subs.at(-1) ?? '';
      const parts = [partOf(tools.given, target, 0), partOf(tools.given, target, 1)];
      const { user } = await subject(tools.given, { [path]: parts });

      const remove = { op: 'remove', path: `${path}[type eq "${types[0]}"].${gone}` };
      const after = await carriedOut(tools, must, user, [remove]);
      must.equal(ofType(after, path, types[0], gone), [], { key: 'value', what: gone });
      must.equal(ofType(after, path, types[1], gone), [parts[1]?.[gone]], { key: 'other', caseExact: false });
      must.equal(ofType(after, path, types[0], 'type').length, 1, {
        key: 'element',
        what: 'the elements left',
      });
      for (const sub of subs.filter((one) => one !== gone))
        must.equal(ofType(after, path, types[0], sub), [parts[0]?.[sub]], {
          key: 'sibling',
          caseExact: false,
        });
    },
  ),
];

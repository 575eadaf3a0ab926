import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { at, equal, show } from '../../schemas/attributes.ts';
import { listedShape } from '../fixtures/patches/shapes.ts';
import {
  composeElement,
  composePart,
  findListTarget,
  findPartsTarget,
  findTypedList,
  listKeys,
  ofType,
} from '../fixtures/patches/specimen.ts';
import { carriedOut, lentList, lentSubject, partedUser, shapedSubject } from '../fixtures/patches/subject.ts';

const USERS = ['users'];

/** add at value filters, and of what is already there (RFC 7644 section 3.5.2.1). */
export const addingAtFilters = [
  check(
    'patch.add-at-a-filter-sets-that-element',
    ['7644:3.5.2/add-valuepath-match'],
    'add with a value filter and a sub-attribute sets it only on the matching element',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const { path, types, subs } = await findPartsTarget(tools);
      const [sub = ''] = subs;
      const target = { path, types, subs: subs.slice(1) };
      const { user } = await lentSubject(tools.given, partedUser, {
        [path]: [composePart(tools.given, target, 0), composePart(tools.given, { path, types, subs }, 1)],
      });
      const value = tools.given.unique();

      const add = { op: 'add', path: `${path}[type eq "${types[0]}"].${sub}`, value };
      const after = await carriedOut(tools, must, user, [add]);
      must.equal(ofType(after, path, types[0], sub), [value], { key: 'value', caseExact: false });
      const other = ofType(after, path, types[1], sub);
      must.equal(other, ofType(user.sent, path, types[1], sub), { key: 'other', caseExact: false });
    },
  ),
  check(
    'patch.add-at-a-filter-without-match',
    ['7644:3.5.2.1/add-valuepath-nomatch'],
    'add with a value filter that matches nothing creates an element or is refused',
    { needs: USERS },
    async ({ must, observe, ...tools }) => {
      const list = await findTypedList(tools);
      const { user } = await shapedSubject(tools.given, listedShape);
      const { value } = composeElement(tools.given, list, 1);

      const path = `${list.path}[type eq "${list.types[1]}"].value`;
      const answer = await tools.scim.patch(user.path, [{ op: 'add', path, value }]);
      must.hold(answer.status < 500, { key: 'error', expected: '2xx or 4xx', observed: describe(answer) });
      const created = listKeys(list, await tools.given.read(user)).length === 2;
      const outcome = created ? 'creates the element' : 'changes nothing';
      observe('patch.add-without-match', answer.ok ? outcome : `refused with ${answer.status}`);
    },
  ),
  check(
    'patch.add-of-the-same-changes-nothing',
    ['7644:3.5.2.1/add-duplicate-noop'],
    'adding an existing value succeeds and changes nothing',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const list = await findListTarget(tools);
      const { user, before, elements } = await lentList(tools, list, false);
      const shown = at(before, list.path);
      const same = Array.isArray(shown) ? shown[0] : elements[0];

      const after = await carriedOut(tools, must, user, [{ op: 'add', path: list.path, value: [same] }]);
      must.hold(equal(at(after, list.path), shown, false), {
        key: 'values',
        expected: show(shown),
        observed: show(at(after, list.path)),
      });
    },
  ),
];

import { check } from '../../kit/check/check.ts';
import { at, elements, unassigned } from '../../schemas/attributes.ts';
import { halfShape } from '../fixtures/patches/shapes.ts';
import {
  composeElement,
  findComplexTarget,
  findListTarget,
  findTextAttribute,
  listKeys,
  partial,
  specimen,
} from '../fixtures/patches/specimen.ts';
import {
  bareUser,
  carriedOut,
  lentList,
  lentSubject,
  namedUser,
  shapedSubject,
} from '../fixtures/patches/subject.ts';

const USERS = ['users'];

/** RFC 7644 section 3.5.2.1: add, for each kind of target. */
export const adding = [
  check(
    'patch.add-sets-a-single-value',
    ['7644:3.5.2.1/add-new-single', '7644:3.5.2.1/add-replaces-single'],
    'add sets a single-valued attribute, whether or not it has a value',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const { texts } = await tools.given.the(specimen);
      const unset = Object.fromEntries(texts.slice(0, 1).map((text) => [text, undefined]));
      const { user, before } = await lentSubject(tools.given, bareUser, unset);
      const path = texts.find((text) => unassigned(at(before, text)));
      if (path === undefined) return tools.notApplicable('every string has a value', 'nothing-to-observe');

      await must.each(['new', 'replaces'], String, async (way, line) => {
        const [value, row] = [tools.given.unique(), `7644:3.5.2.1/add-${way}-single`];
        const after = await carriedOut(tools, line, user, [{ op: 'add', path, value }], row);
        line.keep(after, path, value, { key: 'value', row, caseExact: false });
      });
    },
  ),
  check(
    'patch.add-appends-to-a-list',
    ['7644:3.5.2.1/add-multi-appends'],
    'add to a list keeps the existing values',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const list = await findListTarget(tools);
      const { user, elements, next } = await lentList(tools, list);

      const add = { op: 'add', path: list.path, value: [next] };
      const after = await carriedOut(tools, must, user, [add]);
      must.equal(listKeys(list, after), listKeys(list, [...elements, next]), {
        key: 'values',
        what: list.path,
      });
    },
  ),
  check(
    'patch.add-takes-a-single-object',
    ['7644:3.5.2.1/add-multi-object'],
    'add to a list accepts a single object instead of an array',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const list = await findListTarget(tools);
      const { user, elements, next } = await lentList(tools, list);

      const after = await carriedOut(tools, must, user, [{ op: 'add', path: list.path, value: next }]);
      must.equal(listKeys(list, after), listKeys(list, [...elements, next]), {
        key: 'values',
        what: list.path,
      });
    },
  ),
  check(
    'patch.add-merges-a-complex-value',
    ['7644:3.5.2.1/add-complex-merge'],
    'adding one sub-attribute to a complex value keeps the others',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const { path, subs } = await findComplexTarget(tools);
      const [kept = '', added = ''] = subs;
      const start = { [path]: { [kept]: tools.given.unique() } };
      const { user, values } = await lentSubject(tools.given, namedUser, start);
      const first = at(values, `${path}.${kept}`);

      const value = partial(tools, user.sent, path, { [added]: tools.given.unique() });
      const after = await carriedOut(tools, must, user, [{ op: 'add', path, value }]);
      must.keep(after, `${path}.${added}`, value[added], { key: 'added', caseExact: false });
      must.keep(after, `${path}.${kept}`, first, { key: 'kept', caseExact: false });
    },
  ),
  check(
    'patch.sub-attribute-path-sets-one',
    ['7644:3.5.2/add-subattr'],
    'add and replace with a sub-attribute path change only that sub-attribute',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const { path, subs } = await findComplexTarget(tools);
      const [other = '', sub = ''] = subs;
      const start = { [path]: { [other]: tools.given.unique() } };
      const { user, values } = await lentSubject(tools.given, namedUser, start);
      const kept = at(values, `${path}.${other}`);

      await must.each(['add', 'replace'], String, async (op, line) => {
        const value = tools.given.unique();
        const after = await carriedOut(tools, line, user, [{ op, path: `${path}.${sub}`, value }]);
        line.keep(after, `${path}.${sub}`, value, { key: 'value', caseExact: false });
        line.keep(after, `${path}.${other}`, kept, { key: 'sibling', caseExact: false });
      });
    },
  ),
  check(
    'patch.add-without-path-merges',
    ['7644:3.5.2.1/add-nopath'],
    'add without a path merges the given attributes and leaves the rest',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const { given } = tools;
      const { texts, list } = await tools.given.the(specimen);
      const [text = await findTextAttribute(tools), other] = texts;
      const { user } = await shapedSubject(given, halfShape);
      const [first] = list ? elements(user.sent, list.path) : [];
      const second = list && composeElement(given, list, 1);

      const value = { [text]: given.unique(), ...(list ? { [list.path]: [second] } : {}) };
      const after = await carriedOut(tools, must, user, [{ op: 'add', value }]);
      must.keep(after, text, value[text], { key: 'text', caseExact: false });
      must.keep(after, 'userName', user.name, { key: 'untouched-userName', caseExact: false });
      if (other !== undefined)
        must.keep(after, other, at(user.sent, other), { key: 'untouched', caseExact: false });
      if (list && first && second)
        must.equal(listKeys(list, after), listKeys(list, [first, second]), { key: 'list', what: list.path });
    },
  ),
];

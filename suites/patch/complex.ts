import { check } from '../../kit/check/check.ts';
import { quote } from '../../kit/check/scim.ts';
import { at, elements, show } from '../../schemas/attributes.ts';
import { listedShape } from '../fixtures/patches/shapes.ts';
import {
  composeElement,
  composePart,
  findComplexTarget,
  findPartsTarget,
  findTextAttribute,
  listKeys,
  ofType,
  partial,
  specimen,
} from '../fixtures/patches/specimen.ts';
import {
  carriedOut,
  lentSubject,
  listedUser,
  namedUser,
  partedUser,
  shapedSubject,
} from '../fixtures/patches/subject.ts';
import { isCleared } from '../fixtures/users/cleared.ts';

const USERS = ['users'];

/** What replace leaves alone, what null does, and the order of several operations (RFC 7644 section 3.5.2). */
export const complexAndOrder = [
  check(
    'patch.replace-keeps-other-sub-attributes',
    ['7644:3.5.2.3/replace-complex-partial'],
    'replacing a complex value keeps the sub-attributes that are not given',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const { path, subs } = await findComplexTarget(tools);
      const [changed = ''] = subs;
      const name = Object.fromEntries(subs.map((sub) => [sub, tools.given.unique()]));
      const { user, values } = await lentSubject(tools.given, namedUser, { [path]: name });

      const value = partial(tools, user.sent, path, { [changed]: tools.given.unique() });
      const after = await carriedOut(tools, must, user, [{ op: 'replace', path, value }]);
      must.keep(after, `${path}.${changed}`, value[changed], { key: 'changed', caseExact: false });
      for (const sub of subs.slice(1))
        must.keep(after, `${path}.${sub}`, at(values, `${path}.${sub}`), {
          key: 'sibling',
          caseExact: false,
        });
    },
  ),
  check(
    'patch.replace-without-path-keeps-sub-attributes',
    ['7644:3.5.2.3/replace-complex-partial-nopath'],
    'replacing a complex value without a path keeps the sub-attributes that are not given',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const { path, subs } = await findComplexTarget(tools);
      const [changed = ''] = subs;
      const name = Object.fromEntries(subs.map((sub) => [sub, tools.given.unique()]));
      const { user, values } = await lentSubject(tools.given, namedUser, { [path]: name });

      const value = partial(tools, user.sent, path, { [changed]: tools.given.unique() });
      const after = await carriedOut(tools, must, user, [{ op: 'replace', value: { [path]: value } }]);
      must.keep(after, `${path}.${changed}`, value[changed], { key: 'changed', caseExact: false });
      for (const sub of subs.slice(1))
        must.keep(after, `${path}.${sub}`, at(values, `${path}.${sub}`), {
          key: 'sibling',
          caseExact: false,
        });
    },
  ),
  check(
    'patch.null-unassigns',
    ['7643:2.5/patch-null-value'],
    'replace with null, or of a list with an empty array, clears the value',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const { texts, list } = await tools.given.the(specimen);
      const [text = await findTextAttribute(tools)] = texts;
      const { user } = await shapedSubject(tools.given, listedShape);

      await must.each(
        list ? [text, list.path] : [text],
        (path) => (path === text ? 'null' : 'empty-array'),
        async (path, line) => {
          const value = path === text ? null : [];
          const after = await carriedOut(tools, line, user, [{ op: 'replace', path, value }]);
          const left = at(after, path);
          const cleared = await isCleared(tools.given, path, left, at(user.sent, path));
          line.hold(cleared, { key: 'value', expected: `no ${path}`, observed: show(left) });
        },
      );
    },
  ),
  check(
    'patch.applies-in-order',
    ['7644:3.5.2/patch-sequential'],
    'each operation works on the result of the one before',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const { given } = tools;
      const { texts, list } = await tools.given.the(specimen);
      const [text = await findTextAttribute(tools)] = texts;
      const start = list ? { [list.path]: [composeElement(given, list, 0)] } : {};
      const { user, before } = await lentSubject(given, listedUser, start);
      const first = list ? elements(before, list.path) : [];
      const last = given.unique();

      const replace = (value: string) => ({ op: 'replace', path: text, value });
      const twice = await carriedOut(tools, must, user, [replace(given.unique()), replace(last)]);
      must.keep(twice, text, last, { key: 'replaced-twice', caseExact: false });
      if (list === undefined) return;
      const [added, final] = [composeElement(given, list, 1), composeElement(given, list, 1)];
      const after = await carriedOut(tools, must, user, [
        { op: 'add', path: list.path, value: [added] },
        list.types.length > 0
          ? { op: 'replace', path: `${list.path}[type eq "${list.types[1]}"].value`, value: final.value }
          : { op: 'replace', path: list.path, value: [...first, final] },
      ]);
      must.equal(listKeys(list, after), listKeys(list, [...first, final]), { key: 'added-then-changed' });
    },
  ),
  check(
    'patch.value-filters-take-logic',
    ['7644:3.5.2/patch-logical-filter'],
    'value filters in paths support and, or and not',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const { given } = tools;
      const target = await findPartsTarget(tools);
      const { path, types, subs } = target;
      const [sub = ''] = subs;
      const start = { [path]: [0, 1].map((place) => composePart(given, { ...target, subs: [sub] }, place)) };
      const { user, values } = await lentSubject(given, partedUser, start);
      const [own, other] = [0, 1].map((place) => ofType(values, path, types[place], sub));
      const mine = `type eq "${types[0]}"`;

      await must.each(
        [
          { key: 'and', filter: `${mine} and ${sub} eq ${quote(String(own?.[0]))}` },
          { key: 'or', filter: `type eq "none" or ${mine}` },
          { key: 'not', filter: `not (type eq "${types[1]}")` },
        ],
        ({ key }) => key,
        async ({ filter }, line) => {
          const value = given.unique();
          const replace = { op: 'replace', path: `${path}[${filter}].${sub}`, value };
          const after = await carriedOut(tools, line, user, [replace]);
          line.equal(ofType(after, path, types[0], sub), [value], { key: 'match', caseExact: false });
          line.equal(ofType(after, path, types[1], sub), other, {
            key: 'other',
            caseExact: false,
          });
        },
      );
    },
  ),
];

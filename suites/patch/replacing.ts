import { type Attributes, at, unassigned } from '../kit/attributes.ts';
import { check } from '../kit/check.ts';
import {
  elementOf,
  keysOf,
  listTargetOf,
  ofType,
  partOf,
  partsOf,
  specimenOf,
  textOf,
  typedListOf,
} from './specimen.ts';
import { carriedOut, subject } from './subject.ts';

const USERS = ['users'];

/** RFC 7644 section 3.5.2.3: replace of single values, lists, and elements that a filter selects. */
export const replacing = [
  check(
    {
      id: 'patch.replace-sets-a-single-value',
      verifies: ['7644:3.5.2.3/replace-single'],
      title: 'replace gives a single value another value',
      needs: USERS,
    },
    async ({ must, ...tools }) => {
      const path = await textOf(tools);
      const { user } = await subject(tools.given, { [path]: tools.given.unique() });

      await must.each([path, 'userName'], String, async (name, line) => {
        const value = name === 'userName' ? tools.given.address() : tools.given.unique();
        const after = await carriedOut(tools, line, user, [{ op: 'replace', path: name, value }]);
        line.keep(after, name, value, { key: 'value', caseExact: false });
      });
    },
  ),
  check(
    {
      id: 'patch.replace-swaps-a-list',
      verifies: ['7644:3.5.2.3/replace-multi'],
      title: 'replace of a list leaves exactly the new values',
      needs: USERS,
    },
    async ({ must, ...tools }) => {
      const list = await listTargetOf(tools);
      const values = [elementOf(tools.given, list, 0), elementOf(tools.given, list, 1)];
      const { user } = await subject(tools.given, { [list.path]: values });

      const value = [elementOf(tools.given, list, 0)];
      const after = await carriedOut(tools, must, user, [{ op: 'replace', path: list.path, value }]);
      must.equal(keysOf(list, after), keysOf(list, value), { key: 'values', what: list.path });
    },
  ),
  check(
    {
      id: 'patch.replace-sets-what-is-unassigned',
      verifies: ['7644:3.5.2.3/replace-absent-is-add'],
      title: 'replace gives a value to an attribute that has none',
      needs: USERS,
    },
    async ({ must, ...tools }) => {
      const { texts, list } = await specimenOf(tools);
      const { user, before } = await subject(tools.given);
      const paths = [...texts.slice(0, 2), ...(list ? [list.path] : [])];
      const free = paths.filter((path) => unassigned(at(before, path)));
      if (free.length === 0) tools.notApplicable('every attribute has a value', 'nothing-to-observe');

      await must.each(free, String, async (path, line) => {
        const values = list ? [elementOf(tools.given, list, 0)] : [];
        const value = path === list?.path ? values : tools.given.unique();
        const after = await carriedOut(tools, line, user, [{ op: 'replace', path, value }]);
        if (list && path === list.path)
          line.equal(keysOf(list, after), keysOf(list, values), { key: 'value' });
        else line.keep(after, path, value, { key: 'value', caseExact: false });
      });
    },
  ),
  check(
    {
      id: 'patch.replace-without-path',
      verifies: ['7644:3.5.2.3/replace-nopath'],
      title: 'replace without a path replaces what the object names and leaves the rest',
      needs: USERS,
    },
    async ({ must, ...tools }) => {
      const { given } = tools;
      const { texts, list } = await specimenOf(tools);
      const [text = await textOf(tools), other] = texts;
      const kept = other === undefined ? {} : { [other]: given.unique() };
      const old = list ? { [list.path]: [elementOf(given, list, 0), elementOf(given, list, 1)] } : {};
      const { user } = await subject(given, { [text]: given.unique(), ...kept, ...old });

      const fresh = list ? [elementOf(given, list, 0)] : [];
      const value: Attributes = { [text]: given.unique(), ...(list ? { [list.path]: fresh } : {}) };
      const after = await carriedOut(tools, must, user, [{ op: 'replace', value }]);
      must.keep(after, text, value[text], { key: 'text', caseExact: false });
      must.keep(after, 'userName', user.name, { key: 'untouched-userName', caseExact: false });
      if (other !== undefined) must.keep(after, other, kept[other], { key: 'untouched', caseExact: false });
      if (list) must.equal(keysOf(list, after), keysOf(list, fresh), { key: 'list', what: list.path });
    },
  ),
  check(
    {
      id: 'patch.replace-at-a-filter-swaps-the-element',
      verifies: ['7644:3.5.2.3/replace-filter-element'],
      title: 'replace at a value filter replaces the matching element and leaves the others',
      needs: USERS,
    },
    async ({ must, ...tools }) => {
      const list = await typedListOf(tools);
      const [gone, kept, fresh] = [0, 1, 0].map((place) => elementOf(tools.given, list, place));
      const { user } = await subject(tools.given, { [list.path]: [gone, kept] });

      const path = `${list.path}[type eq "${list.types[0]}"]`;
      const after = await carriedOut(tools, must, user, [{ op: 'replace', path, value: fresh }]);
      must.equal(keysOf(list, after), keysOf(list, [fresh ?? {}, kept ?? {}]), {
        key: 'values',
        what: list.path,
      });
    },
  ),
  check(
    {
      id: 'patch.replace-at-a-filter-sets-a-sub-attribute',
      verifies: ['7644:3.5.2.3/replace-filter-subattr'],
      title: 'replace at a value filter with a sub-attribute changes every match and no other',
      needs: USERS,
    },
    async ({ must, ...tools }) => {
      const { given } = tools;
      const target = await partsOf(tools);
      const { path, types } = target;
      const [sub = '', shared] = target.subs;
      const parts = [partOf(given, target, 0), partOf(given, target, 1)];
      if (shared !== undefined) for (const part of parts) part[shared] = 'Hollywood';
      const { user } = await subject(given, { [path]: parts });
      const one = { filter: `type eq "${types[0]}"`, matches: [true, false] };
      const both = { filter: `${shared} eq "Hollywood"`, matches: [true, true] };

      await must.each(
        shared === undefined ? [one] : [one, both],
        ({ matches }) => (matches[1] ? 'two-match' : 'one-matches'),
        async ({ filter, matches }, line) => {
          const was = await given.read(user);
          const value = given.unique();
          const replace = { op: 'replace', path: `${path}[${filter}].${sub}`, value };
          const after = await carriedOut(tools, line, user, [replace]);
          for (const [place, match] of matches.entries()) {
            const expected = match ? [value] : ofType(was, path, types[place], sub);
            line.equal(ofType(after, path, types[place], sub), expected, {
              key: match ? 'match' : 'other',
              caseExact: false,
            });
          }
        },
      );
    },
  ),
  check(
    {
      id: 'patch.replace-at-a-filter-without-match',
      verifies: ['7644:3.5.2.3/replace-filter-nomatch'],
      title: 'replace at a value filter that matches nothing is refused with noTarget',
      needs: USERS,
    },
    async ({ must, ...tools }) => {
      const list = await typedListOf(tools);
      const element = elementOf(tools.given, list, 0);
      const { user } = await subject(tools.given, { [list.path]: [element] });
      const { value } = elementOf(tools.given, list, 1);

      const path = `${list.path}[type eq "${list.types[1]}"].value`;
      const answer = await tools.scim.patch(user.path, [{ op: 'replace', path, value }]);
      must.beRefused(answer, 400, 'noTarget');
      must.equal(keysOf(list, await tools.given.read(user)), keysOf(list, [element]), {
        key: 'unchanged',
        what: list.path,
      });
    },
  ),
];

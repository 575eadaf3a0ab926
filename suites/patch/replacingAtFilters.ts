import { check } from '../../kit/check/check.ts';
import { elements } from '../../schemas/attributes.ts';
import { alikeShape, longListedShape, SHARED_PART } from '../fixtures/patches/shapes.ts';
import {
  composeElement,
  findPartsTarget,
  findTypedList,
  listKeys,
  ofType,
} from '../fixtures/patches/specimen.ts';
import {
  carriedOut,
  carriedOutIfSupported,
  lentSubject,
  listedUser,
  shapedSubject,
} from '../fixtures/patches/subject.ts';

const USERS = ['users'];

/** replace at value filters (RFC 7644 section 3.5.2.3). */
export const replacingAtFilters = [
  check(
    'patch.replace-at-a-filter-swaps-the-element',
    ['7644:3.5.2.3/replace-filter-element'],
    'replace with a value filter replaces the matching element and leaves the others',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const list = await findTypedList(tools);
      const { user } = await shapedSubject(tools.given, longListedShape);
      const [, kept = {}] = elements(user.sent, list.path);
      const fresh = composeElement(tools.given, list, 0);

      const path = `${list.path}[type eq "${list.types[0]}"]`;
      const after = await carriedOut(tools, must, user, [{ op: 'replace', path, value: fresh }]);
      must.equal(listKeys(list, after), listKeys(list, [fresh, kept]), {
        key: 'values',
        what: list.path,
      });
    },
  ),
  check(
    'patch.replace-at-a-filter-sets-a-sub-attribute',
    ['7644:3.5.2.3/replace-filter-subattr'],
    'replace with a value filter and a sub-attribute changes every match and no other',
    { needs: USERS },
    async ({ must, observe, ...tools }) => {
      const { given } = tools;
      const target = await findPartsTarget(tools);
      const { path, types } = target;
      const [sub = '', shared] = target.subs;
      const { user, before } = await shapedSubject(given, alikeShape);
      let was = before;
      const one = { filter: `type eq "${types[0]}"`, matches: [true, false] };
      const both = { filter: `${shared} eq "${SHARED_PART}"`, matches: [true, true] };

      await must.each(
        shared === undefined ? [one] : [one, both],
        ({ matches }) => (matches[1] ? 'two-match' : 'one-matches'),
        async ({ filter, matches }, line) => {
          const value = given.unique();
          const replace = { op: 'replace', path: `${path}[${filter}].${sub}`, value };
          // Paths select by the type in the RFC's own examples; by what else, the endpoint decides.
          const after = matches[1]
            ? await carriedOutIfSupported(tools, line, user, [replace])
            : await carriedOut(tools, line, user, [replace]);
          if (after === undefined) return observe('patch.filter-by-another-part', 'refused');
          for (const [place, match] of matches.entries()) {
            const expected = match ? [value] : ofType(was, path, types[place], sub);
            line.equal(ofType(after, path, types[place], sub), expected, {
              key: match ? 'match' : 'other',
              caseExact: false,
            });
          }
          was = after;
        },
      );
    },
  ),
  check(
    'patch.replace-at-a-filter-without-match',
    ['7644:3.5.2.3/replace-filter-nomatch'],
    'replace with a value filter that matches nothing is refused with noTarget',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const list = await findTypedList(tools);
      const start = { [list.path]: [composeElement(tools.given, list, 0)] };
      const { user, before } = await lentSubject(tools.given, listedUser, start);
      const { value } = composeElement(tools.given, list, 1);

      const path = `${list.path}[type eq "${list.types[1]}"].value`;
      const answer = await tools.scim.patch(user.path, [{ op: 'replace', path, value }]);
      must.beRefused(answer, 400, 'noTarget');
      must.equal(listKeys(list, await tools.given.read(user)), listKeys(list, before), {
        key: 'unchanged',
        what: list.path,
      });
    },
  ),
];

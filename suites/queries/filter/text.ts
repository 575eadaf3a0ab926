import { type CheckTools, check } from '../../../kit/check/check.ts';
import { readList } from '../../../kit/check/must.ts';
import type { Owned } from '../../../kit/check/reader.ts';
import { quote } from '../../../kit/check/scim.ts';
import { encodeSegment } from '../../../kit/wire/paths.ts';
import { at, member } from '../../../schemas/attributes.ts';
import { findAttribute } from '../../../schemas/lookup.ts';
import { taken } from '../../fixtures/kinds.ts';
import { commonEnding, readText, sharedCast } from '../../fixtures/lists/cast.ts';
import { isRefusal } from '../../fixtures/lists/pages.ts';
import { swapCase } from '../../fixtures/naming.ts';
import { type Line, linesHold } from './lines.ts';

const NEEDS = ['users'];

/** A user whose text has characters that JSON, or an address, writes in another way. */
interface Spelled {
  path: string;
  /** As the endpoint shows it. */
  value: string;
  user: Owned;
}

/** @throws NotApplicable where the endpoint keeps no free text at the top level, or filters on none */
async function spelled({ given, scim, notApplicable }: CheckTools, words: string): Promise<Spelled> {
  const { texts } = await given.the(sharedCast);
  const path = texts.find((one) => !one.includes(':') && !one.includes('.'));
  if (path === undefined)
    return notApplicable('the endpoint stores no free-form string at the top level of a user');
  const sent = given.payload('User', { [path]: `${given.unique()} ${words}` });
  const answer = await scim.post(given.users, sent).as('given', 'create a user with such a text');
  // An endpoint may keep to shorter texts, or to fewer characters.
  if (answer.status === 400)
    return notApplicable('the endpoint does not accept this string', 'nothing-to-observe');
  const user = await given.madeBy('User', taken('create a user with such a text', answer), sent);
  if (isRefusal(await scim.find(given.users, `${path} eq ${quote(user.id)}`)))
    return notApplicable(`the endpoint does not filter on ${path}`, 'nothing-to-observe');
  return { path, value: String(at(await given.read(user), path)), user };
}

export const text = [
  check(
    'queries.filter-ignores-case',
    ['7644:3.4.2.2/caseexact-false'],
    'text that is not case-exact is found in any case',
    { needs: NEEDS },
    async (tools) => {
      const cast = await tools.given.the(sharedCast);
      const { people, stem, texts } = cast;
      const [person] = people;
      const exact = (path: string) => findAttribute(tools.capabilities, 'User', path)?.caseExact === true;
      const [path] = texts.filter((one) => !exact(one));
      const upper = stem.toUpperCase();
      if (exact('userName') && path === undefined)
        tools.notApplicable('every string attribute of a user is case-exact');
      const name = (key: string, operator: string, value: string): Line => ({
        key: `userName/${key}`,
        filter: `userName ${operator} ${quote(value)}`,
        wanted: (one) => one === person,
      });

      await linesHold(tools, [
        ...(exact('userName')
          ? []
          : [
              { ...name('eq', 'eq', (person?.name ?? '').toUpperCase()) },
              name('sw', 'sw', `${upper}A`),
              name('co', 'co', `${commonEnding(cast).toUpperCase()}A@`),
            ]),
        ...(path === undefined
          ? []
          : [
              {
                key: path,
                filter: `${path} eq ${quote(`${stem}Amber`.toUpperCase())}`,
                wanted: (one) => readText(one, path) === `${stem}Amber`,
              } satisfies Line,
              {
                key: `${path}/ew`,
                filter: `${path} ew ${quote(`${commonEnding(cast)}bIRCH`)}`,
                wanted: (one) => readText(one, path) === `${stem}Birch`,
              } satisfies Line,
            ]),
      ]);
    },
  ),
  check(
    'queries.filter-heeds-case',
    ['7644:3.4.2.2/caseexact-true'],
    'case-exact text is not found in a different case',
    { needs: NEEDS },
    async (tools) => {
      const cast = await tools.given.the(sharedCast);
      const [person] = cast.people;
      const exact = cast.texts.find((path) => findAttribute(tools.capabilities, 'User', path)?.caseExact);
      const lines = ['externalId', 'id', ...(exact === undefined ? [] : [exact])].flatMap((path): Line[] => {
        const value = at(person?.shown, path);
        if (typeof value !== 'string' || swapCase(value) === value) return [];
        return [
          {
            key: `${path}/as-it-is`,
            filter: `${path} eq ${quote(value)}`,
            wanted: (one) => at(one.shown, path) === value,
          },
          { key: path, filter: `${path} eq ${quote(swapCase(value))}`, wanted: () => false },
        ];
      });
      if (lines.length === 0) tools.notApplicable('no case-exact string attribute', 'nothing-to-observe');

      await linesHold(tools, lines);
    },
  ),
  check(
    'queries.filter-value-is-json',
    ['7644:3.4.2.2/json-strings'],
    'a string in a filter is a JSON string, escapes included',
    { needs: NEEDS },
    async (tools) => {
      const { scim, given, must, remark } = tools;
      const { path, value, user } = await spelled(tools, `O'Malley "Q" \\ a+b é`);

      const plain = await scim.find(given.users, `${path} eq ${quote(value)}`);
      must.listExactly(plain, [user.id], { key: 'escaped' });
      const exotic = quote(value).replace('é', '\\u00e9').replace('a+b', 'a\\u002Bb');
      const found = await scim.find(given.users, `${path} eq ${exotic}`);
      if (!found.ok || member(readList(found).resources[0], 'id') !== user.id)
        remark('warning', 'unicode-escape', 'a character written as \\u00e9 is not understood');
    },
  ),
  check(
    'queries.filter-is-percent-decoded',
    ['7644:1.2/percent-encoding'],
    'a filter is percent-decoded once, as UTF-8, in either case of its hex digits',
    { needs: NEEDS },
    async (tools) => {
      const { scim, given, must } = tools;
      const { path, value, user } = await spelled(tools, 'a+b & c=d; 50% #é');
      const filter = `${path} eq ${quote(value)}`;
      const spaced = filter.replace('a+b', 'a b');

      await must.each(
        [
          { key: 'upper-hex', query: encodeSegment(filter), ids: [user.id] },
          { key: 'lower-hex', query: everyByte(filter), ids: [user.id] },
          { key: 'plus-for-space', query: encodeSegment(spaced), ids: [] },
        ],
        ({ key }) => key,
        async ({ query, ids }, line) => {
          const answer = await scim.get(`${given.users}?filter=${query}`);
          if (isRefusal(answer))
            tools.notApplicable('the endpoint does not accept this filter in a URL', 'nothing-to-observe');
          line.listExactly(answer, ids);
        },
      );
    },
  ),
];

/** Every byte percent-encoded, with lower-case digits, letters included. */
function everyByte(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

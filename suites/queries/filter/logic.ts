import type { CheckTools } from '../../../kit/check/check.ts';
import { check } from '../../../kit/check/check.ts';
import { quote } from '../../../kit/check/scim.ts';
import { firstTexts, narrowed, type Person, readText, sharedCast } from '../../fixtures/lists/cast.ts';
import { isRefusal } from '../../fixtures/lists/pages.ts';
import { type Line, linesHold } from './lines.ts';

/** Two expressions about each of two texts, and what they are true of. */
interface Terms {
  amber: string;
  birch: string;
  north: string;
  south: string;
  is(person: Person, word: 'Amber' | 'Birch' | 'North' | 'South'): boolean;
  /** Whether both texts have a value, so that `not` has something to turn round. */
  told(person: Person): boolean;
}

async function chooseTerms(tools: CheckTools): Promise<Terms> {
  const cast = await tools.given.the(sharedCast);
  const [first, second] = firstTexts(cast);
  const term = (path: string, word: string) => `${path} eq ${quote(`${cast.stem}${word}`)}`;
  return {
    amber: term(first, 'Amber'),
    birch: term(first, 'Birch'),
    north: term(second, 'North'),
    south: term(second, 'South'),
    is: (person, word) =>
      readText(person, word === 'Amber' || word === 'Birch' ? first : second) === `${cast.stem}${word}`,
    told: (person) => readText(person, first) !== undefined && readText(person, second) !== undefined,
  };
}

const NEEDS = ['users'];

export const logic = [
  check(
    'queries.filter-and',
    ['7644:3.4.2.2/logical-and'],
    'and selects what matches both sides',
    { needs: NEEDS },
    async (tools) => {
      const { amber, birch, north, south, is } = await chooseTerms(tools);

      await linesHold(tools, [
        strict('both', `${amber} and ${north}`, (one) => is(one, 'Amber') && is(one, 'North')),
        strict('turned', `${south} and ${birch}`, (one) => is(one, 'Birch') && is(one, 'South')),
        strict('contradiction', `${amber} and ${birch}`, () => false),
        strict('another-type', `${amber} and meta.created lt "2011-05-13T04:42:34Z"`, () => false),
      ]);
    },
  ),
  check(
    'queries.filter-or',
    ['7644:3.4.2.2/logical-or'],
    'or selects what matches either side',
    { needs: NEEDS },
    async (tools) => {
      const { amber, birch, north, is } = await chooseTerms(tools);

      await linesHold(tools, [
        strict('one-attribute', `${amber} or ${birch}`, (one) => is(one, 'Amber') || is(one, 'Birch')),
        strict('two-attributes', `${birch} or ${north}`, (one) => is(one, 'Birch') || is(one, 'North')),
      ]);
    },
  ),
  check(
    'queries.filter-not',
    ['7644:3.4.2.2/logical-not'],
    'not selects the resources that do not match the expression in its parentheses',
    { needs: NEEDS },
    async (tools) => {
      const { amber, birch, north, is, told } = await chooseTerms(tools);
      const unless = (key: string, filter: string, matches: (person: Person) => boolean): Line => ({
        key,
        filter,
        narrow: true,
        wanted: (person) => (told(person) ? !matches(person) : undefined),
      });

      await linesHold(tools, [
        unless('one', `not (${amber})`, (one) => is(one, 'Amber')),
        unless('or', `not (${birch} or ${north})`, (one) => is(one, 'Birch') || is(one, 'North')),
      ]);
      // The grammar has no space here, the example has one: both are written by clients.
      const answer = await tools.scim.find(
        tools.given.users,
        narrowed(await tools.given.the(sharedCast), `not(${amber})`),
      );
      tools.observe(
        'filter.not-without-space',
        isRefusal(answer) ? 'refused' : answer.ok ? 'taken' : `${answer.status}`,
      );
    },
  ),
  check(
    'queries.filter-and-binds-before-or',
    ['7644:3.4.2.2/precedence-and-or'],
    'and takes precedence over or, on either side of it',
    { needs: NEEDS },
    async (tools) => {
      const { amber, birch, south, is } = await chooseTerms(tools);
      const wanted = (one: Person) => is(one, 'Amber') || (is(one, 'Birch') && is(one, 'South'));

      await linesHold(tools, [
        strict('or-and', `${amber} or ${birch} and ${south}`, wanted),
        strict('and-or', `${birch} and ${south} or ${amber}`, wanted),
      ]);
    },
  ),
  check(
    'queries.filter-not-binds-before-and',
    ['7644:3.4.2.2/precedence-not'],
    'not applies only to its parentheses, not to what follows an and',
    { needs: NEEDS },
    async (tools) => {
      const { amber, south, is, told } = await chooseTerms(tools);

      await linesHold(tools, [
        {
          key: 'not-and',
          filter: `not (${amber}) and ${south}`,
          wanted: (one) => (told(one) ? !is(one, 'Amber') && is(one, 'South') : undefined),
        },
      ]);
    },
  ),
  check(
    'queries.filter-parentheses',
    ['7644:3.4.2.2/grouping'],
    'parentheses group expressions and can be nested',
    { needs: NEEDS },
    async (tools) => {
      const { amber, birch, south, north, is } = await chooseTerms(tools);
      const either = (one: Person) => is(one, 'Amber') || is(one, 'Birch');

      await linesHold(tools, [
        strict('first', `(${amber} or ${birch}) and ${south}`, (one) => either(one) && is(one, 'South')),
        strict('last', `${south} and (${birch} or ${amber})`, (one) => either(one) && is(one, 'South')),
        strict('doubled', `((${amber}))`, (one) => is(one, 'Amber')),
        strict(
          'nested',
          `((${amber} or (${birch})) and (${south} or ${north}))`,
          (one) => either(one) && (is(one, 'South') || is(one, 'North')),
        ),
      ]);
    },
  ),
];

function strict(key: string, filter: string, wanted: (person: Person) => boolean): Line {
  return { key, filter, wanted };
}

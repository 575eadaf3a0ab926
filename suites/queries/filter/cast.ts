import type { CheckTools } from '../../../kit/check/check.ts';
import { fixture, type Given } from '../../../kit/check/given.ts';
import { readList } from '../../../kit/check/must.ts';
import type { Owned } from '../../../kit/check/reader.ts';
import { quote, type Scim } from '../../../kit/check/scim.ts';
import { Blocked, NotApplicable } from '../../../kit/errors.ts';
import { type Attributes, at, equal, member } from '../../../schemas/attributes.ts';
import type { Attribute } from '../../../schemas/capabilities.ts';
import { listAttributes } from '../../../schemas/lookup.ts';
import { richest } from '../../fixtures/richest.ts';
import { whyUnselected } from '../fixtures.ts';
import { isRefusal, walkPages } from '../paging/pages.ts';
import { LETTERS, namedBy, textPaths, valuesFor, type Wealth } from './castValues.ts';

/** A user of the cast, with the letter that names it in findings and the resource as its address shows it. */
export interface Person extends Owned {
  letter: string;
  shown: Attributes;
}

/** Users that every check of filters reads and none changes. */
export interface Cast {
  people: Person[];
  /** Begins every text of the cast. */
  stem: string;
  domain: string;
  /** Selects the cast and nobody else; `undefined` where no filter does so together with `and`. */
  scope: string | undefined;
  /** Each filter that would select the cast was refused as not supported. */
  unselectable: boolean;
  /** A filter on the userName of a user was answered with users, be they others. */
  selects: boolean;
  /** Two texts that the endpoint keeps, whose values overlap between users. */
  texts: string[];
}

/** A published attribute that the cast has values for. */
export interface Held {
  path: string;
  attribute: Attribute;
}

type Tools = Pick<CheckTools, 'given' | 'capabilities' | 'eventually'>;

/** The users that checks of filters share, made by the first who asks. */
export const sharedCast = fixture(
  'queries.cast',
  async ({ given, scim, capabilities, eventually }): Promise<Cast> => {
    const [stem = '', domain = ''] = given.address().split('@');
    const people: Person[] = [];
    let wealths: Wealth[] = ['rich', 'plain', 'bare'];
    for (const [index, letter] of LETTERS.entries()) {
      const make = (chosen: Wealth) =>
        given.userWithLists({
          userName: `${stem}${letter}@${domain}`,
          ...valuesFor(capabilities, chosen, stem, domain, index),
        });
      const [made, chosen] = await richest(wealths.map((wealth) => () => make(wealth)));
      wealths = wealths.slice(chosen);
      people.push({ ...made, letter, shown: await given.read(made) });
    }
    const last = people.at(-1);
    const list = await eventually(
      () => scim.find(given.users, `userName eq ${quote(last?.name ?? '')}`).as('given', 'see the last user'),
      (answer) => !answer.ok || readList(answer).resources.length > 0,
    );
    const selects = readList(list).resources.length > 0;
    const texts = textPaths(capabilities).filter((path) => areKept(people, path));
    return { people, stem, domain, selects, texts, ...(await chooseScope(given, scim, people, stem)) };
  },
);

/** What a user was sent at a path and what it shows; texts that the endpoint alters prove nothing about filters. */
function areKept(people: Person[], path: string): boolean {
  const kept = people.every(({ sent, shown }) => equal(at(sent, path), at(shown, path)));
  return kept && new Set(people.map(({ shown }) => at(shown, path))).size > 2;
}

async function chooseScope(
  given: Given,
  scim: Scim,
  people: Person[],
  stem: string,
): Promise<Pick<Cast, 'scope' | 'unselectable'>> {
  const names = people.map(({ name }) => `userName eq ${quote(name)}`);
  // Of a scope that cannot be narrowed, what was asked last says why.
  let refused = false;
  const finds = async (filter: string, wanted: string[]) => {
    const { answers, resources } = await walkPages(scim, given.users, { filter });
    refused = answers.some(isRefusal);
    const found = resources.map((resource) => String(member(resource, 'id')));
    return equal([...found].sort(), [...wanted].sort());
  };
  const ids = people.map(({ id }) => id);
  let unselectable = true;
  for (const scope of [`userName sw ${quote(stem)}`, `(${names.join(' or ')})`]) {
    if ((await finds(scope, ids)) && (await finds(`${scope} and ${names[0]}`, ids.slice(0, 1))))
      return { scope, unselectable: false };
    unselectable &&= refused;
  }
  return { scope: undefined, unselectable };
}

/**
 * A filter narrowed to the cast.
 * @throws Blocked where the endpoint cannot narrow a list with `and`
 */
export function narrowed({ scope, unselectable }: Cast, filter: string): string {
  if (scope !== undefined) return `${scope} and ${filter}`;
  throw whyUnselected(
    unselectable,
    'narrow a filter to the users of the run',
    'cannot be narrowed to the users that were created',
  );
}

/**
 * Sees that filters work at all: an endpoint that refuses every filter, or answers each with an empty list, has
 * not refused or left unmatched the one in question.
 * @throws Blocked where a filter for a user that exists finds nobody
 */
export async function seeFiltersWork(tools: Tools): Promise<void> {
  const { selects } = await tools.given.the(sharedCast);
  if (selects) return;
  throw new Blocked({
    step: 'find a user that exists by its userName',
    request: 'GET /Users?filter',
    status: 'not found',
    signature: 'GET /Users?filter does not find a user that exists',
  });
}

/** The end of the texts' common part, with some of the run's id in it: two runs of one seed share all that follows. */
export function commonEnding({ stem }: Cast): string {
  return stem.slice(-15);
}

/** The texts that checks compare; not applicable where the endpoint keeps fewer. */
export function firstTexts({ texts }: Cast): [string, string] {
  const [first, second] = texts;
  if (first !== undefined && second !== undefined) return [first, second];
  throw new NotApplicable('declared', 'the endpoint keeps fewer than two attributes of free text on a user');
}

/** The text of a user at a path; `undefined` where it has none. */
export function readText({ shown }: Person, path: string): string | undefined {
  const value = at(shown, path);
  return typeof value === 'string' ? value : undefined;
}

/** Single simple attributes of one type that the users of the cast show with at least two different values. */
export function heldBy(
  { people }: Cast,
  { capabilities }: Pick<Tools, 'capabilities'>,
  type: string,
): Held[] {
  const simple = namedBy(capabilities).flatMap(({ path, attribute }) =>
    attribute.multiValued
      ? []
      : attribute.type === 'complex'
        ? attribute.subAttributes.map((sub) => ({ path: `${path}.${sub.name}`, attribute: sub }))
        : [{ path, attribute }],
  );
  return simple.filter(
    ({ path, attribute }) =>
      attribute.type === type &&
      !attribute.multiValued &&
      new Set(people.map(({ shown }) => at(shown, path)).filter((value) => value !== undefined)).size > 1,
  );
}

/** Whether the endpoint publishes an attribute of a user at the top level, by its name. */
export function publishes({ capabilities }: Pick<Tools, 'capabilities'>, name: string): boolean {
  return listAttributes(capabilities, 'User').some(({ path }) => path.toLowerCase() === name.toLowerCase());
}

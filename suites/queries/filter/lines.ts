import type { Severity } from '../../../config/row.ts';
import type { CheckTools } from '../../../kit/check/check.ts';
import type { Must } from '../../../kit/check/must.ts';
import { quote } from '../../../kit/check/scim.ts';
import { at, elements, equal, member } from '../../../schemas/attributes.ts';
import type { Capabilities } from '../../../schemas/capabilities.ts';
import { resourceType } from '../../../schemas/lookup.ts';
import { present } from '../../../schemas/present.ts';
import { type Cast, narrowed, type Person, sharedCast } from '../../fixtures/lists/cast.ts';
import { isRefusal, walkPages, walkShared } from '../../fixtures/lists/pages.ts';

/** A filter and the users of the cast that it selects. */
export interface Line {
  /** Names the line in findings, free of run values. */
  key: string;
  filter: string;
  /** `undefined` where the RFC leaves it open whether the user matches. */
  wanted(person: Person): boolean | undefined;
  /** The filter is about values that others may have, too: it is narrowed to the cast. */
  narrow?: true;
  /** How a refusal with invalidFilter is graded; a note where it is not said. */
  refused?: Severity;
  /** The same filter but for the form that the row is about: where that is answered, refusing this one is no choice. */
  alike?: string;
  /** The row that is broken, where the check verifies more than one. */
  row?: string;
}

/** An address is no name, though it looks like one: it may be somebody else's. */
export function ofAnAddress(person: Person | undefined): Line[] {
  const [email] = elements(person?.shown, 'emails');
  // An endpoint may have names that are addresses.
  if (email === undefined || equal(member(email, 'value'), at(person?.shown, 'userName'), false)) return [];
  const filter = `userName eq ${quote(String(member(email, 'value')))}`;
  return [{ key: 'userName/of-an-address', filter, wanted: () => false }];
}

/** A person is of the resource type that it shows, whose name is the endpoint's own (RFC 7643 section 6), and of no other. */
export function ofItsType(person: Person | undefined, capabilities: Capabilities): Line[] {
  const line = (key: string, name: string, found: boolean): Line => ({
    key,
    filter: `meta.resourceType eq ${quote(name)}`,
    narrow: true,
    wanted: () => found,
  });
  const own = at(person?.shown, 'meta.resourceType');
  return [
    ...(typeof own === 'string' ? [line('meta.resourceType', own, true)] : []),
    line('another-type', resourceType(capabilities, 'Group')?.name ?? 'Group', false),
  ];
}

/** Sends every filter of a table and claims that it selects the users that it means. */
export async function linesHold(tools: CheckTools, lines: Line[]): Promise<void> {
  const cast = await tools.given.the(sharedCast);
  let answered = 0;
  await tools.must.each(
    lines,
    ({ key }) => key,
    async (line, must) => {
      if (await lineHolds(tools, cast, line, must)) answered += 1;
    },
  );
  if (answered === 0) tools.notApplicable('the endpoint refuses all of these filters', 'nothing-to-observe');
}

/** Gives whether the filter was answered: what an endpoint supports of filters is its choice (RFC 7644 section 3.12). */
async function lineHolds(tools: CheckTools, cast: Cast, line: Line, must: Must): Promise<boolean> {
  const { scim, given, remark } = tools;
  const filter = line.narrow ? narrowed(cast, line.filter) : line.filter;
  const { answers, resources } = await walkShared({ scim, given }, given.users, { filter });
  const [first] = answers;
  if (first === undefined) return false;
  if (isRefusal(first)) {
    if (line.alike !== undefined && (await isAnswered(tools, cast, { ...line, filter: line.alike }))) {
      must.hold(false, {
        key: 'refused',
        expected: `${filter} is handled like ${line.alike}`,
        observed: 'it is refused with 400 invalidFilter',
      });
      return true;
    }
    remark(
      line.refused ?? 'note',
      `${line.key}/refused`,
      'the endpoint refuses this filter with 400 invalidFilter',
    );
    return false;
  }
  for (const answer of answers) must.haveList(answer);
  const found = resources.map((resource) => String(member(resource, 'id')));
  const difference = differs(cast, line.wanted, found);
  must.hold(
    difference === undefined,
    {
      key: 'matches',
      expected: `${filter} selects ${listNames(cast.people.filter((person) => line.wanted(person) === true))}`,
      observed: difference ?? '',
    },
    present({ row: line.row }),
  );
  return true;
}

async function isAnswered({ scim, given }: CheckTools, cast: Cast, line: Line): Promise<boolean> {
  const filter = line.narrow ? narrowed(cast, line.filter) : line.filter;
  const { answers } = await walkPages(scim, given.users, { filter });
  return answers[0]?.ok === true;
}

/** What is wrong with the ids that a filter found, in words; `undefined` if nothing is. */
export function differs(
  { people }: Pick<Cast, 'people'>,
  wanted: (person: Person) => boolean | undefined,
  found: string[],
): string | undefined {
  const missing = people.filter((person) => wanted(person) === true && !found.includes(person.id));
  const wrong = people.filter((person) => wanted(person) === false && found.includes(person.id));
  const others = found.filter((id) => people.every((person) => person.id !== id)).length;
  const words = [
    missing.length > 0 ? `${listNames(missing)} missing` : '',
    wrong.length > 0 ? `${listNames(wrong)} listed without matching` : '',
    others > 0 ? `${others} other ${others === 1 ? 'user' : 'users'} listed` : '',
  ].filter((part) => part !== '');
  return words.length > 0 ? words.join('; ') : undefined;
}

function listNames(people: Person[]): string {
  if (people.length === 0) return 'no user';
  return `user${people.length > 1 ? 's' : ''} ${people.map(({ letter }) => letter).join(', ')}`;
}

/** A value as a filter writes it. */
export const literal = (value: unknown): string => JSON.stringify(value);

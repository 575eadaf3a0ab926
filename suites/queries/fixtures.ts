import { evaluateCondition } from '../../config/conditions/evaluate.ts';
import type { CheckTools } from '../../kit/check/check.ts';
import { fixture } from '../../kit/check/given.ts';
import { readList } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { quote } from '../../kit/check/scim.ts';
import { twoTypesOf } from '../../kit/compose/sample.ts';
import { Blocked, NotApplicable } from '../../kit/errors.ts';
import { type Attributes, member } from '../../schemas/attributes.ts';
import type { Attribute, Capabilities } from '../../schemas/capabilities.ts';
import { findAttribute, type Located, listAttributes } from '../../schemas/lookup.ts';
import { present } from '../../schemas/present.ts';
import { richest } from '../fixtures/richest.ts';
import { isRefusal, walkPages } from './paging/pages.ts';

/** Users that every check of lists reads and none changes. */
export interface Crowd {
  users: Owned[];
  ids: string[];
  /** Begins every userName of the crowd. */
  stem: string;
  /** Matches these users and nobody else; `undefined` where the endpoint offers no filter or none works. */
  filter: string | undefined;
  /** Each filter that would select them was refused as not supported. */
  unselectable?: true;
  /** The users as an unsorted list shows them; empty without a filter. */
  shown: Attributes[];
}

/** The crowd where a filter selects it. */
export type FilteredCrowd = Crowd & { filter: string };

export type Tools = Pick<CheckTools, 'scim' | 'given' | 'capabilities' | 'profile' | 'eventually'>;

/** Order of creation is not the order of any value, and letter case does not follow the alphabet. */
const LETTERS = [...'hCkAfLbJdIeG'];
const CASE_EXACT = ['b1', 'B2', 'a3', 'A4', 'd5', 'D6', 'c7', 'C8', 'f9', 'F0', 'e2', 'E3'];
const NUMBERS = [10, 9, 100, 2, 33, 4, 1000, 7, 21, 3, 200, 1];
const STEPS = [1, 5, 7, 11];
const FREE_OF_FORM =
  /^(locale|timezone|preferredLanguage|profileUrl|userName|displayName|password|externalId)$/i;

/** Every fourth user has no title, every third only one address. */
const TITLED = (index: number): boolean => index % 4 !== 1;
const TWO_ADDRESSES = (index: number): boolean => index % 3 !== 0;

/** The users that checks of lists share, made by the first who asks. */
export const sharedCrowd = fixture(
  'queries.crowd',
  async ({ given, scim, capabilities, profile, eventually }): Promise<Crowd> => {
    const [stem = '', domain = ''] = given.address().split('@');
    const required = given.payload('User');
    const nameOf = (index: number) => ({
      userName: `${stem}${LETTERS[index]}@${domain}`,
      externalId: `${stem}${CASE_EXACT[index]}`,
    });
    const place = (index: number) => ({ stem, domain, index });
    const [users] = await richest([
      () =>
        given.userList(LETTERS.length, (index) => ({
          ...nameOf(index),
          ...composeValues(capabilities, required, place(index)),
        })),
      () =>
        given.userList(LETTERS.length, (index) => ({
          ...nameOf(index),
          ...usualOf(capabilities, place(index)),
        })),
      () => given.userList(LETTERS.length, nameOf),
    ]);
    const ids = users.map(({ id }) => id);
    const crowd: Crowd = { users, ids, stem, filter: undefined, shown: [] };
    if (evaluateCondition('filter', capabilities, profile).state !== 'met') return crowd;
    const filters = [
      `userName sw ${quote(stem)}`,
      users.map(({ name }) => `userName eq ${quote(name)}`).join(' or '),
    ];
    let refused = true;
    for (const filter of filters) {
      await eventually(
        () => scim.find(given.users, filter, { count: 1 }).as('given', 'see the users in a list'),
        (answer) => !answer.ok || (readList(answer).total ?? ids.length) >= ids.length,
      );
      const { answers, resources } = await walkPages(scim, given.users, { filter });
      if (isCrowd(resources, ids)) return { ...crowd, filter, shown: resources };
      refused &&= answers.some(isRefusal);
    }
    return refused ? { ...crowd, unselectable: true } : crowd;
  },
);

/**
 * The crowd, which a filter selects.
 * @throws Blocked where no filter does
 */
export async function filteredCrowd(tools: Tools): Promise<FilteredCrowd> {
  const crowd = await tools.given.the(sharedCrowd);
  if (crowd.filter !== undefined) return { ...crowd, filter: crowd.filter };
  throw whyUnselected(
    crowd.unselectable,
    'find the shared users by a filter',
    'does not list the users that match',
  );
}

/** Why users of the run cannot be selected by a filter: each one was refused, or they find others. */
export function whyUnselected(
  isRefused: boolean | undefined,
  step: string,
  says: string,
): Blocked | NotApplicable {
  if (isRefused)
    return new NotApplicable(
      'nothing-to-observe',
      'the endpoint offers no filter that selects several users',
    );
  return new Blocked({
    step,
    request: 'GET /Users?filter',
    status: 'other users',
    signature: `GET /Users?filter ${says}`,
  });
}

/** What narrows a list to the crowd; nothing where the endpoint cannot filter. */
export function withScope({ filter }: Crowd): { filter?: string } {
  return filter === undefined ? {} : { filter };
}

/** Whether these resources are the crowd, each once. */
export function isCrowd(resources: Attributes[], ids: string[]): boolean {
  const found = resources.map((resource) => String(member(resource, 'id')));
  return found.length === ids.length && ids.every((id) => found.includes(id));
}

/** What one user carries beside its names; `required` is what its extensions cannot do without. */
function composeValues(
  capabilities: Capabilities,
  required: Attributes,
  { stem, domain, index }: { stem: string; domain: string; index: number },
): Attributes {
  const values = usualOf(capabilities, { stem, domain, index });
  free(capabilities).forEach((located, order) => {
    if (located.path === 'title' && !TITLED(index)) return;
    const value = valueAt(
      located.attribute,
      stem,
      (index * (STEPS[order % 4] ?? 1) + order) % LETTERS.length,
    );
    if (!located.extension) values[located.attribute.name] = value;
    else
      values[located.schema] = {
        ...(required[located.schema] as object),
        ...(values[located.schema] as object),
        [located.attribute.name]: value,
      };
  });
  return values;
}

/** Of that what nearly every endpoint takes: names and addresses. */
function usualOf(
  capabilities: Capabilities,
  { stem, domain, index }: { stem: string; domain: string; index: number },
): Attributes {
  const values: Attributes = {};
  const has = (path: string) => {
    const published = findAttribute(capabilities, 'User', path);
    return (
      published !== undefined && published.mutability !== 'readOnly' && published.canonicalValues.length === 0
    );
  };
  const word = (step: number) => LETTERS[(index * step + step) % LETTERS.length] ?? '';
  if (has('displayName')) values.displayName = `${stem}${word(7)}`;
  if (has('name.familyName') && has('name.givenName'))
    values.name = { familyName: `Family${word(5)}`, givenName: `Given${word(11)}` };
  if (has('emails.value')) values.emails = addresses(capabilities, `${stem}${word(7)}`, domain, index);
  return values;
}

/** The address to sort by is the second of two, whose first would put the user elsewhere. */
function addresses(capabilities: Capabilities, name: string, domain: string, index: number): Attributes[] {
  const [first, second] = twoTypesOf(findAttribute(capabilities, 'User', 'emails'));
  const work = { value: `${name}.work@${domain}`, ...present({ type: first }) };
  if (!TWO_ADDRESSES(index) || findAttribute(capabilities, 'User', 'emails.primary') === undefined)
    return [work];
  const opposite = `${String.fromCharCode(97 + index)}.home.${name}@${domain}`;
  return [
    { value: opposite, ...present({ type: second }) },
    { ...work, primary: true },
  ];
}

/** Single values that may be anything of their type, and that a list shows. */
function free(capabilities: Capabilities): Located[] {
  return listAttributes(capabilities, 'User').filter(
    ({ attribute }) =>
      ['string', 'integer', 'decimal', 'dateTime'].includes(attribute.type) &&
      !attribute.multiValued &&
      attribute.mutability === 'readWrite' &&
      ['default', 'always'].includes(attribute.returned) &&
      attribute.canonicalValues.length === 0 &&
      !FREE_OF_FORM.test(attribute.name),
  );
}

function valueAt(attribute: Attribute, stem: string, place: number): unknown {
  switch (attribute.type) {
    case 'integer':
      return NUMBERS[place];
    case 'decimal':
      return (NUMBERS[place] ?? 0) + 0.25;
    case 'dateTime':
      return `20${String(10 + place)}-0${1 + (place % 9)}-15T08:30:00Z`;
    default: {
      const letter = LETTERS[place] ?? '';
      return attribute.uniqueness === 'none' ? `Word${letter}` : `${stem}${letter}`;
    }
  }
}

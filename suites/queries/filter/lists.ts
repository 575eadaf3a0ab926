import { type CheckTools, check } from '../../../kit/check/check.ts';
import { quote } from '../../../kit/check/scim.ts';
import { elements, member } from '../../../schemas/attributes.ts';
import { type Person, sharedCast } from '../../fixtures/lists/cast.ts';
import { type Line, linesHold } from './lines.ts';

const NEEDS = ['users', 'attribute:User.emails'];

/** A user with two addresses of different type, as the endpoint shows them. */
interface Addressed {
  person: Person;
  one: { value: string; type: string };
  two: { value: string; type: string };
}

async function makeAddressed(tools: CheckTools): Promise<Addressed> {
  const { people } = await tools.given.the(sharedCast);
  const [person] = people;
  // What a schema keeps from readers cannot be named in a filter.
  const [one, two] = elements(person?.shown, 'emails').flatMap((email) => {
    const [value, type] = ['value', 'type'].map((name) => member(email, name));
    return typeof value === 'string' && typeof type === 'string' ? [{ value, type }] : [];
  });
  if (person === undefined || one === undefined || two === undefined || one.type === two.type)
    return tools.notApplicable(
      'the endpoint does not store two addresses of different types',
      'nothing-to-observe',
    );
  return { person, one, two };
}

const hasType = (person: Person, type: string): boolean =>
  elements(person.shown, 'emails').some((email) => same(member(email, 'type'), type));

const same = (left: unknown, right: unknown): boolean =>
  String(left).toLowerCase() === String(right).toLowerCase();

export const lists = [
  check(
    'queries.filter-any-value',
    ['7644:3.4.2.2/multi-any'],
    'one matching value in a list is enough, whatever its position',
    { needs: NEEDS },
    async (tools) => {
      const { person, one, two } = await makeAddressed(tools);

      await linesHold(tools, [
        { key: 'first', filter: `emails.value eq ${quote(one.value)}`, wanted: (other) => other === person },
        { key: 'second', filter: `emails.value eq ${quote(two.value)}`, wanted: (other) => other === person },
        // A name is no address, though it looks like one, unless the endpoint lists it as such.
        {
          key: 'name',
          filter: `emails.value eq ${quote(person.name)}`,
          wanted: ({ shown }) =>
            elements(shown, 'emails').some((one) => same(member(one, 'value'), person.name)),
        },
        {
          key: 'type-of-second',
          filter: `emails.type eq ${quote(two.type)}`,
          narrow: true,
          wanted: (other) => hasType(other, two.type),
        },
      ]);
    },
  ),
  check(
    'queries.filter-values-are-independent',
    ['7644:3.4.2.2/multi-independent'],
    'without brackets, two conditions on a list may be met by two different values',
    { needs: NEEDS },
    async (tools) => {
      const { person, one, two } = await makeAddressed(tools);

      await linesHold(tools, [
        {
          key: 'crossed',
          filter: `emails.type eq ${quote(one.type)} and emails.value eq ${quote(two.value)}`,
          wanted: (other) => other === person,
        },
      ]);
    },
  ),
  check(
    'queries.filter-list-means-its-value',
    ['7644:3.4.2.2/multi-default-value'],
    'a list of complex values is compared by the value sub-attribute',
    { needs: NEEDS },
    async (tools) => {
      const { person, one, two } = await makeAddressed(tools);

      await linesHold(tools, [
        {
          key: 'co',
          filter: `emails co ${quote(two.value.slice(0, -4))}`,
          wanted: (other) => other === person,
        },
        { key: 'eq', filter: `emails eq ${quote(one.value)}`, wanted: (other) => other === person },
      ]);
    },
  ),
  check(
    'queries.filter-value-path',
    ['7644:3.4.2.2/valuepath'],
    'conditions in brackets must be met by the same value of the list',
    { needs: NEEDS },
    async (tools) => {
      const { person, one, two } = await makeAddressed(tools);
      const within = (type: string, value: string) =>
        `emails[type eq ${quote(type)} and value eq ${quote(value)}]`;
      const line = (key: string, filter: string, wanted: (other: Person) => boolean): Line => ({
        key,
        filter,
        wanted,
        refused: 'note',
      });

      await linesHold(tools, [
        line('same-value', within(two.type, two.value), (other) => other === person),
        line('crossed', within(one.type, two.value), () => false),
        line('one-condition', `emails[value eq ${quote(one.value)}]`, (other) => other === person),
      ]);
    },
  ),
  check(
    'queries.filter-value-path-with-others',
    ['7644:3.4.2.2/valuepath-combined'],
    'brackets can be combined with other expressions',
    { needs: NEEDS },
    async (tools) => {
      const { person, one, two } = await makeAddressed(tools);
      const readMail = ({ shown }: Person) => member(elements(shown, 'emails')[0], 'value');
      const { people } = await tools.given.the(sharedCast);
      const second = people.find((each) => each !== person && readMail(each) !== undefined);
      const brackets = `emails[type eq ${quote(two.type)} and value eq ${quote(two.value)}]`;

      await linesHold(tools, [
        {
          key: 'and',
          filter: `userName eq ${quote(person.name)} and ${brackets}`,
          refused: 'note',
          wanted: (each) => each === person,
        },
        ...(second === undefined
          ? []
          : [
              {
                key: 'or',
                filter: `emails[value eq ${quote(one.value)}] or emails[value eq ${quote(String(readMail(second)))}]`,
                refused: 'note' as const,
                wanted: (each: Person) => each === person || each === second,
              },
            ]),
      ]);
    },
  ),
  check(
    'queries.filter-value-path-with-not',
    ['7644:3.4.2.2/valuepath-not'],
    'not and parentheses work within brackets',
    { needs: NEEDS },
    async (tools) => {
      const { person, one, two } = await makeAddressed(tools);
      const value = (wanted: string) => `value eq ${quote(wanted)}`;

      await linesHold(tools, [
        {
          key: 'not',
          filter: `emails[not (type eq ${quote(one.type)}) and ${value(two.value)}]`,
          refused: 'note',
          wanted: (other) => other === person,
        },
        {
          key: 'not/excluded',
          filter: `emails[not (type eq ${quote(one.type)}) and ${value(one.value)}]`,
          refused: 'note',
          wanted: () => false,
        },
        {
          key: 'parentheses',
          filter: `emails[(${value(one.value)} or ${value(two.value)}) and type eq ${quote(two.type)}]`,
          refused: 'note',
          wanted: (other) => other === person,
        },
      ]);
    },
  ),
  check(
    'queries.filter-operators-in-brackets',
    ['7644:3.4.2.2/valuepath'],
    'ne, sw, co, pr and nested not keep their meaning within brackets',
    { needs: NEEDS },
    async (tools) => {
      const { person, one, two } = await makeAddressed(tools);
      const value = (wanted: string) => `value eq ${quote(wanted)}`;
      const start = one.value.slice(0, -3);
      const line = (key: string, condition: string, found: boolean): Line => ({
        key,
        filter: `emails[${condition}]`,
        refused: 'note',
        wanted: (other) => found && other === person,
      });

      await linesHold(tools, [
        line('ne', `${value(one.value)} and type ne ${quote(two.type)}`, true),
        line('ne/same', `${value(one.value)} and type ne ${quote(one.type)}`, false),
        line('sw', `value sw ${quote(start)} and type eq ${quote(one.type)}`, true),
        line('sw/other', `value sw ${quote(start)} and type eq ${quote(two.type)}`, false),
        line('pr', `${value(two.value)} and type pr`, true),
        line('not-not', `not (not (${value(one.value)}))`, true),
      ]);
    },
  ),
];

import { check } from '../../../kit/check/check.ts';
import { readList } from '../../../kit/check/must.ts';
import { quote } from '../../../kit/check/scim.ts';
import {
  type Attributes,
  at,
  ENTERPRISE,
  elements,
  isQualified,
  member,
  USER,
  unassigned,
} from '../../../schemas/attributes.ts';
import { publishes, readText, sharedCast } from '../../fixtures/lists/cast.ts';
import { swapCase } from '../../fixtures/naming.ts';
import { type Line, linesHold } from './lines.ts';

const NEEDS = ['users'];

export const names = [
  check(
    'queries.filter-attribute-case',
    ['7644:3.4.2.2/case-attr'],
    'attribute names in a filter are accepted in any case',
    { needs: NEEDS },
    async (tools) => {
      const { people, texts } = await tools.given.the(sharedCast);
      const [person] = people;
      const dotted = texts.find((path) => path.startsWith('name.') && !unassigned(at(person?.shown, path)));
      // What is not found by its published name either says nothing of letter case.
      const found =
        dotted !== undefined &&
        readList(
          await tools.scim.find(
            tools.given.users,
            `${dotted} eq ${JSON.stringify(at(person?.shown, dotted))}`,
          ),
        ).resources.length > 0;
      const named = (name: string): Line => ({
        key: name,
        filter: `${name} eq ${quote(person?.name ?? '')}`,
        alike: `userName eq ${quote(person?.name ?? '')}`,
        wanted: (one) => one === person,
      });

      await linesHold(tools, [
        named('USERNAME'),
        named('username'),
        named('UserName'),
        ...(dotted === undefined || !found
          ? []
          : [
              {
                key: dotted,
                filter: `${swapCase(dotted)} eq ${JSON.stringify(at(person?.shown, dotted))}`,
                alike: `${dotted} eq ${JSON.stringify(at(person?.shown, dotted))}`,
                wanted: (one) => at(one.shown, dotted) === at(person?.shown, dotted),
              } satisfies Line,
            ]),
      ]);
    },
  ),
  check(
    'queries.filter-operator-case',
    ['7644:3.4.2.2/case-operator'],
    'operators in a filter are accepted in any case',
    { needs: NEEDS },
    async (tools) => {
      const { people, stem } = await tools.given.the(sharedCast);
      const [person] = people;
      const line = (operator: string, value: string, all = false): Line => ({
        key: operator,
        filter: `userName ${operator} ${quote(value)}`,
        alike: `userName ${operator.toLowerCase()} ${quote(value)}`,
        ...(all ? {} : { strict: true }),
        wanted: (one) => all || one === person,
      });

      await linesHold(tools, [
        line('Eq', person?.name ?? ''),
        line('EQ', person?.name ?? ''),
        line('Sw', stem, true),
        line('CO', stem, true),
        { key: 'PR', filter: 'userName PR', alike: 'userName pr', narrow: true, wanted: () => true },
      ]);
    },
  ),
  check(
    'queries.filter-logical-operator-case',
    ['7644:3.4.2.2/case-logical'],
    'and, or and not are accepted in any case',
    { needs: NEEDS },
    async (tools) => {
      const { people } = await tools.given.the(sharedCast);
      const [first, second] = people.map(({ name }) => `userName eq ${quote(name)}`);

      await linesHold(tools, [
        {
          key: 'AND',
          filter: `${first} AND ${first}`,
          alike: `${first} and ${first}`,
          wanted: (one) => one === people[0],
        },
        {
          key: 'Or',
          filter: `${first} Or ${second}`,
          alike: `${first} or ${second}`,
          wanted: (one) => people.indexOf(one) < 2,
        },
        {
          key: 'NOT',
          filter: `NOT (${first})`,
          alike: `not (${first})`,
          narrow: true,
          wanted: (one) => one !== people[0],
        },
      ]);
    },
  ),
  check(
    'queries.filter-qualified-attribute',
    ['7644:3.10/urn-attr'],
    'an attribute prefixed with the URN of its schema is the same attribute',
    { needs: NEEDS },
    async (tools) => {
      const { people, texts } = await tools.given.the(sharedCast);
      const [person] = people;
      const extended =
        texts.find((path) => path.startsWith(ENTERPRISE)) ?? texts.find((path) => isQualified(path));
      const core = texts.find((path) => !isQualified(path) && !unassigned(at(person?.shown, path)));
      const same = (path: string, filtered: string): Line => ({
        key: filtered,
        filter: `${filtered} eq ${JSON.stringify(at(person?.shown, path))}`,
        ...(path === filtered ? {} : { alike: `${path} eq ${JSON.stringify(at(person?.shown, path))}` }),
        wanted: (one) => at(one.shown, path) === at(person?.shown, path),
      });

      await linesHold(tools, [
        { ...same('userName', `${USER}:userName`) },
        ...(core === undefined ? [] : [same(core, `${USER}:${core}`)]),
        ...(extended === undefined || unassigned(at(person?.shown, extended))
          ? []
          : [same(extended, extended)]),
      ]);
    },
  ),
  check(
    'queries.filter-qualified-attribute-case',
    ['7644:3.10/urn-case'],
    'the URN prefix of an attribute is accepted in any case',
    { needs: NEEDS },
    async (tools) => {
      const { people } = await tools.given.the(sharedCast);
      const [person] = people;
      // What is not found behind the URN as published says nothing of letter case.
      const published = await tools.scim.find(
        tools.given.users,
        `${USER}:userName eq ${quote(person?.name ?? '')}`,
      );
      if (readList(published).resources.length === 0)
        tools.notApplicable('no attribute can be filtered by its qualified name', 'nothing-to-observe');

      await linesHold(
        tools,
        [`${USER}:userName`.toUpperCase(), `${USER.toLowerCase()}:username`].map((path, index) => ({
          key: index === 0 ? 'upper' : 'lower',
          filter: `${path} eq ${quote(person?.name ?? '')}`,
          alike: `${USER}:userName eq ${quote(person?.name ?? '')}`,
          wanted: (one) => one === person,
        })),
      );
    },
  ),
  check(
    'queries.filter-sub-attribute',
    ['7644:3.4.2.2/subattr'],
    'a sub-attribute can be addressed as attribute.subAttribute',
    { needs: NEEDS },
    async (tools) => {
      const { people, texts, stem } = await tools.given.the(sharedCast);
      const [person] = people;
      const dotted = texts.filter((path) => path.startsWith('name.'));
      const lines: Line[] = dotted.map((path) => ({
        key: path,
        filter: `${path} eq ${quote(`${stem}North`)}`,
        wanted: (one) => readText(one, path) === `${stem}North`,
      }));
      // As the endpoint shows it: it may be no client that writes addresses.
      const listMails = (shown: Attributes | undefined) =>
        elements(shown, 'emails').map((one) => String(member(one, 'value')).toLowerCase());
      const [local = ''] = listMails(person?.shown)[0]?.split('@') ?? [];
      if (publishes(tools, 'emails') && local.includes(stem.toLowerCase()))
        lines.push({
          key: 'emails.value',
          filter: `emails.value co ${quote(local)}`,
          wanted: ({ shown }) => listMails(shown).some((mail) => mail.includes(local)),
        });
      if (people.every(({ shown }) => !unassigned(at(shown, 'meta.created'))))
        lines.push({
          key: 'meta.created',
          filter: 'meta.created ge "2000-01-01T00:00:00Z"',
          narrow: true,
          wanted: () => true,
        });
      if (lines.length === 0)
        tools.notApplicable('the endpoint shows no complex attribute', 'nothing-to-observe');

      await linesHold(tools, lines);
    },
  ),
];

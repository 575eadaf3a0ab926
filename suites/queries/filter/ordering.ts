import { setTimeout as sleep } from 'node:timers/promises';
import { check } from '../../../kit/check/check.ts';
import { readList } from '../../../kit/check/must.ts';
import { quote } from '../../../kit/check/scim.ts';
import { at, member, unassigned } from '../../../schemas/attributes.ts';
import { listAttributes } from '../../../schemas/lookup.ts';
import { replacement } from '../../fixtures/kinds.ts';
import { heldBy, seeFiltersWork, sharedCast } from '../../fixtures/lists/cast.ts';
import { isRefusal } from '../../fixtures/lists/pages.ts';
import { type Line, linesHold } from './lines.ts';

const OPERATORS = ['gt', 'ge', 'lt', 'le'] as const;
type Operator = (typeof OPERATORS)[number];

/** Apart by more than any resolution in which an endpoint keeps instants. */
const APART_MS = 1_100;
/** Two times that are less apart may be one for an endpoint. */
const TOLD_APART_MS = 100;

export const ordering = [
  check(
    'queries.filter-orders-text',
    ['7644:3.4.2.2/op-order-string'],
    'gt, ge, lt and le compare text lexicographically',
    { needs: ['users'] },
    async (tools) => {
      const { people } = await tools.given.the(sharedCast);
      const [, , third] = people;

      await linesHold(
        tools,
        OPERATORS.map((operator) => ({
          key: `userName/${operator}`,
          filter: `userName ${operator} ${quote(third?.name ?? '')}`,
          narrow: true,
          wanted: (person) => holds(operator, people.indexOf(person) - 2),
        })),
      );
    },
  ),
  check(
    'queries.filter-orders-numbers',
    ['7644:3.4.2.2/op-order-integer'],
    'gt, ge, lt and le compare numbers by value, so that 10 is greater than 9',
    { needs: ['users'] },
    async (tools) => {
      const cast = await tools.given.the(sharedCast);
      const [number] = heldBy(cast, tools, 'integer');
      if (number === undefined)
        return tools.notApplicable('the endpoint stores no single-valued integer of a user');

      await linesHold(
        tools,
        OPERATORS.map((operator) => compared(number.path, operator, 10)),
      );
    },
  ),
  check(
    'queries.filter-orders-instants',
    ['7644:3.4.2.2/op-order-datetime'],
    'gt, ge, lt and le compare dates and times chronologically',
    { needs: ['users'] },
    async (tools) => {
      const { scim, given, must, remark, notApplicable, capabilities } = tools;
      const early = (await tools.given.the(sharedCast)).people[0];
      const [first] = [Date.parse(String(at(early?.shown, 'meta.lastModified')))];
      if (Number.isNaN(first)) notApplicable('the endpoint shows no meta.lastModified', 'nothing-to-observe');
      // What is shown in whole seconds may be known, and compared, more precisely.
      const grain = first % 1_000 === 0 ? 1_000 : 1;
      const apart = APART_MS + grain;
      await sleep(Math.max(0, Math.min(apart, first + apart - Date.now())));
      const late = await given.user();
      const made = await given.read(late);
      // Changed after a while, so that its last change is not told from its creation by chance.
      await sleep(apart);
      const body = replacement(capabilities, late, made, { externalId: given.unique() });
      await scim.put(late.path, body).as('given', 'change the later one');
      const second = Date.parse(String(at(await given.read(late), 'meta.lastModified')));
      const created = Date.parse(String(at(made, 'meta.created')));
      const before = grain + (second - created > grain ? Math.max(first, created) : first);
      if (!(second - before >= TOLD_APART_MS)) notApplicable('the times do not differ', 'nothing-to-observe');
      const both = `(userName eq ${quote(early?.name ?? '')} or userName eq ${quote(late.name)})`;
      const between = new Date((before + second) / 2).toISOString();

      await must.each(
        OPERATORS.flatMap((operator) => [{ operator, value: between, key: '' }]).concat([
          { operator: 'gt', value: withOffset((before + second) / 2), key: '/offset' },
        ]),
        ({ operator, key }) => `${operator}${key}`,
        async ({ operator, value, key }, line) => {
          const answer = await scim.find(
            given.users,
            `${both} and meta.lastModified ${operator} ${quote(value)}`,
          );
          if (isRefusal(answer))
            return remark('note', `${operator}${key}/refused`, 'refused with invalidFilter');
          const wanted = operator.startsWith('g') ? late.id : early?.id;
          const found = readList(answer).resources.map((resource) => member(resource, 'id'));
          if (key !== '' && found.join() !== wanted)
            return remark('warning', 'offset', 'the same time with another offset selects different users');
          line.listExactly(answer, [wanted ?? '']);
        },
      );
    },
  ),
  check(
    'queries.filter-orders-no-booleans',
    ['7644:3.4.2.2/op-order-boolean-400'],
    'gt, ge, lt and le on a boolean or on binary data return 400 invalidFilter',
    { needs: ['users'] },
    async (tools) => {
      const { scim, given, must, capabilities, notApplicable } = tools;
      await seeFiltersWork(tools);
      given.anyAttribute('User', 'published', () => true);
      const lines = ['boolean', 'binary'].flatMap((type) => {
        const path = pathOfType(listAttributes(capabilities, 'User'), type);
        const value = type === 'boolean' ? 'false' : '"AA=="';
        return path === undefined
          ? []
          : OPERATORS.map((operator) => ({
              key: `${type}/${operator}`,
              filter: `${path} ${operator} ${value}`,
            }));
      });
      if (lines.length === 0) notApplicable('the endpoint publishes neither a boolean nor binary data');

      await must.each(
        lines,
        ({ key }) => key,
        async ({ filter }, line) =>
          line.beRefused(await scim.find(given.users, filter), 400, 'invalidFilter'),
      );
    },
  ),
];

function holds(operator: Operator, difference: number): boolean {
  if (operator === 'gt') return difference > 0;
  if (operator === 'ge') return difference >= 0;
  return operator === 'lt' ? difference < 0 : difference <= 0;
}

function compared(path: string, operator: Operator, value: number): Line {
  return {
    key: `${path}/${operator}`,
    filter: `${path} ${operator} ${value}`,
    narrow: true,
    wanted: ({ shown }) => {
      const actual = at(shown, path);
      return !unassigned(actual) && holds(operator, Number(actual) - value);
    },
  };
}

/** The same instant as a clock two hours east of Greenwich shows it. */
function withOffset(instant: number): string {
  return new Date(instant + 2 * 3_600_000).toISOString().replace('Z', '+02:00');
}

type LocatedList = ReturnType<typeof listAttributes>;

/** The first attribute of a type: at the top, else within a complex one. */
function pathOfType(located: LocatedList, type: string): string | undefined {
  const readable = (attribute: LocatedList[number]['attribute']) =>
    attribute.type === type && attribute.returned !== 'never' && attribute.mutability !== 'writeOnly';
  const top = located.find(({ attribute }) => readable(attribute));
  if (top !== undefined) return top.path;
  for (const { path, attribute } of located) {
    const sub = attribute.subAttributes.find(readable);
    if (sub !== undefined) return `${path}.${sub.name}`;
  }
  return undefined;
}

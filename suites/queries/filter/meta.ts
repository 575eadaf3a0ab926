import { check } from '../../../kit/check/check.ts';
import { fixture } from '../../../kit/check/given.ts';
import { readList } from '../../../kit/check/must.ts';
import { quote } from '../../../kit/check/scim.ts';
import { at, member } from '../../../schemas/attributes.ts';
import { narrowed, sharedCast } from '../../fixtures/lists/cast.ts';
import { type Line, linesHold } from './lines.ts';

/** Before anything that a run makes. */
const LONG_AGO = quote('2000-01-01T00:00:00Z');

/**
 * When the first of the cast was created, as it shows, where a filter finds it by that: an endpoint may keep instants
 * more exactly than it shows them, and then nobody is found at one.
 */
const exactCreation = fixture(
  'queries.exact-creation',
  async ({ given, scim }): Promise<string | undefined> => {
    const cast = await given.the(sharedCast);
    const [person] = cast.people;
    const created = at(person?.shown, 'meta.created');
    if (typeof created !== 'string' || cast.scope === undefined) return undefined;
    const filter = narrowed(cast, `meta.created eq ${quote(created)}`);
    const found = readList(await scim.find(given.users, filter).as('given', 'find it by its creation'));
    return found.resources.some((one) => member(one, 'id') === person?.id) ? created : undefined;
  },
);

/** Each attribute of meta once, and each operator that fits it once; what they select is nobody whom they exclude. */
export const metaFilters = [
  check(
    'queries.filter-meta',
    ['7644:3.4.2.2/op-eq', '7644:3.4.2.2/op-order-datetime'],
    'filters on created, lastModified, location and version select by these values',
    { needs: ['users'] },
    async (tools) => {
      const { given } = tools;
      const [person] = (await given.the(sharedCast)).people;
      const shown = (name: string) => at(person?.shown, `meta.${name}`);
      const exact = await given.the(exactCreation);
      // At the very instant of the first creation, where that is known, else long before it.
      const start = exact === undefined ? LONG_AGO : quote(exact);
      const instants = [
        ['created', 'ge', start, true],
        ['created', 'lt', start, false],
        ...(exact === undefined ? [] : [['created', 'le', start, undefined] as const]),
        ['lastModified', 'gt', LONG_AGO, true],
        ['lastModified', 'le', LONG_AGO, false],
      ] as const;
      // How a value of its own making is stored is the endpoint's matter: whoever has another one is not meant.
      const own = (name: string, operator: string, value = shown(name)): Line[] =>
        typeof value !== 'string'
          ? []
          : [
              {
                key: `${name}/${operator}`,
                filter: `meta.${name} ${operator} ${quote(value)}`,
                narrow: true,
                wanted: (one) => (at(one.shown, `meta.${name}`) === value ? undefined : false),
              },
            ];

      await linesHold(tools, [
        ...instants
          .filter(([name]) => typeof shown(name) === 'string')
          .map(
            ([name, operator, instant, found]): Line => ({
              key: `${name}/${operator}`,
              filter: `meta.${name} ${operator} ${instant}`,
              narrow: true,
              // Of those who were created at once nothing more is known.
              wanted: (one) => found ?? (one === person ? true : undefined),
              row: '7644:3.4.2.2/op-order-datetime',
            }),
          ),
        ...own('location', 'eq'),
        // Two users may have one version, and nobody has one of the run's making.
        ...own('version', 'eq', typeof shown('version') === 'string' ? `W/"${given.unique()}"` : undefined),
      ]);
    },
  ),
  check(
    'queries.filter-meta-by-every-operator',
    ['7644:3.4.2.2/op-pr', '7644:3.4.2.2/op-ne', '7644:3.4.2.2/op-co-sw-ew'],
    'pr, ne, co, sw and ew work on the attributes of meta as on any other',
    { needs: ['users'] },
    async (tools) => {
      const { people } = await tools.given.the(sharedCast);
      const exact = await tools.given.the(exactCreation);
      const [person] = people;
      const shown = (name: string) => at(person?.shown, `meta.${name}`);
      const line = (
        name: string,
        operator: string,
        value: string | undefined,
        found: Line['wanted'],
      ): Line[] =>
        typeof shown(name) !== 'string'
          ? []
          : [
              {
                key: `${name}/${operator}`,
                filter: `meta.${name} ${operator}${value === undefined ? '' : ` ${quote(value)}`}`,
                narrow: true,
                wanted: found,
                row: ROWS[operator] ?? ROWS.co,
              },
            ];
      // A type of users may have a name of its own (RFC 7643 section 6).
      const type = String(shown('resourceType'));
      const location = String(shown('location'));
      // How an address is stored is the endpoint's matter: those of others do not end as this one does.
      const ending = location.slice(location.lastIndexOf('/'));
      const endsSo: Line['wanted'] = (one) =>
        String(at(one.shown, 'meta.location')).endsWith(ending) ? undefined : false;

      await linesHold(tools, [
        ...line('created', 'pr', undefined, () => true),
        ...line('lastModified', 'ne', '2000-01-01T00:00:00Z', () => true),
        ...(exact === undefined
          ? []
          : line('created', 'ne', exact, (one) => (one === person ? false : undefined))),
        ...line('resourceType', 'ne', type, () => false),
        ...line('resourceType', 'sw', type.slice(0, 2), () => true),
        ...line('resourceType', 'co', `${type}x`, () => false),
        ...line('location', 'ew', ending, endsSo),
        ...line('location', 'sw', 'nowhere:', () => false),
      ]);
    },
  ),
];

const ROWS: Record<string, string> & { co: string } = {
  pr: '7644:3.4.2.2/op-pr',
  ne: '7644:3.4.2.2/op-ne',
  co: '7644:3.4.2.2/op-co-sw-ew',
};

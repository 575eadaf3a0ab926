import { check } from '../../../kit/check/check.ts';
import { quote } from '../../../kit/check/scim.ts';
import { at } from '../../../schemas/attributes.ts';
import { sharedCast } from '../../fixtures/lists/cast.ts';
import { type Line, linesHold } from './lines.ts';

/** Before anything that a run makes. */
const LONG_AGO = quote('2000-01-01T00:00:00Z');

/** Each attribute of meta once, and each operator that fits it once; what they select is nobody whom they exclude. */
export const metaFilters = [
  check(
    'queries.filter-meta',
    ['7644:3.4.2.2/op-eq', '7644:3.4.2.2/op-order-datetime'],
    'filters on created, lastModified, location and version select by them',
    { needs: ['users'] },
    async (tools) => {
      const { given } = tools;
      const [person] = (await given.the(sharedCast)).people;
      const shown = (name: string) => at(person?.shown, `meta.${name}`);
      const instants = [
        ['created', 'ge', true],
        ['created', 'lt', false],
        ['lastModified', 'gt', true],
        ['lastModified', 'le', false],
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
            ([name, operator, found]): Line => ({
              key: `${name}/${operator}`,
              filter: `meta.${name} ${operator} ${LONG_AGO}`,
              narrow: true,
              wanted: () => found,
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
    'pr, ne, co, sw and ew select by the attributes of meta as by any other',
    { needs: ['users'] },
    async (tools) => {
      const { people } = await tools.given.the(sharedCast);
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
      const location = String(shown('location'));
      // How an address is stored is the endpoint's matter: those of others do not end as this one does.
      const ending = location.slice(location.lastIndexOf('/'));
      const endsSo: Line['wanted'] = (one) =>
        String(at(one.shown, 'meta.location')).endsWith(ending) ? undefined : false;

      await linesHold(tools, [
        ...line('created', 'pr', undefined, () => true),
        ...line('lastModified', 'ne', '2000-01-01T00:00:00Z', () => true),
        ...line('resourceType', 'ne', 'User', () => false),
        ...line('resourceType', 'sw', 'Us', () => true),
        ...line('resourceType', 'co', 'evic', () => false),
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

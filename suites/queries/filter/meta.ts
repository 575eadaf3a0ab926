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
];

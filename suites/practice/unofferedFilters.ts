import { check } from '../../kit/check/check.ts';
import { readList } from '../../kit/check/must.ts';
import { quote } from '../../kit/check/scim.ts';
import { plainUser } from '../fixtures/users/users.ts';

/** A list of this many says that nobody was asked for in particular. */
const PAGE = 2;

/** Clients look accounts up whatever the configuration says of filters. */
export const unofferedFilters = [
  check(
    'practice.unoffered-filters-list-nobody',
    ['practice:P37'],
    'an endpoint without filtering never answers a filter with users who do not match',
    { needs: ['users'] },
    async ({ scim, given, must, capabilities, notApplicable }) => {
      if (capabilities.features.filter === true) notApplicable('the endpoint supports filters');
      const { user } = await plainUser(given);
      const nobody = quote(given.unique());
      const filters = {
        'absent-name': `userName eq ${nobody}`,
        'without-quotes': `userName eq ${given.unique()}`,
        'dropped-condition': `userName eq ${quote(user.name)} and externalId eq ${nobody}`,
        'unknown-attribute': `ctsNoSuch eq ${nobody}`,
      };

      await must.each(
        Object.entries(filters),
        ([key]) => key,
        async ([, filter], line) => {
          const { length } = readList(await scim.find(given.users, filter, { count: PAGE })).resources;
          line.hold(length === 0, {
            key: 'open',
            expected: `no user, or a refusal, for ${filter}`,
            observed: `${length} user(s)`,
          });
        },
      );
    },
  ),
];

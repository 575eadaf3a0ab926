import { check } from '../../../kit/check/check.ts';
import type { ScimResponse } from '../../../kit/wire/response.ts';
import { member } from '../../../schemas/attributes.ts';
import { sharedCrowd } from '../../fixtures/lists/crowd.ts';

/** An answer's status and, where it has one, its scimType. */
export function describeOutcome({ status, body }: ScimResponse): string {
  const scimType = member(body, 'scimType');
  return typeof scimType === 'string' ? `${status} ${scimType}` : String(status);
}

export const sortingLimits = [
  check(
    'queries.sort-without-support',
    ['7644:3.4.2/sort-unsupported'],
    'how sortBy is handled by an endpoint that does not sort',
    async (tools) => {
      const { scim, given, observe } = tools;
      await tools.given.the(sharedCrowd);
      const answer = await scim.get(given.users, { query: { sortBy: 'userName', count: 1 } });

      observe('sort.unsupported', answer.ok ? `${answer.status} ignored` : describeOutcome(answer));
    },
  ),
  check(
    'queries.sort-by-the-unknown',
    ['7644:3.12/sort-invalid'],
    'how an unknown sortBy or sortOrder is handled',
    async (tools) => {
      const { scim, given, observe } = tools;
      await tools.given.the(sharedCrowd);
      const odd = {
        'sortBy.unknown': { sortBy: 'confNoSuch' },
        'sortOrder.unknown': { sortBy: 'userName', sortOrder: 'up' },
      };

      for (const [key, query] of Object.entries(odd))
        observe(key, describeOutcome(await scim.get(given.users, { query: { ...query, count: 1 } })));
    },
  ),
];

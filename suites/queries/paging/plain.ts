import { check } from '../../../kit/check/check.ts';
import { describe, readList } from '../../../kit/check/must.ts';
import { member } from '../../../schemas/attributes.ts';
import { walk } from '../../fixtures/lists/pages.ts';
import { plainUser } from '../../fixtures/users/users.ts';

/** A list of more pages than this is not read to its end. */
const MOST_PAGES = 6;
/** More than most endpoints show at once: pages are as large as they get. */
const SIZE = 1_000;

/** Lists for which nothing is asked (RFC 7644 section 3.4.2). */
export const plainLists = [
  check(
    'queries.plain-list-shows-what-is-there',
    ['7644:3.4.2/plain-list'],
    'a list without parameters is not empty if it counts anybody',
    { needs: ['users'], phase: 'exclusive', reads: true },
    async ({ scim, given, must, notApplicable }) => {
      const { user } = await plainUser(given);
      const answer = await scim.get(given.users);
      must.hold(answer.status < 500, {
        key: 'broken',
        expected: 'a list, or a refusal of lists without a filter',
        observed: describe(answer),
      });
      if (!answer.ok)
        notApplicable(`a list without a filter is answered ${answer.status}`, 'nothing-to-observe');
      must.hold(must.haveList(answer).resources.length > 0, {
        key: 'empty',
        expected: 'users, of which there are some',
        observed: 'a page without resources',
        exchange: answer.exchange,
      });

      // A page may shift while others write: what is missing is looked for twice.
      for (const last of [false, true]) {
        const first = await scim.get(given.users, { query: { count: SIZE } });
        const { total = 0, resources: page } = readList(first);
        if (!first.ok || total > MOST_PAGES * page.length) return;
        const { resources } = await walk((position) =>
          Object.keys(position).length === 0
            ? Promise.resolve(first)
            : scim.get(given.users, { query: { count: SIZE, ...position } }),
        );
        const shown = resources.some((one) => member(one, 'id') === user.id);
        if (!shown && !last) continue;
        return must.hold(shown, {
          key: 'not-shown',
          expected: 'the user of the run on one of the pages',
          observed: `${resources.length} users without it, and a total of ${total}`,
        });
      }
    },
  ),
];

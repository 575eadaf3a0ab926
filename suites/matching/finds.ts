import { type CheckTools, check } from '../../kit/check/check.ts';
import type { ClaimOptions } from '../../kit/check/must.ts';
import { sharedAnswer } from '../../kit/check/sharedAnswer.ts';
import {
  fresh,
  keptValue,
  listMatching,
  type Matching,
  matchingBy,
  matchingPair,
} from '../fixtures/clients/matching.ts';
import { seeFiltersWork } from '../fixtures/lists/cast.ts';
import { nameLookup } from '../fixtures/lists/nameLookup.ts';
import { isRefusal } from '../fixtures/lists/pages.ts';

/** Of two resources with different values, a lookup finds the one asked for. */
async function findsOne(tools: CheckTools, key: string, refused?: ClaimOptions): Promise<void> {
  const { must, notApplicable } = tools;
  const matching = matchingBy(tools, key);
  const [wanted] = (await tools.given.the(matchingPair))[matching.resource] ?? [];
  if (wanted === undefined)
    return notApplicable(`the profile matches no ${matching.resource} by an attribute that it sends`);
  const answer = await tools.given.the(wholeAnswer(matching, keptValue(tools, matching, wanted)));

  if (refused !== undefined && isRefusal(answer))
    must.haveStatus(answer, 200, { key: 'refused', ...refused });
  must.listExactly(answer, [wanted.id]);
}

/** The lookup of a value of the first of the pair, which more than one check looks at. */
const wholeAnswer = ({ key, endpoint, filter }: Matching, value: string) =>
  sharedAnswer(`matching.whole.${key}`, ({ scim }) => scim.find(endpoint, filter(value)));

export const finds = [
  check(
    'matching.user-name-finds-one',
    ['7644:3.4.2.2/op-eq'],
    'a filter on userName finds the user with that name and no other',
    { needs: ['users'] },
    async ({ given, must }) => {
      const { wanted, answer } = await nameLookup(given);

      must.listExactly(answer, [wanted.id]);
    },
  ),
  check(
    'matching.external-id-finds-one',
    ['7644:3.4.2.2/op-eq', 'entra:R24'],
    'a filter on externalId finds the user with that value and no other',
    { needs: ['users', 'matching:User.externalId'] },
    // RFC 7644 lets an endpoint not support a filter on this attribute; a client that matches by it cannot.
    (tools) => findsOne(tools, 'User.externalId', { row: 'entra:R24' }),
  ),
  check(
    'matching.id-finds-one',
    ['7644:3.4.2.2/op-eq', 'entra:R04'],
    'a filter on id finds the user with that id and no other',
    { needs: ['users', 'matching:User.id'] },
    (tools) => findsOne(tools, 'User.id', { row: 'entra:R04' }),
  ),
  check(
    'matching.work-address-finds-one',
    ['entra:R15'],
    'a filter on the work address finds the user with that address and no other',
    { needs: ['users', 'filter', 'matching:User.emails'] },
    (tools) => findsOne(tools, 'User.emails'),
  ),
  check(
    'matching.group-name-finds-one',
    ['7644:3.4.2.2/filter-groups', 'entra:R24'],
    'a filter on displayName finds the group with that name and no other',
    { needs: ['groups', 'matching:Group.displayName'] },
    // The same holds of groups, which an endpoint may not let be filtered at all.
    (tools) => findsOne(tools, 'Group.displayName', { row: 'entra:R24' }),
  ),
  check(
    'matching.group-external-id-finds-one',
    ['7644:3.4.2.2/filter-groups', 'entra:R24'],
    'a filter on externalId finds the group with that value and no other',
    { needs: ['groups', 'matching:Group.externalId'] },
    (tools) => findsOne(tools, 'Group.externalId', { row: 'entra:R24' }),
  ),
  check(
    'matching.no-match-is-an-empty-list',
    ['7644:3.4.2/filter-no-match', 'entra:R19'],
    'a lookup without a match returns 200 with an empty list, whatever its attribute',
    async (tools) => {
      const { scim, given, must, notApplicable } = tools;
      const all = listMatching(tools);
      if (all.length === 0) notApplicable('the endpoint publishes no matching attribute of the profile');
      await seeFiltersWork(tools);

      await must.each(all, findingKey, async (matching, line) => {
        const answer = await scim.find(matching.endpoint, matching.filter(fresh(given, matching)));
        const ofClient = matching.beyondRfc || isRefusal(answer);
        line.listExactly(answer, [], { row: ofClient ? 'entra:R19' : '7644:3.4.2/filter-no-match' });
      });
    },
  ),
  check(
    'matching.part-of-a-value-finds-nothing',
    ['7644:3.4.2.2/op-eq', 'entra:R15'],
    'eq matches whole values only: no prefix, no suffix and nothing longer',
    async (tools) => {
      const { scim, must, notApplicable } = tools;
      const pair = await tools.given.the(matchingPair);
      const lines = listMatching(tools).flatMap((matching) => {
        const [short, long] = pair[matching.resource] ?? [];
        const value = short && matching.of(short.shown);
        const longer = long && matching.of(long.shown);
        return value === undefined || longer === undefined || !matching.written
          ? []
          : [{ matching, short, value, longer }];
      });
      if (lines.length === 0) notApplicable('the endpoint stores no matching attribute of the profile');

      await must.each(
        lines,
        ({ matching }) => matching.key,
        async ({ matching, short, value, longer }, line) => {
          const row = matching.beyondRfc ? 'entra:R15' : '7644:3.4.2.2/op-eq';
          const lookup = (one: string) => scim.find(matching.endpoint, matching.filter(one));
          const found = await tools.given.the(wholeAnswer(matching, value));
          if (isRefusal(found) && matching.key !== 'User.userName') return;
          line.listExactly(found, short === undefined ? [] : [short.id], { key: 'whole', row });
          line.listExactly(await lookup(value.slice(0, -1)), [], { key: 'prefix', row });
          line.listExactly(await lookup(value.slice(1)), [], { key: 'suffix', row });
          line.listExactly(await lookup(`${longer}x`), [], { key: 'longer', row });
        },
      );
    },
  ),
];

const findingKey = ({ key }: Matching): string => key;

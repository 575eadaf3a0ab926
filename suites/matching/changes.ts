import { type CheckTools, check } from '../kit/check.ts';
import { listOf } from '../kit/must.ts';
import { isRefusal } from '../queries/filter/lines.ts';
import { createdBy, fresh, keptValue, type Matching, made, matchingBy, matchingOf } from './attributes.ts';

/** Ends the check where no lookup by the attribute finds a resource that exists: its absence would prove nothing. */
async function seen(
  { scim, must, notApplicable, eventually }: CheckTools,
  matching: Matching,
  value: string,
  id: string,
) {
  const answer = await eventually(
    () => scim.find(matching.endpoint, matching.filter(value)),
    (one) => !one.ok || listOf(one).resources.length > 0,
  );
  if (isRefusal(answer))
    notApplicable(`the endpoint does not filter on ${matching.path}`, 'nothing-to-observe');
  must.listExactly(answer, [id], { key: 'before' });
}

/** Changes the value with PUT, reads it back, and looks the resource up by the new value and by the old one. */
async function followsChange(
  tools: CheckTools,
  key: string,
  next?: (value: string) => string,
): Promise<void> {
  const { scim, given, must, notApplicable, eventually } = tools;
  const matching = matchingBy(tools, key);
  const before = await made(given, matching.resource, matching.put(fresh(given, matching)));
  const old = keptValue(tools, matching, before);
  await seen(tools, matching, old, before.id);
  const value = next?.(old) ?? fresh(given, matching);
  const body = { ...before.sent, ...matching.put(value), id: before.id };
  await given.step('change the value', scim.put(before.path, body));
  const now = matching.of(await given.read(before));
  if (now === undefined || now === old)
    notApplicable(`the endpoint keeps ${key} as it is`, 'nothing-to-observe');

  const found = await eventually(
    () => scim.find(matching.endpoint, matching.filter(now ?? '')),
    (answer) => listOf(answer).resources.length > 0,
  );
  must.listExactly(found, [before.id], { key: 'new-value' });
  if (next !== undefined) return;
  must.listExactly(await scim.find(matching.endpoint, matching.filter(old)), [], { key: 'old-value' });
}

/** Looks a resource up by everything that the profile matches by, before and after its deletion. */
async function goneEverywhere(tools: CheckTools, resource: 'User' | 'Group'): Promise<void> {
  const { scim, given, must, notApplicable, eventually } = tools;
  const all = matchingOf(tools).filter((one) => one.resource === resource);
  if (all.length === 0) notApplicable(`the profile matches no ${resource}`);
  const values = all.map((matching) => (matching.written ? matching.put(fresh(given, matching)) : {}));
  const one = await made(given, resource, Object.assign({}, ...values));
  const usable: Matching[] = [];
  for (const matching of all) {
    const value = matching.of(one.shown);
    if (value === undefined) continue;
    const answer = await scim
      .find(matching.endpoint, matching.filter(value))
      .as('given', 'find it while it exists');
    if (listOf(answer).resources.length === 1) usable.push(matching);
  }
  if (usable.length === 0) notApplicable('no lookup finds what exists', 'nothing-to-observe');
  await given.step('delete it', scim.delete(one.path));

  await must.each(
    usable,
    ({ key }) => key,
    async (matching, line) => {
      const answer = await eventually(
        () => scim.find(matching.endpoint, matching.filter(matching.of(one.shown) ?? '')),
        (late) => listOf(late).resources.length === 0,
      );
      line.listExactly(answer, [], { key: 'deleted' });
    },
  );
}

export const changes = [
  check(
    {
      id: 'matching.renamed-user-is-found-by-new-name',
      verifies: ['7644:3.4.2.2/op-eq'],
      title: 'after a change of userName the new name finds the user and the old one nothing',
      needs: ['matching:User.userName'],
    },
    (tools) => followsChange(tools, 'User.userName'),
  ),
  check(
    {
      id: 'matching.recased-user-is-found-once',
      verifies: ['7644:3.4.2.2/op-eq'],
      title: 'a user whose userName changed in letter case alone is found, and once',
      needs: ['matching:User.userName'],
    },
    (tools) => followsChange(tools, 'User.userName', (name) => name.toUpperCase()),
  ),
  check(
    {
      id: 'matching.changed-external-id-is-found',
      verifies: ['7644:3.4.2.2/op-eq'],
      title: 'after a change of externalId the new value finds the user and the old one nothing',
      needs: ['matching:User.externalId'],
    },
    (tools) => followsChange(tools, 'User.externalId'),
  ),
  check(
    {
      id: 'matching.changed-work-address-is-found',
      verifies: ['entra:R15'],
      title: 'after a change of the work address the new one finds the user and the old one nothing',
      needs: ['filter', 'matching:User.emails'],
    },
    (tools) => followsChange(tools, 'User.emails'),
  ),
  check(
    {
      id: 'matching.renamed-group-is-found-by-new-name',
      verifies: ['7644:3.4.2.2/filter-groups'],
      title: 'after a change of displayName the new name finds the group and the old one nothing',
      needs: ['matching:Group.displayName'],
    },
    (tools) => followsChange(tools, 'Group.displayName'),
  ),
  check(
    {
      id: 'matching.deleted-user-is-found-by-nothing',
      verifies: ['7644:3.6/deleted-not-listed'],
      title: 'no lookup finds a user that was deleted',
      needs: ['filter'],
    },
    (tools) => goneEverywhere(tools, 'User'),
  ),
  check(
    {
      id: 'matching.deleted-group-is-found-by-nothing',
      verifies: ['7644:3.6/deleted-not-listed'],
      title: 'no lookup finds a group that was deleted',
      needs: ['filter'],
    },
    (tools) => goneEverywhere(tools, 'Group'),
  ),
  check(
    {
      id: 'matching.reused-name-finds-the-new-user',
      verifies: ['7644:3.6/deleted-not-listed'],
      title: 'a name that was used again after a deletion finds the new user alone',
      needs: ['users', 'filter'],
    },
    async (tools) => {
      const { scim, given, must, notApplicable } = tools;
      const matching = matchingBy(tools, 'User.userName');
      const old = await made(given, 'User', {});
      await given.step('delete it', scim.delete(old.path));
      const answer = await scim.post(given.users, old.sent).as('given', 'create it again');
      if (answer.status === 409) notApplicable('the endpoint does not free the name', 'nothing-to-observe');

      const { id } = createdBy(tools, given.users, answer);
      must.listExactly(await scim.find(given.users, matching.filter(old.name)), [id], { key: 'new-user' });
    },
  ),
];

import { blueprint } from '../../kit/check/blueprint.ts';
import { type CheckTools, check } from '../../kit/check/check.ts';
import { type Fixture, fixture } from '../../kit/check/given.ts';
import { readList } from '../../kit/check/must.ts';
import { counted } from '../../kit/check/words.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import type { Attributes } from '../../schemas/attributes.ts';
import {
  createdBy,
  keptValue,
  listMatching,
  type Matched,
  type Matching,
  matched,
  matchingBy,
  matchingPair,
  valueFrom,
} from '../fixtures/clients/matching.ts';
import { isRefusal, listIds, walk } from '../fixtures/lists/pages.ts';
import { swapCase } from '../fixtures/naming.ts';
import { chooseDomain } from '../fixtures/optional.ts';

/**
 * Two resources of one value are both found, where the endpoint admits a second: which of the two it does is its
 * own choice wherever the attribute is not unique.
 */
async function findsBoth(tools: CheckTools, key: string, kept?: string): Promise<void> {
  const { scim, given, must, observe, notApplicable } = tools;
  const matching = matchingBy(tools, key);
  // Others are there: else a list of everything would be right by chance.
  await given.the(matchingPair);
  const owner = await given.the(first(matching.resource));
  const value = matching.of(owner.sent) ?? '';
  const shown = keptValue(tools, matching, owner);
  const body = given.payload(matching.resource, matching.put(value));
  const second = await scim
    .post(matching.endpoint, body)
    .as('given', 'create another one with the same value');
  observe(`matching.${key}.twice`, second.ok ? 'accepted' : `refused with ${second.status}`);
  const { path, id } = createdBy(tools, matching.endpoint, second);
  // Pages may hold one where nobody asks for more.
  const filter = matching.filter(shown);
  const look = () => walk((at) => scim.find(matching.endpoint, filter, { count: 10, ...at }));
  const list = kept === undefined && second.ok ? await look() : undefined;
  // What is found by the value is kept: only where it is not has it to be read.
  const isFound = list !== undefined && listIds(list.resources).includes(id);
  const twin = second.ok && !isFound ? matching.of(await given.read(path)) : shown;
  if (kept !== undefined)
    must.hold(
      twin !== undefined,
      {
        key: 'second-lost',
        expected: `the ${key} that was sent, as for the first, or a refusal`,
        observed: 'success, and none',
        exchange: second.exchange,
      },
      { row: kept },
    );
  if (twin !== shown) notApplicable('the endpoint does not keep the second value', 'nothing-to-observe');

  const { answers, resources } = list ?? (await look());
  const [answer] = answers as [ScimResponse];
  if (isRefusal(answer)) notApplicable(`the endpoint does not filter on ${key}`, 'nothing-to-observe');
  const ids = [owner.id, ...(second.ok ? [id] : [])];
  // The endpoint's pages may be as small as one.
  if (answers.length === 1) must.listExactly(answer, ids);
  else must.equal(listIds(resources), ids, { key: 'matches', what: 'what the pages list' });
}

/** A resource with a value for each matching attribute; each second one shares one of them. */
function first(resource: 'User' | 'Group'): Fixture<Matched> {
  return fixture(`matching.first.${resource}`, async (tools) => {
    return matched(tools.given, resource);
  });
}

export const values = [
  check(
    'matching.case-counts-as-published',
    ['7644:3.4.2.2/caseexact-false', '7644:3.4.2.2/caseexact-true'],
    'a lookup is case-sensitive exactly where the attribute is published as case-exact',
    async (tools) => {
      const { scim, must, notApplicable } = tools;
      const pair = await tools.given.the(matchingPair);
      const lines = listMatching(tools).flatMap((matching) => {
        const [resource] = pair[matching.resource] ?? [];
        const value = resource && matching.of(resource.shown);
        return value === undefined || !matching.written ? [] : [{ matching, resource, value }];
      });
      if (lines.length === 0) notApplicable('the endpoint stores no matching attribute of the profile');

      await must.each(
        lines,
        ({ matching }) => matching.key,
        async ({ matching, resource, value }, line) => {
          const answer = await scim.find(matching.endpoint, matching.filter(swapCase(value)));
          const unsupported = isRefusal(answer) || (matching.beyondRfc && !answer.ok);
          if (unsupported && matching.key !== 'User.userName') return;
          // What the client's form does not find as it stands is the matter of its own row.
          if (matching.beyondRfc && readList(answer).resources.length === 0) {
            const plain = readList(await scim.find(matching.endpoint, matching.filter(value)));
            if (plain.resources.length === 0) return;
          }
          line.listExactly(answer, matching.caseExact || resource === undefined ? [] : [resource.id], {
            row: `7644:3.4.2.2/caseexact-${matching.caseExact}`,
          });
        },
      );
    },
  ),
  check(
    'matching.wildcards-stand-for-themselves',
    ['7644:3.4.2.2/op-eq'],
    'percent, underscore, asterisk and question mark in a value are literal characters',
    { needs: ['users', 'matching:User.userName'] },
    async (tools) => {
      const { scim, given, must } = tools;
      const matching = matchingBy(tools, 'User.userName');
      const user = await given.made(doubled);
      const [word = '', domain = ''] = user.name.split('xx@');
      must.listExactly(await scim.find(given.users, matching.filter(user.name)), [user.id], {
        key: 'itself',
      });

      await must.each(
        [
          `${word}%`,
          `${word}__@${domain}`,
          `${word}xx@${domain.replace('.', '_')}`,
          `${word}*`,
          `${word}??@${domain}`,
          '%',
          '*',
        ],
        (value) => value.replace(word, 'name'),
        async (value, line) => line.listExactly(await scim.find(given.users, matching.filter(value)), []),
      );
    },
  ),
  check(
    'matching.two-users-of-one-external-id',
    ['7644:3.4.2.2/op-eq', '7643:3.1/externalid-roundtrip'],
    'users that share an externalId keep it, and it finds them all',
    { needs: ['users', 'matching:User.externalId'] },
    (tools) => findsBoth(tools, 'User.externalId', '7643:3.1/externalid-roundtrip'),
  ),
  check(
    'matching.two-users-of-one-work-address',
    ['entra:R15'],
    'a shared work address finds all of its users',
    { needs: ['users', 'filter', 'matching:User.emails'] },
    (tools) => findsBoth(tools, 'User.emails'),
  ),
  check(
    'matching.two-groups-of-one-name',
    ['7644:3.4.2.2/filter-groups'],
    'a shared displayName finds all of its groups',
    { needs: ['matching:Group.displayName'] },
    (tools) => findsBoth(tools, 'Group.displayName'),
  ),
  check(
    'matching.two-groups-of-one-external-id',
    ['7644:3.4.2.2/filter-groups'],
    'a shared externalId finds all of its groups',
    { needs: ['matching:Group.externalId'] },
    (tools) => findsBoth(tools, 'Group.externalId'),
  ),
  check(
    'matching.long-values-are-found',
    ['7644:3.4.2.2/op-eq'],
    'a value of 256 characters, if accepted, can be found',
    async (tools) => {
      const { scim, given, must, observe, remark, notApplicable } = tools;
      const written = listMatching(tools).filter((one) => one.written && one.key !== 'User.emails');
      if (written.length === 0) notApplicable('the endpoint publishes no matching attribute of the profile');
      // A plain value is taken: else the refusal of a long one would mean nothing.
      await tools.given.the(matchingPair);

      const long = (matching: Matching): string => {
        const { length } = valueFrom(given, matching, '');
        return valueFrom(given, matching, `${given.unique()}${'n'.repeat(256)}`.slice(0, 256 - length));
      };
      const create = (own: Matching[], sent: Map<Matching, string>) => {
        const [{ resource, endpoint }] = own as [Matching];
        const attributes = own.map((one) => one.put(sent.get(one) ?? ''));
        const body = given.payload(resource, Object.assign({}, ...attributes));
        return scim.post(endpoint, body).as('given', 'create it with 256 characters');
      };
      const whole = new Map<Matching, { answer: ScimResponse; sent: string }>();
      const shown = new Map<string, Attributes>();
      for (const resource of new Set(written.map((one) => one.resource))) {
        const own = written.filter((one) => one.resource === resource);
        const sent = new Map(own.map((one) => [one, long(one)]));
        const answer = await create(own, sent);
        // Where one takes them all, each is taken; else one for each tells which it is.
        if (answer.ok) for (const one of own) whole.set(one, { answer, sent: sent.get(one) ?? '' });
      }

      await must.each(written, findingKey, async (matching, line) => {
        const sent = whole.get(matching)?.sent ?? long(matching);
        const answer = whole.get(matching)?.answer ?? (await create([matching], new Map([[matching, sent]])));
        observe(
          `matching.${matching.key}.256-characters`,
          answer.ok ? 'accepted' : `refused with ${answer.status}`,
        );
        line.hold(answer.status < 500, {
          key: 'create',
          expected: '2xx or a 4xx refusal',
          observed: `${answer.status}`,
        });
        if (!answer.ok) return;
        const { path } = createdBy(tools, matching.endpoint, answer);
        const read = shown.get(path) ?? (await given.read(path));
        shown.set(path, read);
        const kept = matching.of(read);
        if (kept !== undefined && kept.length < sent.length)
          remark('warning', `${matching.key}/cut`, 'the value was truncated');
        const list = await scim.find(matching.endpoint, matching.filter(kept ?? sent));
        if (kept === undefined || isRefusal(list)) return;
        line.hold(readList(list).resources.length === 1, {
          key: 'found',
          expected: 'the one resource with that value',
          observed: `status ${list.status} with ${counted(readList(list).resources.length)}`,
        });
      });
    },
  ),
];

const findingKey = ({ key }: Matching): string => key;

/** A user whose name ends in two letters that wildcards could stand for. */
const doubled = blueprint('User', 'User of two like letters', ({ given }) => ({
  userName: `${given.unique()}xx@${chooseDomain(given)}`,
}));

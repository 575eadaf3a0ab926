import { type CheckTools, check } from '../../kit/check/check.ts';
import { fixture } from '../../kit/check/given.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, at, ENTERPRISE, isObject, readValues } from '../../schemas/attributes.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { people } from '../fixtures/groups/people.ts';
import { type Kind, listKinds } from '../fixtures/kinds.ts';
import { inactiveUser } from '../fixtures/users/inactive.ts';

const MANAGER = `${ENTERPRISE}:manager`;

/** A create that refers to somebody inactive: what it was answered, and what a read shows of it. */
interface Reference {
  key: 'member' | 'manager';
  answer: ScimResponse;
  /** Whether a resource as shown names the user. */
  names(shown: Attributes): boolean;
  read: Attributes;
}

/** A group and a user that were created with somebody inactive as a member and as the manager. */
const references = fixture('practice.inactive-references', async (tools): Promise<Reference[]> => {
  const { given, scim, capabilities, profile } = tools;
  const user = await inactiveUser(given);
  if (user === undefined) return [];
  const create = async (kind: Kind, body: Attributes, about: Pick<Reference, 'key' | 'names'>) => {
    const path = kind === 'User' ? given.users : given.groups;
    const sent = given.payload(kind, body);
    const answer = await scim.post(path, sent).as('given', `create one with an inactive ${about.key}`);
    if (!answer.ok) return [];
    return [{ ...about, answer, read: await given.read(await given.madeBy(kind, answer, sent)) }];
  };
  const members = findAttribute(capabilities, 'Group', 'members');
  const groups = members?.mutability === 'readWrite' && members.returned === 'default';
  const manager = findAttribute(capabilities, 'User', MANAGER);
  const [active] = groups ? await given.the(people) : [user];
  const all = listKinds({ capabilities, profile });
  return [
    ...(groups && all.includes('Group')
      ? await create(
          'Group',
          { members: [{ value: active.id }, { value: user.id }] },
          { key: 'member', names: (shown) => readValues(shown, 'members').includes(user.id) },
        )
      : []),
    ...(manager?.mutability === 'readWrite' && manager.returned === 'default'
      ? await create(
          'User',
          { [ENTERPRISE]: { manager: { value: user.id } } },
          { key: 'manager', names: (shown) => at(shown, `${MANAGER}.value`) === user.id },
        )
      : []),
  ];
});

async function listReferences({ given, notApplicable }: CheckTools): Promise<Reference[]> {
  const all = await given.the(references);
  if (all.length > 0) return all;
  return notApplicable('no reference to an inactive user is possible', 'nothing-to-observe');
}

/** Users who are inactive already when a create refers to them. */
export const inactiveTakenUp = [
  check(
    'practice.answers-tell-of-inactive-users',
    ['7644:3.1/reflects-state'],
    'an inactive member or manager shown in the response to a create is really there',
    { needs: ['users'] },
    async (tools) => {
      const told = (await listReferences(tools)).filter(({ answer }) => isObject(answer.json));
      if (told.length === 0) tools.notApplicable('creates are answered without a body', 'nothing-to-observe');

      await tools.must.each(
        told,
        ({ key }) => key,
        ({ key, answer, names, read }, line) => {
          line.hold(names(read) || !names(answer.body), {
            key: 'answer',
            expected: `the inactive user as ${key}, as in the response`,
            observed: `a resource without that ${key}`,
            exchange: answer.exchange,
          });
        },
      );
    },
  ),
  check(
    'practice.inactive-users-are-taken-up',
    ['practice:P50'],
    'an inactive user can be a member of a new group and the manager of a new user',
    { needs: ['users'] },
    async (tools) => {
      await tools.must.each(
        await listReferences(tools),
        ({ key }) => key,
        ({ key, answer, names, read }, line) => {
          tools.observe(`inactive.new-${key}`, names(read) ? 'kept' : 'passed over');
          line.hold(names(read), {
            key: 'passed-over',
            expected: `the inactive user as ${key}`,
            observed: `a resource without that ${key}`,
            exchange: answer.exchange,
          });
        },
      );
    },
  ),
];

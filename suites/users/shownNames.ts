import { type CheckTools, check } from '../../kit/check/check.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { isFreeText } from '../../kit/compose/choose.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import {
  type Attributes,
  at,
  ENTERPRISE,
  elements,
  equal,
  member,
  unassigned,
} from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { renames } from '../fixtures/naming.ts';
import { asking } from './groups.ts';

const MANAGER = `${ENTERPRISE}:manager`;

/** Names of others that a resource shows beside a reference to them. */
export const shownNames = [
  check(
    'users.groups-bear-their-names',
    ['practice:P40'],
    'display names in members, groups and manager follow a rename of the resource',
    { needs: ['users'] },
    async ({ scim, given, must, capabilities, eventually, notApplicable }) => {
      const named = { displayName: given.unique() };
      const user = await given.user(isNamed(capabilities) ? named : {});
      const group = await given.group({}, [user]);
      const shown = ({ body }: ScimResponse) =>
        elements(body, 'groups').find((one) => member(one, 'value') === group.id);
      const look = (name: string) =>
        eventually(
          () => scim.get(user.path, asking(capabilities)),
          (answer) => equal(member(shown(answer), 'display'), name, false),
        );
      const before = member(shown(await look(group.name)), 'display');

      if (!unassigned(before)) must.equal(before, group.name, { key: 'display', caseExact: false });
      const changes = capabilities.features.patch && renames(capabilities, 'Group');
      const displayName = given.unique();
      const rename = { op: 'replace', path: 'displayName', value: displayName };
      if (!unassigned(before) && changes) {
        await given.step('rename the group', scim.patch(group.path, [rename]));
        const after = member(shown(await look(displayName)), 'display');
        must.equal(after, displayName, { key: 'renamed/display', what: 'display', caseExact: false });
      }
      const followed = await namesFollow({ scim, given, must, capabilities, eventually }, user, group, named);
      if (unassigned(before) && followed === 0)
        notApplicable('references show no names here', 'nothing-to-observe');
    },
  ),
];

/** Whether a client gives users their displayName, and may change it. */
function isNamed(capabilities: Capabilities): boolean {
  const published = findAttribute(capabilities, 'User', 'displayName');
  return capabilities.features.patch === true && published !== undefined && isFreeText(published);
}

/** Where another resource shows the name of a user: as a member, and as the manager. */
interface Mention {
  key: string;
  path: string;
  name(body: Attributes): unknown;
}

/** Claims that the names which others show of a user are its new one once it has another; gives how many there are. */
async function namesFollow(
  {
    scim,
    given,
    must,
    capabilities,
    eventually,
  }: Pick<CheckTools, 'scim' | 'given' | 'must' | 'capabilities' | 'eventually'>,
  user: Owned,
  group: Owned,
  { displayName: former }: { displayName: string },
): Promise<number> {
  if (!isNamed(capabilities)) return 0;
  const mentions: (Mention & { created: Attributes })[] = [
    {
      key: 'member',
      path: group.path,
      created: group.created,
      name: (body) =>
        member(
          elements(body, 'members').find((one) => member(one, 'value') === user.id),
          'display',
        ),
    },
  ];
  if (findAttribute(capabilities, 'User', MANAGER)?.mutability === 'readWrite') {
    const report = await given.user({ [ENTERPRISE]: { manager: { value: user.id } } });
    const name = (body: Attributes) => at(body, `${MANAGER}.displayName`);
    mentions.push({ key: 'manager', path: report.path, created: report.created, name });
  }
  // Who is shown under another name, such as the userName, has not got a new one.
  const telling = mentions.filter(({ created, name }) => equal(name(created), former, false));
  if (telling.length === 0) return 0;
  const value = given.unique();
  await given.step('rename the user', scim.patch(user.path, [{ op: 'replace', path: 'displayName', value }]));
  await must.each(
    telling,
    ({ key }) => key,
    async ({ path, name }, line) => {
      const answer = await eventually(
        () => scim.get(path),
        ({ body }) => equal(name(body), value, false),
      );
      // A reference without a name says nothing wrong.
      if (!unassigned(name(answer.body)))
        line.equal(name(answer.body), value, { key: 'renamed', what: 'the name', caseExact: false });
    },
  );
  return telling.length;
}

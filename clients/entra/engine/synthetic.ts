import type { Change, DirectoryContents, DirectoryObject } from './directory.ts';
import { noChange } from './directory.ts';

const DEPARTMENTS = ['Sales', 'Engineering', 'Finance', 'Support'];
const LARGE = 10_000;
/** One user in this many is a manager of those that follow. */
const SPAN = 10;

/**
 * A directory in which everybody but the first of each ten has a manager, users are spread over the groups, and
 * each later cycle brings a new name, a rename, a leaver, and a move between groups. The same for the same arguments.
 * @param marker what every name begins with
 */
export function syntheticDirectory(options: {
  marker: string;
  domain: string;
  users: number;
  groups: number;
  cycles: number;
}): DirectoryContents {
  const { marker, domain, users, groups, cycles } = options;
  const people = Array.from({ length: users }, (_, at) => person(marker, domain, at));
  const teams = Array.from({ length: groups }, (_, at): DirectoryObject => {
    const displayName = `${marker}g${at + 1}`;
    // In a large directory one group holds a fifth of all: such groups are where endpoints break.
    const crowd = at === 0 && users >= LARGE ? Math.floor(users / 5) : 0;
    const members: string[] = [];
    for (let index = 0; index < users; index += 1)
      if (index % groups === at || index < crowd) members.push(`u${index + 1}`);
    return {
      objectId: `g${at + 1}`,
      kind: 'Group',
      attributes: { displayName, mailNickname: displayName, objectId: `${displayName}.oid` },
      members,
    };
  });
  const changes = Array.from({ length: Math.max(0, cycles - 1) }, (_, at) =>
    changeOf(marker, domain, at, people, teams),
  );
  return { objects: [...people, ...teams], changes };
}

function person(marker: string, domain: string, at: number): DirectoryObject {
  const unique = `${marker}u${at + 1}`;
  return {
    objectId: `u${at + 1}`,
    kind: 'User',
    attributes: {
      objectId: `${unique}.oid`,
      userPrincipalName: `${unique}@${domain}`,
      mail: `${unique}.mail@${domain}`,
      mailNickname: unique,
      givenName: 'Adele',
      surname: `Vance ${at + 1}`,
      displayName: `Adele Vance ${at + 1}`,
      department: DEPARTMENTS[at % DEPARTMENTS.length],
      accountEnabled: true,
    },
    members: [],
    ...(at % SPAN === 0 ? {} : { manager: `u${at - (at % SPAN) + 1}` }),
  };
}

function changeOf(
  marker: string,
  domain: string,
  at: number,
  people: DirectoryObject[],
  teams: DirectoryObject[],
): Change {
  const change = noChange();
  // The first person stays: somebody who is a manager is not the one who leaves.
  const pick = (offset: number) => people[1 + ((at * 4 + offset) % Math.max(1, people.length - 1))];
  const [married, renamed, mover, leaver] = [0, 1, 2, 3].map(pick);
  if (people.length < 5 || !married || !renamed || !mover || !leaver) return change;
  change.set.push({ objectId: married.objectId, attributes: { surname: `Nguyen ${at + 1}` } });
  const userPrincipalName = `${marker}n${at + 1}@${domain}`;
  change.set.push({ objectId: renamed.objectId, attributes: { userPrincipalName } });
  const [from] = teams.filter(({ members }) => members.includes(mover.objectId));
  const to = teams.find((team) => team !== from);
  for (const [group, add, remove] of [
    [from, [], [mover.objectId]],
    [to, [mover.objectId], []],
  ] as const)
    if (group) change.members.push({ group: group.objectId, add: [...add], remove: [...remove] });
  if (leaver.manager !== undefined) change.delete.push(leaver.objectId);
  return change;
}

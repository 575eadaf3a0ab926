import { type Change, type DirectoryContents, type DirectoryObject, noChange } from './directory.ts';
import { Spool } from './spool.ts';

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
  const objects = new Spool<DirectoryObject>();
  for (let at = 0; at < users; at += 1) objects.set(`u${at + 1}`, person(marker, domain, at));
  // In a large directory one group holds a fifth of all: such groups are where endpoints break.
  const crowd = users >= LARGE ? Math.floor(users / 5) : 0;
  for (let at = 0; at < groups; at += 1) {
    const displayName = `${marker}g${at + 1}`;
    const members: string[] = [];
    for (let index = 0; at === 0 && index < crowd; index += 1) members.push(`u${index + 1}`);
    for (let index = at; index < users; index += groups)
      if (at > 0 || index >= crowd) members.push(`u${index + 1}`);
    const attributes = { displayName, mailNickname: displayName, objectId: `${displayName}.oid` };
    objects.set(`g${at + 1}`, { objectId: `g${at + 1}`, kind: 'Group', attributes, members });
  }
  const changes = Array.from({ length: Math.max(0, cycles - 1) }, (_, at) =>
    inventChange(options, at, (index) => (index < crowd ? 0 : index % groups)),
  );
  return { objects, changes };
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

/** @param teamNumber which group is the first that holds somebody */
function inventChange(
  { marker, domain, users, groups }: { marker: string; domain: string; users: number; groups: number },
  at: number,
  teamNumber: (index: number) => number,
): Change {
  const change = noChange();
  if (users < 5) return change;
  // The first person stays: somebody who is a manager is not the one who leaves.
  const pick = (offset: number) => 1 + ((at * 4 + offset) % (users - 1));
  const userId = (index: number) => `u${index + 1}`;
  change.set.push({ objectId: userId(pick(0)), attributes: { surname: `Nguyen ${at + 1}` } });
  const userPrincipalName = `${marker}n${at + 1}@${domain}`;
  change.set.push({ objectId: userId(pick(1)), attributes: { userPrincipalName } });
  const mover = pick(2);
  if (groups > 0) {
    const from = teamNumber(mover);
    change.members.push({ group: `g${from + 1}`, add: [], remove: [userId(mover)] });
    if (groups > 1)
      change.members.push({ group: from === 0 ? 'g2' : 'g1', add: [userId(mover)], remove: [] });
  }
  if (pick(3) % SPAN !== 0) change.delete.push(userId(pick(3)));
  return change;
}

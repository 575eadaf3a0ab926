import { check } from '../../kit/check/check.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { changed } from '../../kit/compose/merge.ts';
import { at, readValues } from '../../schemas/attributes.ts';
import { isOnRequest } from '../../schemas/lookup.ts';
import { spelled } from '../../schemas/spelling.ts';
import { crewGroup, ids } from '../fixtures/groups/members.ts';
import { mayRename } from '../fixtures/naming.ts';

const ROWS = { PATCH: '7644:3.5.2/patch-names-its-targets', PUT: 'practice:P15' } as const;

/** What is looked at, and who is in it. */
type Place = ['other' | 'renamed', Owned, Owned[]];

/** Groups that are given each other's names. */
export const namesakes = [
  check(
    'groups.name-of-another-leaves-both',
    [ROWS.PATCH, ROWS.PUT],
    "renaming a group to another group's name leaves both with their members, or is refused",
    { needs: ['groups', 'users', 'patch'] },
    async ({ must, ...tools }) => {
      mayRename(tools, 'Group');
      const { scim, given, capabilities } = tools;
      const { group, before, inside, outside } = await crewGroup(tools, 1);
      // That members are shown is seen of the first.
      const other = await given.group({}, outside.slice(0, 1));
      const theirs: Place = ['other', other, outside.slice(0, 1)];
      const claim = async (row: string, ...places: Place[]): Promise<void> => {
        for (const [key, { path }, people] of places) {
          const answer = await scim.get(path);
          must.haveStatus(answer, 200, { key: `${key}/still-there`, row });
          const shown = spelled(answer.body, capabilities, 'Group');
          // What is returned on request is not in a plain answer.
          if (isOnRequest(given.attribute('Group', 'members'))) continue;
          must.equal(readValues(shown, 'members'), ids(...people), {
            key: `${key}/members`,
            what: `the members of the ${key === 'other' ? 'other group' : 'group that was to be renamed'}`,
            row,
          });
        }
      };

      const value = other.name;
      const answer = await scim.patch(group.path, [{ op: 'replace', path: 'displayName', value }]);
      await claim(ROWS.PATCH, theirs);
      // Where two may share a name there is no second way to it, and the group gets its own back.
      const own = { displayName: at(before, 'displayName') };
      const next = answer.ok ? own : { displayName: value };
      const second = await scim.put(group.path, changed(before, next)).as('control', 'rename it by PUT');
      if (answer.ok || second.ok) await claim(ROWS.PUT, ['renamed', group, inside]);
      if (!answer.ok) await claim(ROWS.PUT, theirs);
    },
  ),
];

import { isObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isOne, readId } from '../kit.ts';
import { during } from '../patch/kit.ts';
import { isGroup, membersIn } from './kit.ts';

/** What goes wrong with members who are removed. */
export const removalDefects: Defect[] = [
  {
    id: 'group.takes-the-neighbour',
    says: 'removing one member removes the one after it, too',
    breaks: ['7644:3.5.2.2/remove-filter-value', '7644:3.5.2/patch-group-members'],
    kills: [
      'groups.remove-the-right-member',
      'groups.members-change-step-by-step',
      'entra.membership-change-arrives',
      'practice.membership-changes-in-a-row-all-stay',
    ],
    semantics: {
      removeMatched: (current, matched) =>
        current.filter((one, index) => !matched.has(one) && !matched.has(current[index - 1])),
    },
  },
  {
    id: 'group.absent-removal-empties',
    says: 'removing a member who is not in the group removes all members',
    breaks: ['7644:3.5.2.2/remove-filter-nomatch', 'entra:Q13'],
    kills: ['groups.remove-absent-member', 'entra.repeated-memberships-settle'],
    before(request, { store }) {
      const group =
        isGroup(request) && isOne(request, 'PATCH') ? store.get('Group', readId(request)) : undefined;
      const operations = isObject(request.body) ? request.body.Operations : undefined;
      if (!group || !Array.isArray(operations)) return undefined;
      const there = membersIn(group.data).map(({ value }) => value);
      for (const one of operations.filter(isObject)) {
        const named = /^members\[value eq "(.*)"\]$/.exec(String(one.path))?.[1];
        if (/^remove$/i.test(String(one.op)) && named !== undefined && !there.includes(named))
          one.path = 'members';
      }
    },
  },
  {
    id: 'group.last-member-stays',
    says: 'removing the last member of a group succeeds but does nothing',
    breaks: ['7644:3.5.2.2/remove-last-unassigned'],
    kills: ['groups.remove-the-last-member'],
    semantics: {
      removeMatched(current, matched) {
        const rest = strict.removeMatched(current, matched);
        return rest.length === 0 ? current : rest;
      },
    },
  },
  {
    id: 'group.member-can-be-exchanged',
    says: "a PATCH of a member's value replaces the member",
    breaks: ['7643:4.2/members-subattrs-immutable'],
    kills: ['groups.member-cannot-be-altered'],
    ...during((request) => isGroup(request) && isOne(request, 'PATCH'), { changesImmutable: () => true }),
  },
];

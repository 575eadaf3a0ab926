import { isObject } from '../../model.ts';
import { ofTenant } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isOne, nameType, readId, refuse } from '../kit.ts';
import { alter, memberIds, readManager } from '../reach.ts';

/** Groups that an account was ever seen in. */
const joined = new Map<string, Map<unknown, unknown>>();

/** Groups that a member was deleted from. */
const bereft = ofTenant(() => new Set<string>());

/** Deletions that do something to those who stay. */
export const neighbourDefects: Defect[] = [
  {
    id: 'delete.takes-namesakes-along',
    says: 'deleting an account deletes those of the same displayName',
    breaks: ['practice:P17'],
    kills: ['hard-delete.others-stay-as-they-were'],
    semantics: {
      alsoDeletes({ id, type, data }, { store }) {
        if (type !== 'User' || data.displayName === undefined) return [];
        const namesakes = store.own('User').filter((other) => other.data.displayName === data.displayName);
        return namesakes.map((other) => other.id).filter((other) => other !== id);
      },
    },
  },
  {
    id: 'delete.manager-takes-reports-along',
    says: 'deleting a user deletes those whose manager it is',
    breaks: ['practice:P17'],
    kills: ['hard-delete.others-stay-as-they-were'],
    before(request, { store }) {
      if (!isOne(request, 'DELETE') || nameType(request) !== 'User') return undefined;
      for (const user of store.own('User')) if (readManager(user) === readId(request)) store.remove(user);
    },
  },
  {
    id: 'delete.group-takes-members-along',
    says: 'deleting a group deletes its members',
    breaks: ['7643:4.2/delete-keeps-members', 'practice:P17'],
    kills: ['hard-delete.group-leaves-its-members', 'hard-delete.others-stay-as-they-were'],
    semantics: {
      alsoDeletes: (resource, { store }) => (resource.type === 'Group' ? store.references(resource) : []),
    },
  },
  {
    id: 'delete.group-disables-its-members',
    says: 'deleting a group sets its members inactive',
    breaks: ['7643:4.2/delete-keeps-members'],
    kills: ['hard-delete.group-leaves-its-members'],
    before(request, tenancy) {
      if (!isOne(request, 'DELETE') || nameType(request) !== 'Group') return undefined;
      const members = tenancy.store.get('Group', readId(request))?.data.members;
      for (const one of Array.isArray(members) ? members.filter(isObject) : [])
        alter(tenancy, String(one.value), { active: false });
    },
  },
  {
    id: 'hard-delete.user-keeps-deleted-groups',
    says: 'accounts show the groups that they were in, left and deleted ones alike',
    breaks: ['7643:4.1.2/groups-reflects-membership'],
    kills: ['hard-delete.group-leaves-the-user', 'users.groups-end-with-membership'],
    semantics: {
      represent(full, resource) {
        const seen = joined.get(resource.id) ?? new Map<unknown, unknown>();
        joined.set(resource.id, seen);
        for (const group of Array.isArray(full.groups) ? full.groups : [])
          if (isObject(group)) seen.set(group.value, group);
        return seen.size === 0 ? full : { ...full, groups: [...seen.values()] };
      },
    },
  },
  {
    id: 'delete.member-takes-its-group-along',
    says: 'deleting a user deletes the groups that it is in',
    breaks: ['practice:P17'],
    kills: ['hard-delete.group-outlives-its-member', 'hard-delete.absent-from-groups'],
    before(request, { store }) {
      if (!isOne(request, 'DELETE') || nameType(request) !== 'User') return undefined;
      for (const group of store.own('Group'))
        if (memberIds(group).includes(readId(request))) store.remove(group);
    },
  },
  {
    id: 'delete.groups-of-leavers-break',
    says: 'a PATCH of a group whose member was deleted breaks the server',
    breaks: ['practice:P17'],
    kills: ['hard-delete.group-outlives-its-member'],
    before(request, tenancy) {
      if (isOne(request, 'DELETE') && nameType(request) === 'User')
        for (const group of tenancy.store.own('Group'))
          if (memberIds(group).includes(readId(request))) bereft(tenancy).add(group.id);
      return isOne(request, 'PATCH') && bereft(tenancy).has(readId(request)) ? refuse(500) : undefined;
    },
  },
  {
    id: 'hard-delete.empties-the-groups',
    says: 'deleting a user removes all members of the groups that it is in',
    breaks: ['practice:P17', '7644:3.6/delete-removes-membership'],
    kills: ['hard-delete.group-outlives-its-member', 'hard-delete.absent-from-groups'],
    before(request, tenancy) {
      if (!isOne(request, 'DELETE') || nameType(request) !== 'User') return undefined;
      for (const group of tenancy.store.referrers(readId(request)))
        if (group.type === 'Group')
          tenancy.store.put({ ...group, data: { ...group.data, members: undefined } });
    },
  },
];

import { isObject } from '../../model.ts';
import { ofTenant } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isOne, nameType, readId, refuse } from '../kit.ts';
import { alter, memberIds, readManager } from '../reach.ts';

/** Groups that a member was deleted from. */
const bereft = ofTenant(() => new Set<string>());

/** Deletions that do something to those who stay. */
export const neighbourDefects: Defect[] = [
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
    id: 'delete.member-takes-its-group-along',
    says: 'deleting a user deletes the groups that it is in',
    breaks: ['practice:P17'],
    kills: ['hard-delete.group-outlives-its-member'],
    before(request, { store }) {
      if (!isOne(request, 'DELETE') || nameType(request) !== 'User') return undefined;
      for (const group of store.own('Group'))
        if (memberIds(group).includes(readId(request))) store.remove(group);
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
];

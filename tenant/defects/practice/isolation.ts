import { isObject } from '../../model.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isOne, nameType, readId, succeeded } from '../kit.ts';
import { readOperations } from '../patch/kit.ts';
import { alter } from '../reach.ts';

/** Changes of users and of members that are felt by others, too. */
export const isolationDefects: Defect[] = [
  {
    id: 'groups.removal-disables',
    says: 'a user that is taken out of a group is set inactive',
    breaks: ['practice:P15'],
    kills: ['practice.membership-changes-stay-in-their-group'],
    after(request, response, tenancy) {
      if (nameType(request) !== 'Group' || !succeeded(response)) return undefined;
      for (const { op, path } of readOperations(request)) {
        const id = /value eq "([^"]+)"/.exec(String(path))?.[1];
        if (/^remove$/i.test(String(op)) && id !== undefined) alter(tenancy, id, { active: false });
      }
    },
  },
  {
    id: 'group.joining-replaces-roles',
    says: 'a user who joins a group has the name of the group for its only role',
    breaks: ['practice:P15'],
    kills: ['practice.membership-changes-stay-in-their-group'],
    after(request, response, tenancy) {
      if (nameType(request) !== 'Group' || !succeeded(response)) return undefined;
      for (const group of tenancy.store.own('Group'))
        for (const one of Array.isArray(group.data.members) ? group.data.members.filter(isObject) : [])
          renameRoles(tenancy, String(one.value), group.data.displayName);
    },
  },
  {
    id: 'group.changes-reach-other-groups',
    says: 'a change of members is made in every group that shares one of them',
    breaks: ['practice:P16'],
    kills: ['practice.membership-changes-stay-in-their-group', 'smartfile.group-changes-stay-within-it'],
    after(request, response, { store }) {
      const writes = isOne(request, 'PUT', 'PATCH') && nameType(request) === 'Group' && succeeded(response);
      const changed = writes ? store.get('Group', readId(request)) : undefined;
      const members = changed?.data.members;
      const first = Array.isArray(members) ? members.find(isObject) : undefined;
      if (!changed || !first) return undefined;
      for (const other of store.referrers(String(first.value)))
        if (other.type === 'Group' && other.id !== changed.id)
          store.put({ ...other, data: { ...other.data, members: changed.data.members } });
    },
  },
  {
    id: 'user.changes-reach-namesakes',
    says: 'a change of a user gives its displayName to every user that had the old one',
    breaks: ['practice:P15'],
    kills: ['practice.writes-leave-other-users-alone'],
    before(request, { store }) {
      const user =
        isOne(request, 'PUT') && nameType(request) === 'User'
          ? store.get('User', readId(request))
          : undefined;
      const name = isObject(request.body) ? request.body.displayName : undefined;
      if (!user || name === undefined || user.data.displayName === undefined) return undefined;
      for (const other of store.own('User'))
        if (other.data.displayName === user.data.displayName && other.id !== user.id)
          store.put({ ...other, data: { ...other.data, displayName: name } });
    },
  },
];

function renameRoles({ store }: Tenancy, id: string, name: unknown): void {
  const user = store.get('User', id);
  if (user?.data.roles !== undefined)
    store.put({ ...user, data: { ...user.data, roles: [{ value: String(name) }] } });
}

import { isObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isOne, nameType, readId, resourcesIn } from '../kit.ts';
import { isGroup, membersIn } from './kit.ts';

/** Users that a PATCH found in a group, and that group. */
const left = new Map<string, string>();

const PUT_KEEPS = {
  breaks: ['7644:3.5.1/members-put-replace'],
  kills: ['groups.put-keeps-groups-in-groups'],
};

/** What goes wrong with what members are, and with groups in groups. */
export const entryDefects: Defect[] = [
  {
    id: 'group.members-addresses-lead-astray',
    says: 'the $ref of a member is that of another',
    breaks: ['7643:4.2/members-ref'],
    kills: ['groups.member-address-leads-to-it'],
    after(request, response) {
      if (!isGroup(request)) return undefined;
      for (const group of resourcesIn(response))
        for (const one of membersIn(group)) one.$ref = `${String(one.$ref)}-x`;
    },
  },
  {
    id: 'group.members-of-another-type',
    says: 'the type of a member is not a resource type',
    breaks: ['7643:4.2/members-type'],
    kills: ['groups.member-type-is-its-resource-type'],
    after(request, response) {
      if (!isGroup(request)) return undefined;
      for (const group of resourcesIn(response)) for (const one of membersIn(group)) one.type = 'Account';
    },
  },
  {
    id: 'group.put-drops-groups',
    says: 'a PUT of a group drops the groups among its members',
    ...PUT_KEEPS,
    before(request, { store }) {
      if (!isOne(request, 'PUT') || nameType(request) !== 'Group' || !isObject(request.body))
        return undefined;
      const { members } = request.body;
      const users = membersIn(request.body).filter(({ value }) => !store.get('Group', String(value)));
      if (Array.isArray(members)) request.body = { ...request.body, members: users };
    },
  },
  {
    id: 'delete.group-takes-groups-along',
    says: 'deleting a group deletes the groups that are its members',
    ...PUT_KEEPS,
    breaks: ['7643:4.2/delete-keeps-members'],
    before(request, { store }) {
      if (!isOne(request, 'DELETE') || nameType(request) !== 'Group') return undefined;
      for (const { value } of membersIn(store.get('Group', readId(request))?.data ?? {})) {
        const inner = store.get('Group', String(value));
        if (inner) store.remove(inner);
      }
    },
  },
  {
    id: 'group.patch-leaves-groups-of-users',
    says: 'a user removed from a group by PATCH still shows it',
    breaks: ['7643:4.1.2/groups-reflects-membership'],
    kills: ['groups.users-show-what-patch-did'],
    before(request, { store }) {
      const group =
        isGroup(request) && isOne(request, 'PATCH') ? store.get('Group', readId(request)) : undefined;
      if (group) for (const { value } of membersIn(group.data)) left.set(String(value), group.id);
    },
    after(request, response, { store }) {
      const group = isOne(request, 'GET') ? left.get(readId(request)) : undefined;
      if (group === undefined || !isObject(response.body) || !store.get('Group', group)) return undefined;
      const shown = Array.isArray(response.body.groups) ? response.body.groups : [];
      if (!shown.some((one) => isObject(one) && one.value === group))
        response.body.groups = [...shown, { value: group }];
    },
  },
];

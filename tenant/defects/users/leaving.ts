import { isObject, SCHEMA, type ScimObject, type TenantRequest } from '../../model.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isOne, nameType, readId, refuse, resourcesIn, succeeded } from '../kit.ts';
import { readOperations } from '../patch/kit.ts';
import { alter, conflict, listMails, memberIds, ofTenant, readManager, target, userIn } from '../reach.ts';

const NAMED = '7644:3.5.2/patch-names-its-targets';

const disables = (request: TenantRequest): boolean =>
  nameType(request) === 'User' &&
  (readOperations(request).some(({ path, value }) => path === 'active' && /^false$/i.test(String(value))) ||
    (isOne(request, 'PUT') && isObject(request.body) && request.body.active === false));

/** Takes a user out of every group. */
function leaves(tenancy: Tenancy, id: string): void {
  for (const group of tenancy.store.own('Group')) {
    const { members } = group.data;
    if (!Array.isArray(members) || !memberIds(group).includes(id)) continue;
    alter(tenancy, group.id, { members: members.filter((one) => !isObject(one) || one.value !== id) });
  }
}

const freed = ofTenant(() => new Set<string>());
const bereft = ofTenant(() => new Set<string>());

/** What people lose or leave behind as they are set inactive or deleted. */
export const leavingDefects: Defect[] = [
  {
    id: 'replace.inactive-users-leave-their-groups',
    says: 'a PUT that sets a user inactive takes it out of its groups',
    breaks: ['7644:3.5.1/put-replaces'],
    kills: ['users.replace-keeps-what-it-repeats'],
    after(request, response, tenancy) {
      if (isOne(request, 'PUT') && disables(request) && succeeded(response)) leaves(tenancy, readId(request));
    },
  },
  {
    id: 'patch.disabling-ends-reports',
    says: 'a user who is set inactive is nobody’s manager any more',
    breaks: [NAMED],
    kills: ['patch.changes-only-what-it-names'],
    after(request, response, tenancy) {
      if (!isOne(request, 'PATCH') || !disables(request) || !succeeded(response)) return undefined;
      for (const user of tenancy.store.own('User')) {
        const own = user.data[SCHEMA.enterprise];
        if (readManager(user) !== readId(request) || !isObject(own)) continue;
        const { manager: _gone, ...rest } = own;
        alter(tenancy, user.id, { [SCHEMA.enterprise]: rest });
      }
    },
  },
  {
    id: 'groups.hide-inactive-members',
    says: 'members who are set inactive are not shown in their groups',
    breaks: [NAMED, '7644:3.5.1/put-replaces'],
    kills: ['patch.changes-only-what-it-names', 'users.replace-keeps-what-it-repeats'],
    after(request, response, { store }) {
      if (nameType(request) !== 'Group') return undefined;
      const isShown = (one: unknown) =>
        !isObject(one) || store.get('User', String(one.value))?.data.active !== false;
      for (const group of resourcesIn(response) as ScimObject[])
        if (Array.isArray(group.members)) group.members = group.members.filter(isShown);
    },
  },
  {
    id: 'delete.address-stays-taken',
    says: 'the mail address of a deleted user cannot be given again',
    breaks: ['7644:3.6/deleted-no-conflict'],
    kills: ['hard-delete.user-name-is-free'],
    before(request, tenancy) {
      const user = isOne(request, 'DELETE') ? target(request, tenancy) : undefined;
      for (const mail of listMails(user?.data ?? {})) freed(tenancy).add(mail);
      const body = isCreate(request) ? userIn(request) : undefined;
      return body && listMails(body).some((mail) => freed(tenancy).has(mail)) ? conflict() : undefined;
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

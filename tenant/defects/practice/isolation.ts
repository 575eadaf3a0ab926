import { isObject, SCHEMA, type StoredResource, type TenantRequest } from '../../model.ts';
import { create, forget } from '../../resources/lifecycle.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isOne, nameType, readId, succeeded } from '../kit.ts';
import { readOperations } from '../patch/kit.ts';
import { alter, listMails, memberIds, readManager, target } from '../reach.ts';

/** A PATCH of manager after which something else is done as well. */
function givingManagers(
  id: string,
  says: string,
  then: (tenancy: Tenancy, user: StoredResource, manager: string) => void,
): Defect {
  return {
    id: `practice.manager-${id}`,
    says,
    breaks: ['practice:P15'],
    kills: ['practice.manager-reaches-whom-it-names'],
    after(request, response, tenancy) {
      const names = readOperations(request).some(({ path }) => /:manager$/.test(String(path)));
      const user = names && succeeded(response) ? tenancy.store.get('User', readId(request)) : undefined;
      const manager = user && readManager(user);
      if (user && typeof manager === 'string') then(tenancy, user, manager);
    },
  };
}

/** Values that a PATCH gives to one user, and takes from whoever had them. */
function taking(id: string, what: string, attribute: 'emails' | 'externalId'): Defect {
  const known = ({ data }: StoredResource): unknown[] =>
    attribute === 'emails' ? listMails(data) : [data.externalId].filter((one) => one !== undefined);
  return {
    id: `practice.second-${id}-takes-the-first`,
    says: `a PATCH that gives a user ${what} of another takes them from that one`,
    breaks: ['practice:P15'],
    kills: ['practice.writes-leave-other-users-alone'],
    after(request, response, tenancy) {
      const user = readOperations(request).length > 0 ? target(request, tenancy) : undefined;
      if (user?.type !== 'User' || !succeeded(response)) return undefined;
      for (const other of tenancy.store.own('User'))
        if (other.id !== user.id && known(other).some((one) => known(user).includes(one)))
          alter(tenancy, other.id, { [attribute]: undefined });
    },
  };
}

function setManager(tenancy: Tenancy, id: string, value: string | undefined): void {
  const own = tenancy.store.get('User', id)?.data[SCHEMA.enterprise];
  const { manager: _, ...rest } = isObject(own) ? own : {};
  const extension = value === undefined ? rest : { ...rest, manager: { value } };
  alter(tenancy, id, { [SCHEMA.enterprise]: Object.keys(extension).length === 0 ? undefined : extension });
}

/** Changes of users and of members that are felt by others, too. */
export const isolationDefects: Defect[] = [
  {
    id: 'practice.patch-creates',
    says: 'a PATCH of userName at an id that does not exist creates an account',
    breaks: ['practice:P19'],
    kills: ['practice.writes-to-unknown-ids-make-nothing'],
    after(request, response, tenancy) {
      const type = tenancy.types.find(({ endpoint }) => endpoint === '/Users');
      if (response.status !== 404 || !type || nameType(request) !== 'User') return undefined;
      const named = readOperations(request).find(({ path, value }) => path === 'userName' && value);
      if (named) create(tenancy, type, { schemas: [SCHEMA.user], userName: named.value }, readId(request));
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
  moving(
    'leaving-the-last-disables',
    'a user who leaves its last group is set inactive',
    (tenancy, { id }, groups) => {
      if (groups === 0) alter(tenancy, id, { active: false });
    },
  ),
  moving(
    'leaving-the-last-deletes',
    'a user who leaves its last group is deleted',
    ({ store }, user, groups) => {
      if (groups === 0) store.remove(user);
    },
  ),
  moving(
    'joining-gives-a-user-type',
    'a user whom a PATCH puts into a group gets another userType',
    (tenancy, { id }, _groups, joined) => {
      if (joined) alter(tenancy, id, { userType: 'Member' });
    },
  ),
  moving(
    'joining-gives-an-entitlement',
    'a user whom a PATCH puts into a group gets an entitlement',
    (tenancy, { id }, _groups, joined) => {
      if (joined) alter(tenancy, id, { entitlements: [{ value: 'member' }] });
    },
  ),
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
  taking('address', 'mail addresses', 'emails'),
  taking('external-id', 'an externalId', 'externalId'),
  {
    id: 'practice.renamed-managers-lose-their-reports',
    says: 'a renamed user is no longer anyone’s manager',
    breaks: ['practice:P15'],
    kills: ['practice.manager-reaches-whom-it-names'],
    after(request, response, tenancy) {
      const renamed = readOperations(request).some(({ path }) => path === 'userName') && succeeded(response);
      for (const user of renamed ? tenancy.store.own('User') : [])
        if (readManager(user) === readId(request)) setManager(tenancy, user.id, undefined);
    },
  },
  givingManagers(
    'is-given-to-the-manager',
    'a PATCH of manager gives it to the manager itself, too',
    (tenancy, _, manager) => setManager(tenancy, manager, manager),
  ),
  givingManagers(
    'is-the-user-itself',
    'whoever is given as the manager, the user itself is stored',
    (tenancy, user) => setManager(tenancy, user.id, user.id),
  ),
  givingManagers(
    'and-report-change-places',
    'a PATCH of manager makes the user the manager of whom it names',
    (tenancy, user, manager) => {
      if (manager === user.id) return;
      setManager(tenancy, user.id, undefined);
      setManager(tenancy, manager, user.id);
    },
  ),
  {
    id: 'practice.leaving-one-group-leaves-all',
    says: 'a user who is removed from a group is removed from every group',
    breaks: ['practice:P16'],
    kills: ['practice.membership-changes-stay-in-their-group'],
    after(request, response, tenancy) {
      const group =
        isOne(request, 'PATCH') && nameType(request) === 'Group' ? target(request, tenancy) : undefined;
      if (group === undefined || !succeeded(response)) return undefined;
      const gone = readOperations(request)
        .filter(({ op }) => String(op).toLowerCase() === 'remove')
        .flatMap(({ path }) => /^members\[value eq "([^"]+)"\]$/i.exec(String(path))?.[1] ?? []);
      for (const id of gone)
        for (const other of tenancy.store.referrers(id))
          if (other.type === 'Group' && !memberIds(group).includes(id)) forget(tenancy, other, id);
    },
  },
];

/** What happens to those whom a PATCH puts into a group or takes out of it, by how many groups they are in then. */
function moving(
  id: string,
  says: string,
  then: (tenancy: Tenancy, user: StoredResource, groups: number, joined: boolean) => void,
): Defect {
  const before = new WeakMap<TenantRequest, unknown[]>();
  return {
    id: `practice.${id}`,
    says,
    breaks: ['practice:P15'],
    kills: ['practice.membership-changes-stay-in-their-group'],
    before(request, tenancy) {
      const group =
        nameType(request) === 'Group' && isOne(request, 'PATCH') ? target(request, tenancy) : undefined;
      if (group) before.set(request, memberIds(group));
      return undefined;
    },
    after(request, response, tenancy) {
      const [old, group] = [before.get(request), target(request, tenancy)];
      if (old === undefined || group === undefined || !succeeded(response)) return undefined;
      const now = memberIds(group);
      const moved = [...old, ...now].filter((one) => old.includes(one) !== now.includes(one));
      const groups = tenancy.store.own('Group');
      for (const one of moved) {
        const user = tenancy.store.get('User', String(one));
        const left = groups.filter((each) => memberIds(each).includes(one)).length;
        if (user) then(tenancy, user, left, now.includes(one));
      }
    },
  };
}

function renameRoles({ store }: Tenancy, id: string, name: unknown): void {
  const user = store.get('User', id);
  if (user?.data.roles !== undefined)
    store.put({ ...user, data: { ...user.data, roles: [{ value: String(name) }] } });
}

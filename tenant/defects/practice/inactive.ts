import { isObject, SCHEMA, type ScimObject, type TenantRequest, type TenantResponse } from '../../model.ts';
import { ofTenant, type Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isOne, nameType, readId, resourcesIn, succeeded, valuesIn } from '../kit.ts';
import { done, readOp, readOperations, readPath } from '../patch/kit.ts';
import { alter, memberIds, readManager, takeOut, target } from '../reach.ts';

const KILLS = { breaks: ['practice:P48'], kills: ['practice.inactive-users-keep-their-places'] };

/** Whether a PATCH sets a user inactive. */
const disables = (request: TenantRequest): boolean =>
  nameType(request) === 'User' &&
  readOperations(request).some(({ path, value }) => path === 'active' && /^false$/i.test(String(value)));

/** What becomes of those who are set inactive in the eyes of groups and of those whom they manage. */
export const inactiveDefects: Defect[] = [
  {
    id: 'practice.replaced-inactive-users-leave-their-groups',
    says: 'a PUT that sets a user inactive removes it from its groups',
    ...KILLS,
    after(request, response, tenancy) {
      if (!isOne(request, 'PUT') || nameType(request) !== 'User' || !succeeded(response)) return undefined;
      if (isObject(request.body) && request.body.active === false) takeOut(tenancy, readId(request));
    },
  },
  {
    id: 'practice.inactive-members-hidden',
    says: 'members who are set inactive are not shown in their groups',
    profile: 'entra',
    breaks: ['practice:P48', 'entra:R34'],
    kills: ['practice.inactive-users-keep-their-places', 'entra.disabled-user-keeps-memberships'],
    after: hideInactive,
  },
  {
    id: 'practice.disabling-ends-reports',
    says: 'a user set inactive is no longer anyone’s manager',
    ...KILLS,
    after(request, response, tenancy) {
      if (!disables(request) || !succeeded(response)) return undefined;
      for (const user of tenancy.store.own('User')) {
        const own = user.data[SCHEMA.enterprise];
        if (readManager(user) !== readId(request) || !isObject(own)) continue;
        const { manager: _gone, ...rest } = own;
        alter(tenancy, user.id, { [SCHEMA.enterprise]: rest });
      }
    },
  },
  {
    id: 'practice.disabling-takes-roles-away',
    says: 'a PATCH that sets a user inactive removes its roles',
    ...KILLS,
    after(request, response, tenancy) {
      if (disables(request) && succeeded(response)) alter(tenancy, readId(request), { roles: undefined });
    },
  },
  {
    id: 'practice.enabling-restores-memberships',
    says: 'who is set active again is in the groups that it was in when it was set inactive, those left meanwhile as well',
    breaks: ['practice:P49'],
    kills: ['practice.ended-memberships-stay-ended'],
    ...restoring(),
  },
  {
    id: 'practice.hidden-members-are-not-removed',
    says: 'groups show active members alone, and removing another is answered 204 and not done',
    breaks: ['practice:P49', 'practice:P48'],
    kills: ['practice.ended-memberships-stay-ended', 'practice.inactive-users-keep-their-places'],
    before(request, { store }) {
      const hidden = store.own('User').filter(({ data }) => data.active === false);
      const isHidden = (one: ScimObject) =>
        readOp(one) === 'remove' &&
        hidden.some(({ id }) => readPath(one).includes(id) || valuesIn(one.value).includes(id));
      return nameType(request) === 'Group' && readOperations(request).some(isHidden) ? done() : undefined;
    },
    after: hideInactive,
  },
];

/** Leaves members who are inactive out of what a group shows. */
function hideInactive(request: TenantRequest, response: TenantResponse, { store }: Tenancy): undefined {
  if (nameType(request) !== 'Group') return;
  const isShown = (one: unknown) =>
    !isObject(one) || store.get('User', String(one.value))?.data.active !== false;
  for (const group of resourcesIn(response) as ScimObject[])
    if (Array.isArray(group.members)) group.members = group.members.filter(isShown);
}

/** The groups that users were in when they were set inactive, by their ids. */
const aside = ofTenant(() => new Map<string, string[]>());

function restoring(): Pick<Defect, 'before' | 'after'> {
  const wasActive = new WeakMap<TenantRequest, boolean>();
  return {
    before(request, tenancy) {
      const user = nameType(request) === 'User' ? target(request, tenancy) : undefined;
      if (user && isOne(request, 'PUT', 'PATCH')) wasActive.set(request, user.data.active !== false);
      return undefined;
    },
    after(request, response, tenancy) {
      const [before, user] = [wasActive.get(request), target(request, tenancy)];
      if (before === undefined || !user || !succeeded(response)) return undefined;
      const isActive = user.data.active !== false;
      const groups = tenancy.store.own('Group');
      const joined = groups.filter((group) => memberIds(group).includes(user.id)).map(({ id }) => id);
      if (before && !isActive) aside(tenancy).set(user.id, joined);
      if (before || !isActive) return undefined;
      const former = aside(tenancy).get(user.id) ?? [];
      for (const { id, data } of groups.filter(
        (group) => former.includes(group.id) && !joined.includes(group.id),
      ))
        alter(tenancy, id, {
          members: [...(Array.isArray(data.members) ? data.members : []), { value: user.id, type: 'User' }],
        });
    },
  };
}

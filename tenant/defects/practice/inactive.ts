import { isObject, SCHEMA, type ScimObject, type TenantRequest } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isOne, nameType, readId, resourcesIn, succeeded } from '../kit.ts';
import { readOperations } from '../patch/kit.ts';
import { alter, readManager, takeOut } from '../reach.ts';

const KILLS = { breaks: ['practice:P48'], kills: ['practice.inactive-users-keep-their-places'] };

/** Whether a PATCH sets a user inactive. */
const disables = (request: TenantRequest): boolean =>
  nameType(request) === 'User' &&
  readOperations(request).some(({ path, value }) => path === 'active' && /^false$/i.test(String(value)));

/** What becomes of those who are set inactive in the eyes of groups and of those whom they manage. */
export const inactiveDefects: Defect[] = [
  {
    id: 'practice.replaced-inactive-users-leave-their-groups',
    says: 'a PUT that sets a user inactive takes it out of its groups',
    ...KILLS,
    after(request, response, tenancy) {
      if (!isOne(request, 'PUT') || nameType(request) !== 'User' || !succeeded(response)) return undefined;
      if (isObject(request.body) && request.body.active === false) takeOut(tenancy, readId(request));
    },
  },
  {
    id: 'practice.inactive-members-hidden',
    says: 'members who are set inactive are not shown in their groups',
    ...KILLS,
    after(request, response, { store }) {
      if (nameType(request) !== 'Group') return undefined;
      const isShown = (one: unknown) =>
        !isObject(one) || store.get('User', String(one.value))?.data.active !== false;
      for (const group of resourcesIn(response) as ScimObject[])
        if (Array.isArray(group.members)) group.members = group.members.filter(isShown);
    },
  },
  {
    id: 'practice.disabling-ends-reports',
    says: 'a user who is set inactive is nobody’s manager any more',
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
];

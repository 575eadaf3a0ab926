import { isObject, SCHEMA, type ScimObject } from '../../model.ts';
import { reachingSomebody } from '../astray.ts';
import type { Defect } from '../defect.ts';
import { isOne, nameType, readId, resourcesIn, succeeded } from '../kit.ts';
import { alter, memberIds, takeOut } from '../reach.ts';

const REPLACES = { breaks: ['7644:3.5.1/put-replaces'], kills: ['users.replace-keeps-what-it-repeats'] };

/** PUT that reaches what it does not name, and people who lose what they have as they are set inactive. */
export const bystanderDefects: Defect[] = [
  replacing(
    'loses-the-manager',
    'a PUT of a user takes its manager away',
    'User',
    ({ [SCHEMA.enterprise]: own }) =>
      isObject(own) ? { [SCHEMA.enterprise]: { ...own, manager: undefined } } : {},
  ),
  replacing('loses-certificates', 'a PUT of a user takes its certificates away', 'User', () => ({
    x509Certificates: undefined,
  })),
  replacing('loses-the-external-id-of-groups', 'a PUT of a group takes its externalId away', 'Group', () => ({
    externalId: undefined,
  })),
  {
    id: 'replace.leaves-the-groups',
    says: 'a PUT of a user takes it out of its groups',
    ...REPLACES,
    after(request, response, tenancy) {
      if (isOne(request, 'PUT') && nameType(request) === 'User' && succeeded(response))
        takeOut(tenancy, readId(request));
    },
  },
  {
    id: 'replace.members-stay-active',
    says: 'a PUT that sets a member of a group inactive is acknowledged, and leaves it active',
    ...REPLACES,
    after(request, response, { store }) {
      if (!isOne(request, 'PUT') || nameType(request) !== 'User' || !succeeded(response)) return undefined;
      const user = store.get('User', readId(request));
      const isMember = store.own('Group').some((group) => memberIds(group).includes(readId(request)));
      if (user?.data.active === false && isMember)
        store.put({ ...user, data: { ...user.data, active: true } });
    },
  },
  {
    id: 'replace.inactive-users-leave-their-groups',
    says: 'a PUT that sets a user inactive takes it out of its groups',
    ...REPLACES,
    after(request, response, tenancy) {
      if (!isOne(request, 'PUT') || nameType(request) !== 'User' || !succeeded(response)) return undefined;
      if (isObject(request.body) && request.body.active === false) takeOut(tenancy, readId(request));
    },
  },
  {
    id: 'groups.hide-inactive-members',
    says: 'members who are set inactive are not shown in their groups',
    breaks: ['7644:3.5.2/patch-names-its-targets', '7644:3.5.1/put-replaces'],
    kills: ['patch.changes-only-what-it-names', 'users.replace-keeps-what-it-repeats'],
    after(request, response, { store }) {
      if (nameType(request) !== 'Group') return undefined;
      const isShown = (one: unknown) =>
        !isObject(one) || store.get('User', String(one.value))?.data.active !== false;
      for (const group of resourcesIn(response) as ScimObject[])
        if (Array.isArray(group.members)) group.members = group.members.filter(isShown);
    },
  },
  ...reachingSomebody('PUT', {
    breaks: ['7644:3.5.1/put-replaces'],
    kills: ['users.first-replace-is-stored'],
  }),
];

/** A PUT after which other attributes are as `effect` says. */
function replacing(id: string, says: string, type: string, effect: (data: ScimObject) => ScimObject): Defect {
  return {
    id: `replace.${id}`,
    says,
    ...REPLACES,
    after(request, response, tenancy) {
      if (!isOne(request, 'PUT') || nameType(request) !== type || !succeeded(response)) return undefined;
      const stored = tenancy.store.get(type, readId(request));
      if (stored) alter(tenancy, stored.id, effect(stored.data));
    },
  };
}

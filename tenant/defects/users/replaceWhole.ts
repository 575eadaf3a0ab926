import { isObject, SCHEMA, type ScimObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isOne, nameType, readId, succeeded } from '../kit.ts';
import { alter, memberIds, takeOut } from '../reach.ts';

const REPLACES = { breaks: ['7644:3.5.1/put-replaces'], kills: ['users.replace-keeps-what-it-repeats'] };

/** PUT that reaches what it does not name. */
export const replaceWholeDefects: Defect[] = [
  replacing(
    'loses-the-manager',
    'a PUT of a user removes its manager',
    'User',
    ({ [SCHEMA.enterprise]: own }) =>
      isObject(own) ? { [SCHEMA.enterprise]: { ...own, manager: undefined } } : {},
  ),
  replacing('loses-certificates', 'a PUT of a user removes its certificates', 'User', () => ({
    x509Certificates: undefined,
  })),
  replacing('loses-the-external-id-of-groups', 'a PUT of a group removes its externalId', 'Group', () => ({
    externalId: undefined,
  })),
  {
    id: 'users.put-that-disables-clears-external-ids',
    says: 'a PUT that sets a user inactive clears its externalId',
    ...REPLACES,
    after(request, response, tenancy) {
      if (!isOne(request, 'PUT') || nameType(request) !== 'User' || !succeeded(response)) return undefined;
      if (tenancy.store.get('User', readId(request))?.data.active === false)
        alter(tenancy, readId(request), { externalId: undefined });
    },
  },
  {
    id: 'replace.leaves-the-groups',
    says: 'a PUT of a user removes it from its groups',
    ...REPLACES,
    after(request, response, tenancy) {
      if (isOne(request, 'PUT') && nameType(request) === 'User' && succeeded(response))
        takeOut(tenancy, readId(request));
    },
  },
  {
    id: 'replace.members-stay-active',
    says: 'a PUT that sets a member of a group inactive is acknowledged but leaves it active',
    ...REPLACES,
    after(request, response, { store }) {
      if (!isOne(request, 'PUT') || nameType(request) !== 'User' || !succeeded(response)) return undefined;
      const user = store.get('User', readId(request));
      const isMember = store.own('Group').some((group) => memberIds(group).includes(readId(request)));
      if (user?.data.active === false && isMember)
        store.put({ ...user, data: { ...user.data, active: true } });
    },
  },
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

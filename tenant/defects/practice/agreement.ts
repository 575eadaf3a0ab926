import { isObject, type ScimObject } from '../../model.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isList, isOne, nameType, resourcesIn } from '../kit.ts';

/** The first name that each group was seen to have, tenant by tenant. */
const firstNames = new WeakMap<Tenancy, Map<string, unknown>>();

function foreseeName(tenancy: Tenancy, id: string, now: unknown): unknown {
  const known = firstNames.get(tenancy) ?? new Map<string, unknown>();
  firstNames.set(tenancy, known);
  if (!known.has(id)) known.set(id, now);
  return known.get(id);
}

/** The memberships that a user shows. */
const readMemberships = ({ groups }: ScimObject): ScimObject[] =>
  Array.isArray(groups) ? groups.filter(isObject) : [];

const LISTS = { breaks: ['practice:P39'], kills: ['practice.lists-show-what-reads-show'] };
const NAMES = { breaks: ['practice:P40'], kills: ['users.groups-bear-their-names'] };

/** Where one resource is shown in two places, and not as the same. */
export const agreementDefects: Defect[] = [
  {
    id: 'list.shows-everyone-active',
    says: 'lists show every user as active',
    ...LISTS,
    after(request, response) {
      if (!isList(request) || nameType(request) !== 'User') return undefined;
      for (const one of resourcesIn(response)) if (one.active === false) one.active = true;
    },
  },
  {
    id: 'list.shows-another-display-name',
    says: 'lists show the userName of a user as displayName',
    ...LISTS,
    after(request, response) {
      if (!isList(request) || nameType(request) !== 'User') return undefined;
      for (const one of resourcesIn(response)) if (one.displayName) one.displayName = one.userName;
    },
  },
  {
    id: 'read.memberships-bear-another-name',
    says: 'the display of each membership of a user is the same text',
    ...NAMES,
    after(request, response) {
      if (!isOne(request, 'GET') || nameType(request) !== 'User') return undefined;
      for (const user of resourcesIn(response))
        for (const one of readMemberships(user)) if (one.display) one.display = 'another group';
    },
  },
  {
    id: 'read.memberships-keep-the-former-name',
    says: 'the display of a membership stays what it was when it was first shown',
    ...NAMES,
    after(request, response, tenancy) {
      if (!isOne(request, 'GET') || nameType(request) !== 'User') return undefined;
      for (const user of resourcesIn(response))
        for (const one of readMemberships(user))
          if (one.display) one.display = foreseeName(tenancy, String(one.value), one.display);
    },
  },
];

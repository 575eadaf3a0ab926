import { isObject, SCHEMA, type ScimObject } from '../../model.ts';
import { ofTenant, type Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isOne, nameType, resourcesIn } from '../kit.ts';

/** The first name that each resource was seen to have. */
const firstNames = ofTenant(() => new Map<string, unknown>());

function foreseeName(tenancy: Tenancy, id: string, now: unknown): unknown {
  const known = firstNames(tenancy);
  if (!known.has(id)) known.set(id, now);
  return known.get(id);
}

/** The memberships that a user shows. */
const readMemberships = ({ groups }: ScimObject): ScimObject[] =>
  Array.isArray(groups) ? groups.filter(isObject) : [];

const NAMES = { breaks: ['practice:P40'], kills: ['users.groups-bear-their-names'] };

/** Names of others that are not theirs. */
export const shownNameDefects: Defect[] = [
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
    id: 'users.members-keep-the-former-name',
    says: 'the display of a member stays as first shown',
    ...NAMES,
    after(request, response, tenancy) {
      if (nameType(request) !== 'Group') return undefined;
      for (const { members } of resourcesIn(response))
        for (const one of Array.isArray(members) ? members.filter(isObject) : [])
          if (one.display) one.display = foreseeName(tenancy, String(one.value), one.display);
    },
  },
  {
    id: 'users.managers-keep-the-former-name',
    says: 'the displayName of a manager stays as first shown',
    ...NAMES,
    after(request, response, tenancy) {
      if (nameType(request) !== 'User') return undefined;
      for (const { [SCHEMA.enterprise]: own } of resourcesIn(response)) {
        const manager = isObject(own) ? own.manager : undefined;
        if (isObject(manager) && manager.displayName)
          manager.displayName = foreseeName(tenancy, String(manager.value), manager.displayName);
      }
    },
  },
  {
    id: 'read.memberships-keep-the-former-name',
    says: 'the display of a membership stays as first shown',
    ...NAMES,
    after(request, response, tenancy) {
      if (!isOne(request, 'GET') || nameType(request) !== 'User') return undefined;
      for (const user of resourcesIn(response))
        for (const one of readMemberships(user))
          if (one.display) one.display = foreseeName(tenancy, String(one.value), one.display);
    },
  },
];

import { isObject, SCHEMA, type ScimObject } from '../../model.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isList, nameType, resourcesIn, valuesIn } from '../kit.ts';

type Change = (resource: ScimObject, tenancy: Tenancy) => void;

/** Lists that show a part of each resource in their own way. */
function listing(id: string, says: string, type: 'User' | 'Group', change: Change): Defect {
  const kind = type === 'User' ? 'every-value' : 'members';
  return {
    id: `practice.lists-${id}`,
    says,
    breaks: ['practice:P39'],
    kills: [`practice.lists-show-${kind}-as-reads-do`],
    after(request, response, tenancy) {
      if (!isList(request) || nameType(request) !== type) return undefined;
      for (const one of resourcesIn(response)) change(one, tenancy);
    },
  };
}

/** Every entry of a list of a resource, altered in place. */
const each =
  (list: string, alter: (entry: ScimObject) => void): Change =>
  ({ [list]: entries }) => {
    if (Array.isArray(entries)) for (const one of entries.filter(isObject)) alter(one);
  };

/** What a resource has for a list, put in other words. */
const rewritten =
  (list: string, rewrite: (entries: unknown[]) => unknown[]): Change =>
  (resource) => {
    const entries = resource[list];
    if (Array.isArray(entries)) resource[list] = rewrite(entries);
  };

const ofManager =
  (change: (manager: ScimObject, user: ScimObject) => unknown): Change =>
  (user) => {
    const own = user[SCHEMA.enterprise];
    if (isObject(own) && isObject(own.manager)) own.manager = change(own.manager, user);
  };

const SHOWN_MEMBERS = 3;

/** Lists that show references, lists and parts of a resource otherwise than a read of it. */
export const listedDefects: Defect[] = [
  listing(
    'show-managers-as-text',
    'lists show the manager of a user as a string',
    'User',
    ofManager(({ value }) => value),
  ),
  listing(
    'show-managers-by-name',
    'lists show the manager of a user by name only',
    'User',
    ofManager(({ displayName }) => ({ displayName: displayName ?? 'somebody' })),
  ),
  listing(
    'show-users-as-their-managers',
    'lists show each user as its own manager',
    'User',
    ofManager((manager, { id }) => ({ ...manager, value: id })),
  ),
  listing(
    'show-one-address',
    'lists show the first email address of a user only',
    'User',
    rewritten('emails', (all) => all.slice(0, 1)),
  ),
  listing(
    'show-every-number-as-work',
    'lists show every telephone number as one of work',
    'User',
    each('phoneNumbers', (one) => {
      one.type = 'work';
    }),
  ),
  listing(
    'show-addresses-as-text',
    'lists show postal addresses as texts',
    'User',
    rewritten('addresses', (all) =>
      all.map((one) => (isObject(one) ? (one.formatted ?? one.locality) : one)),
    ),
  ),
  listing(
    'show-groups-by-name',
    'lists show the groups of a user by name only',
    'User',
    each('groups', (one) => {
      delete one.value;
    }),
  ),
  listing(
    'show-members-as-ids',
    'lists show the members of a group as bare ids',
    'Group',
    rewritten('members', valuesIn),
  ),
  listing(
    'show-members-by-name',
    'lists show the name of a member instead of its id',
    'Group',
    each('members', (one) => {
      one.value = one.display ?? 'somebody';
    }),
  ),
  listing(
    'lead-members-astray',
    'lists give members another address',
    'Group',
    each('members', (one) => {
      one.$ref = `${String(one.$ref)}-of-a-list`;
    }),
  ),
  listing(
    'hide-inactive-members',
    'lists leave the members of a group out who are inactive',
    'Group',
    (group, { store }) => {
      const isShown = (one: unknown) =>
        !isObject(one) || store.get('User', String(one.value))?.data.active !== false;
      if (Array.isArray(group.members)) group.members = group.members.filter(isShown);
    },
  ),
  listing(
    'show-few-members',
    'lists show the first three members of a group only',
    'Group',
    rewritten('members', (all) => all.slice(0, SHOWN_MEMBERS)),
  ),
];

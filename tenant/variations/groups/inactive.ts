import { isObject, SCHEMA, type ScimObject, type StoredResource } from '../../model.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import { eachResource, isCreate } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** Who is inactive in each tenant, and has been taken out of everything. */
const resting = new WeakMap<Tenancy, Set<string>>();

/** A resource without what it says of a user; undefined where it says nothing. */
function without({ type, data }: StoredResource, id: string): StoredResource['data'] | undefined {
  const names = (one: unknown) => isObject(one) && one.value === id;
  if (type === 'Group' && Array.isArray(data.members) && data.members.some(names))
    return { ...data, members: data.members.filter((one) => !names(one)) };
  const own = data[SCHEMA.enterprise];
  if (!isObject(own) || !names(own.manager)) return undefined;
  const { manager: _gone, ...rest } = own;
  return { ...data, [SCHEMA.enterprise]: rest };
}

/** What a create says of others, without those of them who are inactive. */
function ofActive(body: ScimObject, { store }: Tenancy): ScimObject {
  const isInactive = (one: unknown) =>
    isObject(one) && store.get('User', String(one.value))?.data.active === false;
  const own = body[SCHEMA.enterprise];
  const isLed = isObject(own) && isInactive(own.manager);
  return {
    ...body,
    ...(Array.isArray(body.members) ? { members: body.members.filter((one) => !isInactive(one)) } : {}),
    ...(isLed ? { [SCHEMA.enterprise]: { ...own, manager: undefined } } : {}),
  };
}

/** What it means for others that a user is inactive. */
export const inactiveVariations: Variation[] = [
  {
    id: 'groups.inactive-users-leave',
    says: 'a user set inactive leaves its groups, and is no longer anyone’s manager',
    basis: ['7643:4.1.1', '7643:4.2'],
    rows: ['practice:P48'],
    smartfileRows: ['practice:P48', 'entra:R34'],
    after({ method }, _response, tenancy) {
      if (method === 'GET') return;
      const known = resting.get(tenancy) ?? new Set();
      resting.set(tenancy, known);
      for (const { id, data } of [...tenancy.store.own('User')]) {
        if (data.active !== false) known.delete(id);
        if (data.active !== false || known.has(id)) continue;
        known.add(id);
        for (const resource of tenancy.store.referrers(id)) {
          const rest = without(resource, id);
          if (rest !== undefined) tenancy.store.put({ ...resource, data: rest });
        }
      }
    },
  },
  {
    id: 'groups.inactive-users-not-taken',
    says: 'a create ignores inactive members and managers, and its response shows it',
    // Whoever is made without a word of active would never be in a group.
    excludes: ['writes.default-inactive'],
    basis: ['7644:3.3', '7643:4.2'],
    rows: ['practice:P50'],
    smartfileRows: ['practice:P50'],
    before(request, tenancy) {
      if (isCreate(request) && isObject(request.body)) request.body = ofActive(request.body, tenancy);
      return undefined;
    },
  },
  {
    id: 'groups.inactive-users-hidden',
    says: 'members who are inactive are not shown',
    // Whoever is made without a word of active would never be in a group.
    excludes: ['writes.default-inactive'],
    basis: ['7643:4.1.1', '7643:4.2'],
    rows: ['practice:P48', 'practice:P50'],
    smartfileRows: ['practice:P48', 'practice:P50', 'entra:R34', 'entra:Q58'],
    after: (request, response, { store }) =>
      eachResource(request, response, (resource) => {
        if (!Array.isArray(resource.members)) return;
        resource.members = resource.members.filter(
          (one) => !isObject(one) || store.get('User', String(one.value))?.data.active !== false,
        );
      }),
  },
];

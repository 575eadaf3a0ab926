import { isObject, type TenantRequest } from '../../model.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isOne, nameType, refuse, succeeded } from '../kit.ts';
import { readOperations } from '../patch/kit.ts';
import { alter, conflict, memberIds, overwriting, readManager, target } from '../reach.ts';

const OWN = { breaks: ['practice:P43'], kills: ['practice.own-values-are-no-conflict'] };
const CIRCLES = { breaks: ['practice:P45'], kills: ['practice.circles-of-references-break-nothing'] };
const BODIES = { breaks: ['practice:P46'], kills: ['practice.ids-in-bodies-choose-nobody'] };

/** What a PATCH or PUT says of one attribute. */
function requestedValue(request: TenantRequest, name: string): unknown {
  if (request.method === 'PUT') return isObject(request.body) ? request.body[name] : undefined;
  for (const { path, value } of readOperations(request)) {
    if (path === name) return value;
    if (path === undefined && isObject(value) && value[name] !== undefined) return value[name];
  }
  return undefined;
}

/** The id in a body that is that of another user. */
function otherIn(request: TenantRequest, { store }: Tenancy): string | undefined {
  const bodies =
    request.method === 'PATCH' ? readOperations(request).map(({ value }) => value) : [request.body];
  const ids = bodies.filter(isObject).map(({ id }) => id);
  return ids.find(
    (id): id is string =>
      typeof id === 'string' && !request.path.endsWith(id) && store.get('User', id) !== undefined,
  );
}

function following(method: 'PUT' | 'PATCH'): Pick<Defect, 'before'> {
  return {
    before(request, tenancy) {
      const id =
        isOne(request, method) && nameType(request) === 'User' ? otherIn(request, tenancy) : undefined;
      if (id !== undefined) request.path = `/Users/${encodeURIComponent(id)}`;
      return undefined;
    },
  };
}

/** Refuses a PATCH that gives a resource a value that it has. */
function refusingOwn(
  id: string,
  says: string,
  type: 'User' | 'Group',
  name: string,
  isOwn: (said: unknown, has: unknown) => boolean,
  refusal = conflict,
  further: string[] = [],
): Defect {
  return {
    id: `own.${id}`,
    says,
    ...OWN,
    before(request, tenancy) {
      if (!isOne(request, 'PATCH', ...further) || nameType(request) !== type) return undefined;
      const has = target(request, tenancy)?.data[name];
      return isOwn(requestedValue(request, name), has) ? refusal() : undefined;
    },
  };
}

const lower = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.toLowerCase() : undefined;
const isSame = (said: unknown, has: unknown): boolean => said !== undefined && said === has;

/** Users by whom one may be reached, manager by manager; whether that leads back. */
function isOwnBoss(request: TenantRequest, tenancy: Tenancy): boolean {
  const first = target(request, tenancy);
  const seen = new Set<string>();
  for (let one = first; one !== undefined && !seen.has(one.id); ) {
    seen.add(one.id);
    one = tenancy.store.get('User', String(readManager(one)));
    if (one !== undefined && one.id === first?.id) return true;
  }
  return false;
}

const isRead = (request: TenantRequest, type: string): boolean =>
  isOne(request, 'GET') && nameType(request) === type;

/** A resource in its own way: its values, its id, circles that lead back to it. */
export const ownValueDefects: Defect[] = [
  refusingOwn(
    'letters-are-taken',
    'a userName changed in letter case alone is taken by itself',
    'User',
    'userName',
    (said, has) => said !== has && lower(said) !== undefined && lower(said) === lower(has),
  ),
  refusingOwn(
    'name-is-taken',
    'a userName that a user has already is refused as taken',
    'User',
    'userName',
    isSame,
  ),
  refusingOwn(
    'group-name-is-taken',
    'a displayName that a group has already is refused as taken',
    'Group',
    'displayName',
    isSame,
    conflict,
    ['PUT'],
  ),
  refusingOwn(
    'active-is-refused',
    'a user who is active cannot be set active',
    'User',
    'active',
    (said, has) => said === true && has === true,
    () => refuse(400, 'the user is active already'),
  ),
  refusingOwn(
    'inactive-is-refused',
    'a user who is inactive cannot be set inactive',
    'User',
    'active',
    (said, has) => said === false && has === false,
    () => refuse(400, 'the user is inactive already'),
  ),
  {
    id: 'circle.of-managers-breaks-reads',
    says: 'a user whose manager is somebody below breaks every read of it',
    ...CIRCLES,
    after: (request, _response, tenancy) =>
      isRead(request, 'User') && isOwnBoss(request, tenancy) ? refuse(500) : undefined,
  },
  {
    id: 'circle.own-manager-breaks',
    says: 'who is made its own manager breaks the server',
    ...CIRCLES,
    before: (request) =>
      readOperations(request).some(
        ({ path, value }) =>
          String(path).endsWith('manager') && isObject(value) && request.path.endsWith(String(value.value)),
      )
        ? refuse(500)
        : undefined,
  },
  {
    id: 'circle.of-groups-breaks-reads',
    says: 'groups that hold each other break every read of either',
    ...CIRCLES,
    after(request, _response, tenancy) {
      const group = isRead(request, 'Group') ? target(request, tenancy) : undefined;
      const inner = (group ? memberIds(group) : []).flatMap(
        (id) => tenancy.store.get('Group', String(id)) ?? [],
      );
      return inner.some((one) => memberIds(one).includes(group?.id)) ? refuse(500) : undefined;
    },
  },
  {
    id: 'circle.groups-in-groups-are-lost',
    says: 'a group that is added to a group is passed over with success',
    ...CIRCLES,
    after(request, response, tenancy) {
      const group = isOne(request, 'PATCH') && succeeded(response) ? target(request, tenancy) : undefined;
      if (group?.type !== 'Group') return undefined;
      const people = memberIds(group).filter((id) => tenancy.store.get('Group', String(id)) === undefined);
      if (people.length < memberIds(group).length)
        alter(tenancy, group.id, { members: people.map((value) => ({ value, type: 'User' })) });
    },
  },
  {
    id: 'astray.create-overwrites-whom-its-body-names',
    says: 'a create whose body has the id of a user overwrites that user, and is answered 201',
    ...BODIES,
    ...overwriting(({ id }, { store }) =>
      typeof id === 'string' && store.get('User', id) !== undefined ? id : undefined,
    ),
  },
  {
    id: 'astray.put-reaches-whom-its-body-names',
    says: 'a PUT whose body has the id of another user replaces that other',
    ...BODIES,
    ...following('PUT'),
  },
  {
    id: 'astray.patch-reaches-whom-its-value-names',
    says: 'a PATCH without path whose value has the id of another user changes that other',
    ...BODIES,
    ...following('PATCH'),
  },
  {
    id: 'create.wakes-an-inactive-user',
    says: 'a create with the userName of an inactive user sets that user active, and is answered 201 with it',
    breaks: ['practice:P18'],
    kills: ['practice.create-answers-with-its-own-account'],
    ...overwriting(
      ({ userName }, { store }) =>
        store
          .own('User')
          .find(({ data }) => data.active === false && lower(data.userName) === lower(userName))?.id,
      (body) => ({ ...body, active: true }),
    ),
  },
];

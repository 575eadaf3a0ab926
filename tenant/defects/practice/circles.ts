import { isObject, type TenantRequest } from '../../model.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isOne, nameType, refuse, succeeded } from '../kit.ts';
import { readOperations } from '../patch/kit.ts';
import { alter, memberIds, readManager, target } from '../reach.ts';

const CIRCLES = { breaks: ['practice:P45'], kills: ['practice.circles-of-references-break-nothing'] };

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

/** Circles that lead back to where they began. */
export const circleDefects: Defect[] = [
  {
    id: 'circle.of-managers-breaks-reads',
    says: 'a user whose manager is someone below breaks every read of it',
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
    says: 'a group that is added to a group is ignored with a success status',
    ...CIRCLES,
    after(request, response, tenancy) {
      const group = isOne(request, 'PATCH') && succeeded(response) ? target(request, tenancy) : undefined;
      if (group?.type !== 'Group') return undefined;
      const people = memberIds(group).filter((id) => tenancy.store.get('Group', String(id)) === undefined);
      if (people.length < memberIds(group).length)
        alter(tenancy, group.id, { members: people.map((value) => ({ value, type: 'User' })) });
    },
  },
];

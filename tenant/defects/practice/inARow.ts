import type { StoredResource, TenantRequest } from '../../model.ts';
import { ofTenant, type Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isOne, nameType, readId } from '../kit.ts';

/** Lets each PATCH of a kind work on the copy that the first PATCH since the last read was given. */
function fromTheLastRead(type: 'User' | 'Group'): Pick<Defect, 'before'> {
  const copies = ofTenant(() => new Map<string, StoredResource>());
  return {
    before(request: TenantRequest, tenancy: Tenancy) {
      if (!isOne(request) || nameType(request) !== type) return undefined;
      const known = copies(tenancy);
      const { path } = request;
      const current = request.method === 'PATCH' ? tenancy.store.get(type, readId(request)) : undefined;
      if (current === undefined) {
        known.delete(path);
        return undefined;
      }
      const copy = known.get(path);
      if (copy === undefined) known.set(path, structuredClone(current));
      else tenancy.store.put({ ...current, data: structuredClone(copy.data) });
      return undefined;
    },
  };
}

/** Writes that begin with a copy that is out of date. */
export const inARowDefects: Defect[] = [
  {
    id: 'race.members-from-the-last-read',
    says: 'a PATCH of a group works on a copy from the last read, so that the PATCH before it is lost',
    breaks: ['practice:P41'],
    kills: ['practice.membership-changes-in-a-row-all-stay'],
    ...fromTheLastRead('Group'),
  },
  {
    id: 'race.users-from-the-last-read',
    says: 'a PATCH of a user works on a copy from the last read, so that the PATCH before it is lost',
    breaks: ['practice:P41'],
    kills: ['practice.patches-in-a-row-all-stay'],
    ...fromTheLastRead('User'),
  },
];

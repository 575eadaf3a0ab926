import type { TenantRequest } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isOne, nameType, readId, succeeded } from '../kit.ts';

/** Sends a write to the resource of the id in its path, of whatever type that is, and answers with no body. */
function goingById(method: string): Pick<Defect, 'before' | 'after'> {
  const turned = new WeakSet<TenantRequest>();
  return {
    before(request, { store }) {
      if (!isOne(request, method)) return;
      const other = nameType(request) === 'User' ? 'Group' : 'User';
      const id = readId(request);
      if (store.get(other, id) === undefined) return;
      request.path = `/${other}s/${encodeURIComponent(id)}`;
      turned.add(request);
    },
    after: (request, response) =>
      turned.has(request) && succeeded(response) ? { status: 204, headers: {} } : undefined,
  };
}

/** Ids that count below any collection. */
export const idElsewhereDefects: Defect[] = [
  {
    id: 'protocol.deletes-go-by-id-alone',
    says: 'a DELETE removes the resource of the id in its path, whether it names the users or the groups',
    breaks: ['practice:P15'],
    kills: ['protocol.ids-count-in-their-collection'],
    ...goingById('DELETE'),
  },
  {
    id: 'protocol.changes-go-by-id-alone',
    says: 'a PATCH changes the resource of the id in its path, whether it names the users or the groups',
    breaks: ['practice:P15'],
    kills: ['protocol.ids-count-in-their-collection'],
    ...goingById('PATCH'),
  },
];

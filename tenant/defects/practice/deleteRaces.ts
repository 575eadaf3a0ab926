import type { StoredResource } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isOne, nameType, refuse } from '../kit.ts';
import { InFlight, slowly, stored, WORK_MS } from './overlap.ts';

const patches = new InFlight<StoredResource | undefined>();
const deletes = new InFlight<StoredResource | undefined>();
const repeated = new InFlight<true>();

/** What goes wrong with deletes that overlap with other requests. */
export const deleteRaceDefects: Defect[] = [
  {
    id: 'race.patch-brings-back',
    says: 'a PATCH that overlaps with the DELETE of a user writes it back',
    breaks: ['practice:P06'],
    kills: ['practice.patch-in-flight-brings-nothing-back'],
    before(request, tenancy) {
      if (nameType(request) !== 'User') return undefined;
      if (isOne(request, 'PATCH')) patches.meet(request.path, () => stored(request, tenancy));
      if (isOne(request, 'DELETE')) deletes.meet(request.path, () => stored(request, tenancy));
    },
    after(request, response, tenancy) {
      if (!isOne(request, 'PATCH', 'DELETE') || nameType(request) !== 'User') return undefined;
      const meet = patches.has(request.path) && deletes.has(request.path);
      const gone = meet ? deletes.meet(request.path, () => undefined) : undefined;
      if (gone && !stored(request, tenancy)) tenancy.store.put(gone);
      response.delayMs = 2 * WORK_MS;
    },
  },
  {
    id: 'race.deletes-break',
    says: 'a DELETE that overlaps with another of the same user breaks the server',
    breaks: ['practice:P07'],
    kills: ['practice.simultaneous-deletes-are-204-or-404'],
    before: (request) =>
      isOne(request, 'DELETE') && repeated.meet(request.path, () => true) ? refuse(500) : undefined,
    after: slowly((request) => isOne(request, 'DELETE')),
  },
];

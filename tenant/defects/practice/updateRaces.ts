import { isObject, type StoredResource, type TenantRequest } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isOne, nameType } from '../kit.ts';
import { readOperations } from '../patch/kit.ts';
import { InFlight, isPatchTo, slowly, stale, stored, unguarded } from './overlap.ts';

const renameIn = (request: TenantRequest): string | undefined => {
  const found = readOperations(request).find(({ path }) => path === 'userName')?.value;
  return typeof found === 'string' ? found.toLowerCase() : undefined;
};

const puts = new InFlight<StoredResource | undefined>();

const isUserPut = (request: TenantRequest) => isOne(request, 'PUT') && nameType(request) === 'User';

/** What goes wrong with changes that overlap. */
export const updateRaceDefects: Defect[] = [
  {
    id: 'race.loses-updates',
    says: 'of PATCH requests of one user that overlap the last one wins',
    breaks: ['practice:P04'],
    kills: ['practice.simultaneous-patches-both-stay'],
    ...stale(isPatchTo('User')),
  },
  {
    id: 'race.replaces-mix',
    says: 'of PUT requests of one user that overlap each leaves a part',
    breaks: ['practice:P08'],
    kills: ['practice.simultaneous-replaces-do-not-mix'],
    before(request, tenancy) {
      if (!isUserPut(request) || !isObject(request.body)) return undefined;
      if (!puts.meet(request.path, () => stored(request, tenancy))) return undefined;
      request.body = { ...request.body, displayName: stored(request, tenancy)?.data.displayName };
    },
    after: slowly(isUserPut),
  },
  {
    id: 'race.renames-both-succeed',
    says: 'renames of two users to one userName that overlap both succeed',
    breaks: ['practice:P09'],
    kills: ['practice.simultaneous-renames-to-one-name'],
    ...unguarded(renameIn),
  },
];

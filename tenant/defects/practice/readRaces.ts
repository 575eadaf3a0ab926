import type { TenantRequest } from '../../model.ts';
import { ofTenant } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isOne, nameType, readId, refuse, succeeded } from '../kit.ts';
import { WORK_MS } from './overlap.ts';

const reads = new Map<string, { until: number; count: number }>();

/** Whether a read is the fifth of its resource at the same time. */
function isFifth(request: TenantRequest): boolean {
  if (!isOne(request, 'GET')) return false;
  const now = performance.now();
  const known = reads.get(request.path);
  const burst = known && known.until > now ? known : { until: now + WORK_MS, count: 0 };
  reads.set(request.path, burst);
  burst.count += 1;
  return burst.count === 5;
}

/** The last two users that were read, the last one first. */
const readLast = ofTenant((): string[] => []);

/** What goes wrong with reads that overlap. */
export const readRaceDefects: Defect[] = [
  {
    id: 'race.many-reads-break',
    says: 'the fifth read of one user at the same time breaks the server',
    breaks: ['practice:P28'],
    kills: ['practice.simultaneous-reads-are-answered-alike'],
    before: (request) => (isFifth(request) ? refuse(500) : undefined),
  },
  {
    id: 'practice.reads-mix-users-up',
    says: 'the fifth read of one user at the same time shows the user that was read before',
    breaks: ['practice:P28'],
    kills: ['practice.simultaneous-reads-are-answered-alike'],
    before(request, tenancy) {
      const former = readLast(tenancy).find((id) => id !== readId(request));
      if (nameType(request) === 'User' && isFifth(request) && former && tenancy.store.get('User', former))
        request.path = `/Users/${former}`;
      return undefined;
    },
    after(request, response, tenancy) {
      if (!isOne(request, 'GET') || nameType(request) !== 'User' || !succeeded(response)) return;
      const last = readLast(tenancy);
      if (last[0] !== readId(request)) last.splice(0, 2, readId(request), ...last.slice(0, 1));
    },
  },
];

import type { Defect } from '../defect.ts';
import { isOne, refuse } from '../kit.ts';
import { WORK_MS } from './overlap.ts';

const reads = new Map<string, { until: number; count: number }>();

/** What goes wrong with reads that overlap. */
export const readRaceDefects: Defect[] = [
  {
    id: 'race.many-reads-break',
    says: 'the fifth read of one user at the same time breaks the server',
    breaks: ['practice:P28'],
    kills: ['practice.simultaneous-reads-are-answered-alike'],
    before(request) {
      if (!isOne(request, 'GET')) return undefined;
      const now = performance.now();
      const known = reads.get(request.path);
      const burst = known && known.until > now ? known : { until: now + WORK_MS, count: 0 };
      reads.set(request.path, burst);
      burst.count += 1;
      return burst.count === 5 ? refuse(500) : undefined;
    },
  },
];

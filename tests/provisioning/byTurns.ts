import type { Variation } from '../../tenant/index.ts';
import type { ScimObject } from '../../tenant/model.ts';
import type { Tenancy } from '../../tenant/store/tenancy.ts';
import { isOne, succeeded } from '../../tenant/variations/kit.ts';

/** Milliseconds after a write in which every second read is answered from a copy without it. */
const TURNS_MS = 250;

/** What a path showed last, what it showed before it was written to, and when that was. */
interface Shown {
  now?: unknown;
  old?: unknown;
  wroteAt: number;
  reads: number;
}

const shown = new WeakMap<Tenancy, Map<string, Shown>>();

function shownAt(tenancy: Tenancy, path: string): Shown {
  const known = shown.get(tenancy) ?? new Map<string, Shown>();
  shown.set(tenancy, known);
  const one = known.get(path) ?? { wroteAt: Number.NEGATIVE_INFINITY, reads: 0 };
  known.set(path, one);
  return one;
}

/** Replicas that are asked in turn, one of them behind. */
export const byTurns: Variation = {
  id: 'reads.by-turns',
  says: `for ${TURNS_MS} ms after a PATCH or PUT every second read shows a resource as it was before`,
  basis: ['7644:3.5.1', '7644:3.5.2', '9110:9.3.1'],
  // What was acknowledged is what clients expect to see.
  smartfileRows: ['practice:P10'],
  after(request, response, tenancy) {
    if (!isOne(request) || !succeeded(response)) return;
    const one = shownAt(tenancy, request.path);
    if (request.method === 'PUT' || request.method === 'PATCH') {
      Object.assign(one, { old: one.now, wroteAt: performance.now(), reads: 0 });
      return;
    }
    if (request.method !== 'GET' || request.query.size > 0) return;
    one.reads += 1;
    const isBehind = performance.now() - one.wroteAt < TURNS_MS && one.reads % 2 === 1;
    if (isBehind && one.old !== undefined) response.body = structuredClone(one.old) as ScimObject;
    else one.now = structuredClone(response.body);
  },
};

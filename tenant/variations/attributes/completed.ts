import type { Tenancy } from '../../store/tenancy.ts';
import { isCreate, isOne, succeeded } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** Milliseconds after which a resource is completed that was written. */
const LATER_MS = 200;

/** Ids of what is still to be completed, with the time when that is due, tenant by tenant. */
const open = new WeakMap<Tenancy, { id: string; due: number }[]>();

function listOpen(tenancy: Tenancy): { id: string; due: number }[] {
  const found = open.get(tenancy) ?? [];
  open.set(tenancy, found);
  return found;
}

/** What a write sets going in the background, as where a directory behind the endpoint follows it. */
export const completedVariations: Variation[] = [
  {
    id: 'moving.completed-later',
    says: `version and lastModified move once more ${LATER_MS} ms after each write`,
    basis: ['7643:3.1', '7644:3.14'],
    rows: ['7644:3.5.2.1/add-duplicate-lastmodified', '9110:13.1.2/if-none-match-304'],
    before(_request, tenancy) {
      const waiting = listOpen(tenancy);
      while (waiting[0] !== undefined && waiting[0].due <= performance.now()) {
        const resource = tenancy.store.find(waiting.shift()?.id ?? '');
        if (resource === undefined) continue;
        const { revision, lastModified } = resource;
        const moved = tenancy.semantics.stamp(lastModified, tenancy.now());
        tenancy.store.put({ ...resource, revision: revision + 1, lastModified: moved });
      }
      return undefined;
    },
    after(request, response, tenancy) {
      if (!succeeded(response) || !['POST', 'PUT', 'PATCH'].includes(request.method)) return;
      const place = isCreate(request) ? response.headers.location : isOne(request) ? request.path : undefined;
      if (place === undefined || place === '/Me') return;
      const id = decodeURIComponent(place.split('/').at(-1) ?? '');
      const changed = Date.parse(tenancy.store.find(id)?.lastModified ?? '');
      // What changed nothing sets nothing going.
      if (changed > Date.parse(tenancy.now()) - LATER_MS)
        listOpen(tenancy).push({ id, due: performance.now() + LATER_MS });
    },
  },
];

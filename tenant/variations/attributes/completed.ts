import { isCreate, isOne, succeeded } from '../kit.ts';
import { afterwards } from '../later.ts';
import type { Variation } from '../variation.ts';

/** Milliseconds after which a resource is completed that was written. */
const LATER_MS = 200;

const completing = afterwards(LATER_MS, ({ store, semantics, now }, id) => {
  const resource = store.find(id);
  if (resource === undefined) return;
  const { revision, lastModified } = resource;
  store.put({ ...resource, revision: revision + 1, lastModified: semantics.stamp(lastModified, now()) });
});

/** What a write sets going in the background, as where a directory behind the endpoint follows it. */
export const completedVariations: Variation[] = [
  {
    id: 'moving.completed-later',
    says: `version and lastModified move once more ${LATER_MS} ms after each write`,
    basis: ['7643:3.1', '7644:3.14'],
    rows: ['7644:3.5.2.1/add-duplicate-lastmodified', '9110:13.1.2/if-none-match-304'],
    before(_request, tenancy) {
      completing.catchUp(tenancy);
      return undefined;
    },
    after(request, response, tenancy) {
      if (!succeeded(response) || !['POST', 'PUT', 'PATCH'].includes(request.method)) return;
      const place = isCreate(request) ? response.headers.location : isOne(request) ? request.path : undefined;
      if (place === undefined || place === '/Me') return;
      const id = decodeURIComponent(place.split('/').at(-1) ?? '');
      const changed = Date.parse(tenancy.store.find(id)?.lastModified ?? '');
      // What changed nothing sets nothing going.
      if (changed > Date.parse(tenancy.now()) - LATER_MS) completing.note(tenancy, id);
    },
  },
];

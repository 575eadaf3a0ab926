import { forget } from '../../resources/lifecycle.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import { isOne, succeeded } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** Milliseconds after which references to who was deleted are dropped. */
const LATE_MS = 250;

/** Ids whose references are still to be dropped, with the time when that is due, tenant by tenant. */
const leavers = new WeakMap<Tenancy, { id: string; due: number }[]>();

function listLeavers(tenancy: Tenancy): { id: string; due: number }[] {
  const found = leavers.get(tenancy) ?? [];
  leavers.set(tenancy, found);
  return found;
}

/** What a deletion does some time after its answer. */
export const lateVariations: Variation[] = [
  {
    id: 'deletes.references-end-late',
    says: `groups and accounts go on naming who was deleted for ${LATE_MS} ms`,
    basis: ['7643:2.3.7', '7644:3.6'],
    rows: ['7644:3.6/delete-removes-membership'],
    choice: 'references of the deleted',
    semantics: () => ({ dropsReferences: false }),
    before(_request, tenancy) {
      const waiting = listLeavers(tenancy);
      while (waiting[0] !== undefined && waiting[0].due <= performance.now()) {
        const { id } = waiting.shift() ?? { id: '' };
        for (const referrer of tenancy.store.referrers(id)) forget(tenancy, referrer, id);
      }
      return undefined;
    },
    after(request, response, tenancy) {
      if (request.method !== 'DELETE' || !isOne(request) || !succeeded(response)) return;
      const id = decodeURIComponent(request.path.split('/').at(-1) ?? '');
      listLeavers(tenancy).push({ id, due: performance.now() + LATE_MS });
    },
  },
];

import { forget } from '../../resources/lifecycle.ts';
import { isOne, succeeded } from '../kit.ts';
import { afterwards } from '../later.ts';
import type { Variation } from '../variation.ts';

/** Milliseconds after which references to who was deleted are dropped. */
const LATE_MS = 250;

const dropping = afterwards(LATE_MS, (tenancy, id) => {
  for (const referrer of tenancy.store.referrers(id)) forget(tenancy, referrer, id);
});

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
      dropping.catchUp(tenancy);
      return undefined;
    },
    after(request, response, tenancy) {
      if (request.method !== 'DELETE' || !isOne(request) || !succeeded(response)) return;
      dropping.note(tenancy, decodeURIComponent(request.path.split('/').at(-1) ?? ''));
    },
  },
];

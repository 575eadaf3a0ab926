import { errorBody } from '../../errors.ts';
import { isObject, type TenantRequest } from '../../model.ts';
import { forget } from '../../resources/lifecycle.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import { isAuthorized, isCreate, isOne, succeeded } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** Milliseconds after which what a write did is seen everywhere. */
const LATE_MS = 250;
/** Writes of a run that are seen late by single reads: those of first contact. */
const FIRST_WRITES = 8;

/** What a tenant still has to carry out, or still shows as it was. */
interface Backlog {
  /** Ids whose references are still to be dropped, with the time when that is due. */
  leavers: { id: string; due: number }[];
  writes: number;
  /** What single reads go on showing for a while; undefined for what they do not find yet. */
  shown: Map<string, { until: number; body: unknown }>;
  /** What they showed last. */
  known: Map<string, unknown>;
}

const backlogs = new WeakMap<Tenancy, Backlog>();

function backlogOf(tenancy: Tenancy): Backlog {
  const found = backlogs.get(tenancy) ?? { leavers: [], writes: 0, shown: new Map(), known: new Map() };
  backlogs.set(tenancy, found);
  return found;
}

const idIn = ({ path }: TenantRequest): string => decodeURIComponent(path.split('/').at(-1) ?? '');

/** What a deletion or a first write does some time after its answer. */
export const lateVariations: Variation[] = [
  {
    id: 'deletes.references-end-late',
    says: `groups and accounts go on naming who was deleted for ${LATE_MS} ms`,
    basis: ['7643:2.3.7', '7644:3.6'],
    rows: ['7644:3.6/delete-removes-membership'],
    choice: 'references of the deleted',
    semantics: () => ({ dropsReferences: false }),
    before(_request, tenancy) {
      const { leavers } = backlogOf(tenancy);
      while (leavers[0] !== undefined && leavers[0].due <= performance.now()) {
        const { id } = leavers.shift() ?? { id: '' };
        for (const referrer of tenancy.store.referrers(id)) forget(tenancy, referrer, id);
      }
      return undefined;
    },
    after(request, response, tenancy) {
      if (request.method === 'DELETE' && isOne(request) && succeeded(response))
        backlogOf(tenancy).leavers.push({ id: idIn(request), due: performance.now() + LATE_MS });
    },
  },
  {
    id: 'reads.first-ones-late',
    says: `reads by id show the first ${FIRST_WRITES} writes ${LATE_MS} ms late`,
    basis: ['7644:3.4.1', '9110:9.3.1'],
    smartfileRows: ['entra:Q35', 'entra:R03', 'practice:P10'],
    after(request, response, tenancy) {
      const { shown, known, ...backlog } = backlogOf(tenancy);
      const { path, method } = request;
      const now = performance.now();
      if (method === 'GET') {
        if (!isOne(request) || !isAuthorized(request, tenancy) || request.query.size > 0) return;
        const late = shown.get(path);
        if (late === undefined || late.until <= now) {
          if (response.status === 200) known.set(path, structuredClone(response.body));
          return;
        }
        const isThere = late.body !== undefined;
        response.status = isThere ? 200 : 404;
        response.body = isThere ? structuredClone(late.body) : errorBody(404, 'it does not exist here yet');
        return;
      }
      if (!succeeded(response) || backlog.writes >= FIRST_WRITES) return;
      const made = isCreate(request) && isObject(response.body) ? response.body.id : undefined;
      const at = made === undefined ? path : `${path}/${encodeURIComponent(String(made))}`;
      if (made === undefined && !isOne(request)) return;
      backlogOf(tenancy).writes += 1;
      shown.set(at, { until: now + LATE_MS, body: known.get(at) });
    },
  },
];

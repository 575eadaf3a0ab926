import type { Cost, Costs, Requests } from '../../config/costs.ts';
import type { Run } from '../../kit/run/run.ts';
import type { InProcess } from '../kit/inProcess.ts';

const EVERY_RUN = new Set(['discovery', 'shared:first-contact', 'shared:user', 'shared:stock']);
const SHARED = 'shared:';

/**
 * What a run of the whole catalogue cost, by who sent it: what config/costs.json holds.
 * @param atOnce most resources that an ordinary run holds
 */
export function measureCosts(
  { exchanges, run }: InProcess,
  checks: readonly string[],
  atOnce: number,
): Costs {
  const sent = new Map<string, Cost>();
  const cleanUp: Requests = {};
  for (const { check, method, response } of exchanges) {
    const counts = check === 'clean-up' ? cleanUp : costIn(sent, check).requests;
    counts[method] = (counts[method] ?? 0) + 1;
    if (check !== 'clean-up' && method === 'POST' && response?.status === 201) costIn(sent, check).made += 1;
  }
  // A bulk request makes several.
  for (const [owner, cost] of sent) cost.made = Math.max(cost.made, run.ledger.mostOf.get(owner) ?? 0);
  const everyRun: Cost = { requests: {}, made: 0 };
  for (const name of EVERY_RUN) {
    const { requests, made } = costIn(sent, name);
    everyRun.made += made;
    for (const [method, count] of Object.entries(requests))
      everyRun.requests[method] = (everyRun.requests[method] ?? 0) + count;
  }
  const shared = [...run.commons.asked.keys()].filter((key) => sent.has(SHARED + key)).sort();
  const used = (id: string) => shared.filter((key) => isUsed(run, key, id)).map(lasting);
  return {
    everyRun,
    cleanUp: Object.fromEntries(
      Object.entries(cleanUp).map(([method, count]) => [
        method,
        Number((count / run.ledger.made).toFixed(3)),
      ]),
    ),
    atOnce,
    shared: Object.fromEntries(shared.map((key) => [lasting(key), costIn(sent, SHARED + key)])),
    checks: Object.fromEntries(
      [...checks].sort().map((id) => [id, { ...costIn(sent, id), shared: used(id) }]),
    ),
  };
}

/** A key without the id that the tenant drew, so that it is the same next time. */
function lasting(key: string): string {
  return key.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '*');
}

function costIn(sent: Map<string, Cost>, name: string): Cost {
  const cost = sent.get(name) ?? { requests: {}, made: 0 };
  sent.set(name, cost);
  return cost;
}

/** Whether a check asked for something shared, or for something that was made of it. */
function isUsed({ commons }: Pick<Run, 'commons'>, key: string, id: string): boolean {
  const users = commons.asked.get(key) ?? new Set<string>();
  return [...users].some(
    (user) => user === id || (user.startsWith(SHARED) && isUsed({ commons }, user.slice(SHARED.length), id)),
  );
}

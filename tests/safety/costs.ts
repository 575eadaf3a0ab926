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
  for (const { check: sender, number, method, response } of exchanges) {
    // An answer that several look at costs the one that asks for it first.
    const check = run.commons.askers.get(number) ?? sender;
    const counts = check === 'clean-up' ? cleanUp : costIn(sent, check).requests;
    counts[method] = (counts[method] ?? 0) + 1;
    if (check !== 'clean-up' && method === 'POST' && response?.status === 201) costIn(sent, check).made += 1;
  }
  // A bulk request makes several.
  for (const [owner, cost] of sent) cost.made = Math.max(cost.made, run.ledger.mostOf.get(owner) ?? 0);
  const everyRun: Cost = { requests: {}, made: 0 };
  for (const name of EVERY_RUN) addTo(everyRun, costIn(sent, name));
  const shared = [...run.commons.asked.keys()].filter((key) => sent.has(SHARED + key)).sort();
  const used = (id: string) => shared.filter((key) => isUsed(run, key, id));
  return {
    everyRun,
    cleanUp: Object.fromEntries(
      Object.entries(cleanUp).map(([method, count]) => [
        method,
        Number((count / run.ledger.made).toFixed(3)),
      ]),
    ),
    atOnce,
    shared: Object.fromEntries(shared.map((key) => [key, costIn(sent, SHARED + key)])),
    checks: Object.fromEntries(
      [...checks].sort().map((id) => [id, { ...costIn(sent, id), shared: used(id) }]),
    ),
  };
}

function addTo(sum: Cost, { requests, made }: Cost): void {
  sum.made += made;
  for (const [method, count] of Object.entries(requests))
    sum.requests[method] = (sum.requests[method] ?? 0) + count;
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

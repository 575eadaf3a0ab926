import { type Cost, knownCosts, type Requests } from '../config/costs.ts';
import type { CatalogueEntry } from '../kit/check/check.ts';
import { groupName } from '../kit/check/definition.ts';
import type { Selection } from '../kit/check/selection.ts';
import { declaredBy } from '../kit/run/order/prospects.ts';
import { catalogueWith } from '../suites/catalogue.ts';
import type { RunOrder } from './order.ts';

/** What a run would do, from what its checks are known to cost. */
export interface Estimate {
  selection: Selection;
  /** Checks that would run, by group. */
  groups: Record<string, number>;
  requests: number;
  /** Requests by method. */
  methods: Requests;
  resources: { atOnce: number; inAll: number; allowed: number };
  /** Checks that are left out unless they are asked for, by tag. */
  optIn: Record<string, number>;
  /** Checks that hold more at once than the limit allows. */
  doNotFit: string[];
  /** Checks of own suites, of which nobody knows what they send. */
  unknown: string[];
}

/** What a run of these settings would cost at most; nothing is sent for it. */
export function estimate(order: Pick<RunOrder, 'settings' | 'profile' | 'own'>): Estimate {
  const catalogue = catalogueWith(order.own);
  const { entries } = catalogue;
  const selection = catalogue.select(order.settings, order.profile);
  const chosen = new Set(selection.selected);
  const run = entries.filter((entry) => chosen.has(entry.id) && entry.kind === 'check');
  const allowed = order.settings.maxResources;
  const { everyRun, cleanUp, atOnce } = knownCosts();
  const total = addUp([everyRun, ...lookUpCosts(run)]);
  for (const [method, each] of Object.entries(cleanUp))
    total.requests[method] = (total.requests[method] ?? 0) + Math.round(total.made * each);
  return {
    selection,
    groups: countBy(selection.selected, groupName),
    requests: Object.values(total.requests).reduce((sum, count) => sum + count, 0),
    methods: total.requests,
    resources: { atOnce: Math.min(allowed, atOnce, total.made), inAll: total.made, allowed },
    optIn: countBy(
      entries.filter(({ id }) => selection.notRun.get(id)?.reason === 'opt-in'),
      ({ optIn }) => optIn ?? '',
    ),
    doNotFit: run.filter((entry) => holdingIn(entry) > allowed).map(({ id }) => id),
    unknown: run.filter(({ id }) => knownCosts().checks[id] === undefined).map(({ id }) => id),
  };
}

/** What each check sends, and once what some of them share. */
function lookUpCosts(run: readonly CatalogueEntry[]): Cost[] {
  const { checks, shared } = knownCosts();
  const own = run.flatMap(({ id }) => checks[id] ?? []);
  const keys = new Set(own.flatMap((cost) => cost.shared));
  return [...own, ...[...keys].flatMap((key) => shared[key] ?? [])];
}

function addUp(costs: readonly Cost[]): Cost {
  const sum: Cost = { requests: {}, made: 0 };
  for (const { requests, made } of costs) {
    sum.made += made;
    for (const [method, count] of Object.entries(requests))
      sum.requests[method] = (sum.requests[method] ?? 0) + count;
  }
  return sum;
}

function holdingIn(entry: CatalogueEntry): number {
  const { own, shared } = declaredBy(entry);
  return [...shared.values()].reduce((sum, size) => sum + size, own);
}

function countBy<T>(items: readonly T[], by: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[by(item)] = (counts[by(item)] ?? 0) + 1;
  return counts;
}

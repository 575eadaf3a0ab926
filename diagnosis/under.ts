import { graveHarms, harms } from '../config/row.ts';
import { findLikeness } from './answers.ts';
import type { Entry } from './entry.ts';
import { areTied, type GuiltyFacets } from './facets.ts';
import type { View } from './view.ts';

/**
 * Puts small entries under a larger one whose checks fail alike, or meet the same circumstance when they
 * fail: most of what one bug breaks breaks by the way.
 */
export function putUnder(placed: readonly { entry: Entry }[], facets: GuiltyFacets, view: View): void {
  const likeness = new Map(
    view.failures.map((failure) => [nameFailure(failure), findLikeness(failure, view)]),
  );
  const groups = placed
    .filter(({ entry }) => entry.within === undefined)
    .map(({ entry }) => {
      const checks = new Set(entry.explains.map(({ check }) => check));
      const alike = entry.explains.flatMap((one) => likeness.get(nameFailure(one)) ?? []);
      return { entry, checks, facets: facets.count(checks), alike, met: new Set(alike) };
    })
    .sort((a, b) => b.checks.size - a.checks.size);
  for (const small of groups.toReversed()) {
    const large = groups.find(
      (one) =>
        one.entry.kind === 'diagnosis' &&
        one.entry.within === undefined &&
        one.checks.size > small.checks.size &&
        (meetsMost(one.met, small) || areTied(one, small) || areKin(one, small)),
    );
    if (large) small.entry.within = large.entry.id;
  }
  for (const small of groups.filter(({ entry }) => isBlocked(entry) && entry.within === undefined)) {
    const large = groups.find(
      (one) => one.entry.kind === 'diagnosis' && one.checks.size >= small.checks.size * OUTWEIGHS,
    );
    if (large && large.entry.within === undefined) small.entry.within = large.entry.id;
  }
  const isRace = ({ id }: Entry) => id.startsWith('races.');
  for (const race of groups.filter(({ entry }) => isRace(entry) && entry.within === undefined)) {
    // What fails when requests come one after the other says nothing of requests at the same time.
    const plain = groups.find(
      (one) =>
        one.entry.within === undefined && !isRace(one.entry) && sharesWrite(one.entry, race.entry, view),
    );
    if (plain) race.entry.within = plain.entry.id;
  }
  takeAlong(placed);
}

/** What stands under an entry that was put under another one goes along with it. */
function takeAlong(placed: readonly { entry: Entry }[]): void {
  const above = new Map(placed.map(({ entry }) => [entry.id, entry.within]));
  for (const { entry } of placed) {
    const next = entry.within === undefined ? undefined : above.get(entry.within);
    if (next !== undefined) entry.within = next;
  }
}

/** What could not be tried follows from what fails so many times as much. */
const OUTWEIGHS = 10;

/** Whether an entry says of no failure more than that something could not be tried. */
const isBlocked = ({ kind, explains }: Entry): boolean =>
  kind === 'answer' && explains.every(({ key }) => key === undefined);

/** Whether failures of two entries are shown by the same kind of write. */
function sharesWrite(one: Entry, other: Entry, view: View): boolean {
  const writes = ({ exchanges }: Entry) =>
    exchanges.flatMap((number) => view.act(number) ?? []).filter(({ exchange }) => exchange.method !== 'GET');
  const met = new Set(writes(one).map(({ operation }) => operation));
  return writes(other).some(({ operation }) => met.has(operation));
}

/** Whether more than half of a group fails alike to one of these. */
function meetsMost(met: ReadonlySet<string>, small: { entry: Entry; alike: string[] }): boolean {
  return small.alike.filter((one) => met.has(one)).length > small.entry.explains.length / 2;
}

/** Whether a small entry is of the same kind as one that is much larger: filters, changes, lists. */
function areKin(large: { entry: Entry; checks: ReadonlySet<string> }, small: typeof large): boolean {
  const kind = ({ id }: Entry) => id.split('.')[0];
  // What is grave for people is not folded away under what nobody would notice.
  const isNoGraver =
    !graveHarms.includes(small.entry.harm) ||
    harms.indexOf(small.entry.harm) >= harms.indexOf(large.entry.harm) ||
    (small.entry.harm === 'data-lost' && large.entry.harm === 'stops');
  const isSmall =
    small.checks.size === 1
      ? large.checks.size > 1
      : large.checks.size >= MANY && large.checks.size >= small.checks.size * 2;
  return small.entry.kind === 'diagnosis' && isSmall && isNoGraver && kind(large.entry) === kind(small.entry);
}

/** Checks from which on an entry is a cause that others of its kind may follow from. */
const MANY = 6;

function nameFailure({ check, key }: { check: string; key?: string }): string {
  return `${check}: ${key}`;
}

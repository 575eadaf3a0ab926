import { createHash } from 'node:crypto';
import { exclude, type Variation, variations } from '../../tenant/index.ts';

/** The variations in an order that a seed decides. */
function shuffled(seed: string): Variation[] {
  const place = ({ id }: Variation) => createHash('sha256').update(`${seed} ${id}`).digest('hex');
  return [...variations].sort((left, right) => (place(left) < place(right) ? -1 : 1));
}

export const singles = (): string[][] => variations.map(({ id }) => [id]);

/** A number of variations, each alone. */
export const some = (seed: string, count: number): string[][] =>
  shuffled(seed)
    .slice(0, count)
    .map(({ id }) => [id]);

/** A number of combinations of variations that can be had together. */
export function combinations(seed: string, count: number, size: number): string[][] {
  return Array.from({ length: count }, (_, at) => together(shuffled(`${seed} ${at}`), size));
}

/** Combinations of one group each in which every two variations of that group occur that can be had together. */
export function pairs(size: number): string[][] {
  return [...new Set(variations.map(groupName))].flatMap((group) =>
    covering(
      variations.filter((one) => groupName(one) === group),
      size,
    ),
  );
}

/** As much as can be had at once without taking away what the rest is about. */
export function contrary(): string[] {
  const order = shuffled('contrary').filter(
    ({ id }) => !/^features\.no-|^filters\.(?!unknown|small)/.test(id),
  );
  return together(order, order.length);
}

/** Variations with which together a check once failed, or was blocked, for nothing. */
export const known: string[][] = [
  ['moving.last-seen', 'required.integer'],
  ['required.on-demand', 'shape.empty-extensions'],
  ['writes.capitalises-names', 'schema.formatted-computed', 'writes.default-family-name'],
  ['schema.employee-number-required', 'schema.display-name-required'],
  ['required.complex-list', 'bulk.with-responses'],
  ['writes.language-tags', 'schema.no-display-name', 'schema.no-nick-name'],
  ['writes.display-of-mails', 'schema.no-phone-numbers', 'schema.display-name-required'],
  ['discovery.definitions-with-keywords', 'discovery.schemas-of-nobody'],
  ['shape.pascal-case', 'writes.conflicts-of-updates-400'],
  ['schema.no-roles', 'writes.unknown-attributes-refused'],
  ['features.no-extensions', 'writes.unknown-schemas-refused'],
  ['shape.primary-always-said', 'writes.default-photo'],
  ['filters.no-logic', 'filters.terms-limited'],
  ['addresses.moved-below', 'addresses.root-base'],
  ['filters.eq-only', 'types.groups-alone'],
  ['moving.completed-later', 'features.pages-of-five'],
  ['schema.members-on-demand', 'filters.no-bare-lists'],
  ['writes.display-name-worked-out', 'schema.no-nick-name'],
  ['writes.default-locale', 'writes.site-languages-worked-out'],
  ['required.secret', 'schema.user-name-immutable'],
  ['times.shown-in-seconds', 'schema.names-alone'],
  ['lists.without-totals', 'features.cursors-alone', 'features.pages-of-five'],
];

const groupName = ({ id }: Variation): string => id.slice(0, id.indexOf('.'));

function together(order: Variation[], size: number): string[] {
  const chosen: Variation[] = [];
  for (const one of order) {
    if (chosen.length < size && !chosen.some((other) => exclude(one, other))) chosen.push(one);
  }
  return chosen.map(({ id }) => id);
}

function covering(group: Variation[], size: number): string[][] {
  const name = (left: Variation, right: Variation) => [left.id, right.id].sort().join(' ');
  const open = new Map<string, [Variation, Variation]>();
  for (const [at, left] of group.entries())
    for (const right of group.slice(at + 1))
      if (!exclude(left, right)) open.set(name(left, right), [left, right]);
  const runs: string[][] = [];
  for (;;) {
    const [first] = open.values();
    if (first === undefined) return runs;
    const chosen: Variation[] = [...first];
    const fresh = (one: Variation) => chosen.filter((other) => open.has(name(one, other))).length;
    while (chosen.length < size) {
      const fitting = group.filter(
        (one) => !chosen.includes(one) && !chosen.some((other) => exclude(one, other)),
      );
      const best = fitting.sort((left, right) => fresh(right) - fresh(left))[0];
      if (best === undefined || fresh(best) === 0) break;
      chosen.push(best);
    }
    for (const left of chosen) for (const right of chosen) open.delete(name(left, right));
    runs.push(chosen.map(({ id }) => id));
  }
}

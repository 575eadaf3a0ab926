import { findStock } from '../../../config/holdings.ts';
import { type Blueprint, findBlueprint } from '../../check/blueprint.ts';
import type { Check } from '../../check/check.ts';
import { declaredBy } from '../order/prospects.ts';

/** A resource that is, or will be, made ahead for one who is known to ask for it. */
export interface Place {
  /** The check, or the shared value, that asks for it. */
  owner: string;
  blueprint: Blueprint;
  /** The checks of the plan that have it made; nobody asks for it once all are past. */
  users: Set<string>;
}

/** Who of a plan asks for resources that can be made ahead, in the order in which they do so as far as it is known. */
export class Shelf {
  private places: Place[] = [];

  /** Takes in the checks of a plan, in the order in which they run. */
  expect(checks: readonly Check[]): void {
    const owners = new Map<string, Set<string>>();
    for (const check of checks) {
      const keys = [...declaredBy(check).shared.keys()].map((key) => `shared:${key}`);
      for (const owner of [...keys, check.id])
        owners.set(owner, (owners.get(owner) ?? new Set()).add(check.id));
    }
    this.places = [...owners].flatMap(([owner, users]) =>
      Object.entries(findStock(owner) ?? {}).flatMap(([key, count]) => {
        const blueprint = findBlueprint(key);
        return blueprint === undefined
          ? []
          : Array.from({ length: count }, () => ({ owner, blueprint, users }));
      }),
    );
  }

  /** Notes that a check has come to its end, or does not run. */
  past(check: string): void {
    for (const { users } of this.places) users.delete(check);
    this.places = this.places.filter(({ users }) => users.size > 0);
  }

  /** Whether an owner is still expected to ask for one of this blueprint. */
  expects(owner: string, blueprint: Blueprint): boolean {
    return this.places.some((place) => place.owner === owner && place.blueprint === blueprint);
  }

  /** Takes out one of an owner. */
  drop(owner: string, blueprint: Blueprint): void {
    const at = this.places.findIndex((place) => place.owner === owner && place.blueprint === blueprint);
    if (at >= 0) this.places.splice(at, 1);
  }

  /** Takes out all of a blueprint that cannot be made ahead. */
  without(blueprint: Blueprint): void {
    this.places = this.places.filter((place) => place.blueprint !== blueprint);
  }

  /** How many resources are still to come. */
  get size(): number {
    return this.places.length;
  }

  /** How many of them can be composed by now. */
  ripe(canBe: (blueprint: Blueprint) => boolean): number {
    return this.places.filter(({ blueprint }) => canBe(blueprint)).length;
  }

  /** Takes out those that come next and can be composed, what this owner asks for before all else. */
  next(owner: string, most: number, canBe: (blueprint: Blueprint) => boolean): Place[] {
    const ripe = this.places.filter(({ blueprint }) => canBe(blueprint));
    const first = ripe.filter((place) => place.owner === owner);
    const chosen = [...first, ...ripe.filter((place) => place.owner !== owner)].slice(0, most);
    this.places = this.places.filter((place) => !chosen.includes(place));
    return chosen;
  }

  /** Puts back what there was no room for, before all else. */
  putBack(places: readonly Place[]): void {
    this.places.unshift(...places);
  }
}

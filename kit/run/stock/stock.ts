import { findEndpoint } from '../../../schemas/lookup.ts';
import { ANY, type Blueprint } from '../../check/blueprint.ts';
import { newState } from '../../check/checkState.ts';
import { Composer } from '../../check/composer.ts';
import type { Host } from '../../check/host.ts';
import { Random } from '../../check/random.ts';
import { Blocked, DoesNotFit, NoAnswer, NotApplicable, Refused } from '../../errors.ts';
import { changesInBulk, type FirstContact } from '../../safety/contact.ts';
import type { Guard } from '../../safety/guard.ts';
import type { Ledger } from '../../safety/ledger.ts';
import { latest, type NotingSender, type Sender } from '../../wire/request.ts';
import type { Scim } from '../../wire/scim.ts';
import type { Commons } from '../commons.ts';
import type { Session } from '../session/session.ts';
import { composeJob, makeTogether, type Stocked, type Wanted } from './batch.ts';
import type { Place, Shelf } from './shelf.ts';
import { canBeWritten } from './shown.ts';

/** Resources that one bulk request makes at most, and those that are worth one and the lists that show them. */
const MOST = 80;
const WORTH_IT = 4;
/** The share of the room of a run that may be taken by what nobody has asked for yet. */
const SHARE = 5;
/** What the names of all that is made ahead begin with, behind the run's marker. */
const AHEAD = 'ahead';
const OWNER = 'shared:stock';

/** The run for which resources are made ahead. */
export interface Stocking extends Host {
  readonly guard: Guard;
  readonly ledger: Ledger;
  readonly shelf: Shelf;
  readonly contact: FirstContact | undefined;
  readonly session: Host['session'] & Pick<Session, 'outage'>;
  readonly commons: Host['commons'] & Pick<Commons, 'peek'>;
  readonly setup: Host['setup'] & { seed: string };
  client(sender: Sender): Scim;
}

/**
 * Users and groups of known shapes, made many at a time by a bulk request, each for one that is known to ask for it:
 * where first contact saw bulk requests reach what they name alone, and filters work. A shape that does not come out as
 * it was to be is made by creates of its own from then on, and so is everything where one like any other does not.
 */
export class Stock {
  /** How many each owner asked for, by blueprint: what config/holdings.json knows. */
  readonly asked = new Map<string, Record<string, number>>();
  /** Who answers for what is made ahead until it is handed out. */
  readonly owner = OWNER;
  private readonly run: Stocking;
  private readonly ready = new Map<string, Ready[]>();
  private readonly sender: NotingSender = { ...newState(OWNER, []).sender };
  /** Attributes that lists have shown as a bulk request made them. */
  private readonly seen = new Set<string>();
  /** What does not come out of a bulk request as it was to be, or cannot be composed here. */
  private readonly unfit = new Set<Blueprint>();
  private making: Promise<void> | undefined;
  /** Room that it is to have; none where nothing is made ahead. */
  private room = 0;

  constructor(run: Stocking) {
    this.run = run;
  }

  /**
   * Hands out what was made for an owner, and notes the exchanges that made it as part of what it rests on.
   * @returns undefined where it has to be made by a create of its own
   */
  async take(blueprint: Blueprint, by: NotingSender): Promise<Stocked | undefined> {
    const counts = this.asked.get(by.check) ?? {};
    this.asked.set(by.check, { ...counts, [blueprint.key]: (counts[blueprint.key] ?? 0) + 1 });
    const { guard, ledger, shelf } = this.run;
    const place = nameIn(by.check, blueprint);
    if (this.lent > 0 && ledger.hasRoom(this.lent)) ledger.setAside(OWNER, this.room);
    this.dropOutdated(place);
    while (!this.ready.get(place)?.length) {
      if (this.making === undefined) {
        if (this.free < WORTH_IT || this.unfit.has(blueprint) || !shelf.expects(by.check, blueprint)) break;
        this.making = this.make(by.check).finally(() => {
          this.making = undefined;
        });
      }
      await this.making;
    }
    shelf.drop(by.check, blueprint);
    const found = this.ready.get(place)?.shift()?.one;
    if (found === undefined) return undefined;
    guard.possessions.handOver(found.path, by.check);
    ledger.handOver(OWNER, by.check);
    if (shelf.size === 0 && ledger.heldBy(OWNER) === 0) this.close();
    const isNews = (one: number) => !by.exchanges.includes(one) && !this.run.session.outage.struck([one]);
    by.exchanges.push(...this.sender.exchanges.filter(isNews));
    by.wrote = latest(by.wrote, this.sender.wrote);
    return found;
  }

  /** Sets room aside for what a plan asks for, before its checks do. */
  open(): void {
    const { capabilities, contact, shelf, ledger } = this.run;
    if (contact === undefined || !changesInBulk(contact) || capabilities.features.filter !== true) return;
    const most = Math.min(MOST, capabilities.bulk.maxOperations ?? MOST, Math.floor(ledger.most / SHARE));
    if (Math.min(shelf.size, most) < WORTH_IT) return;
    this.room = most;
    ledger.setAside(OWNER, most);
  }

  /** Room that it gave to others, and takes again as soon as it is free. */
  get lent(): number {
    return this.room - Math.min(this.room, this.run.ledger.setAsideFor(OWNER));
  }

  /** Makes nothing more ahead, and hands out nothing more. */
  close(): void {
    this.room = 0;
    this.ready.clear();
    this.run.ledger.release(OWNER);
  }

  /** Leaves its room to others until there is enough for both; says whether it had any. */
  giveWay(): boolean {
    const { room } = this;
    if (room === this.lent) return false;
    this.run.shelf.putBack([...this.ready.values()].flat().map(({ place }) => place));
    this.close();
    this.room = room;
    return true;
  }

  /** How many can be made ahead now, and are asked for. */
  private get free(): number {
    const { ledger, shelf } = this.run;
    return Math.min(shelf.ripe(this.isRipe), ledger.setAsideFor(OWNER) - ledger.heldBy(OWNER));
  }

  /** Whether what a shape is composed from is there. */
  private readonly isRipe = (blueprint: Blueprint): boolean =>
    blueprint.basis === undefined || this.findBasis(blueprint) !== undefined;

  private findBasis({ basis }: Blueprint): unknown {
    return basis && this.run.commons.peek(basis.key);
  }

  /** Hands out nothing that was composed from what has been made anew since. */
  private dropOutdated(place: string): void {
    const made = this.ready.get(place) ?? [];
    this.ready.set(
      place,
      made.filter((one) => one.basis === this.findBasis(one.place.blueprint)),
    );
  }

  /** Makes those that come next; where that fails altogether, it is not tried again. */
  private async make(first: string): Promise<void> {
    const { guard, shelf, capabilities } = this.run;
    await this.run.learnFullness(findEndpoint(capabilities, 'User'));
    const scim = this.run.client(this.sender);
    const places = shelf.next(first, this.free, this.isRipe);
    const units = this.fitting(places.flatMap((place) => this.compose(place, scim) ?? []));
    if (units.length === 0) return;
    const wanted = joined(units);
    this.sender.exchanges.length = 0;
    try {
      const made = await makeTogether(scim, wanted, this.beginning, this.seen);
      const lost = made.some((one) => one !== undefined && !guard.possessions.has(one.path));
      if (made.length === 0 || lost || !this.putAll(units, made)) this.close();
    } catch (error) {
      if (!(error instanceof NoAnswer || error instanceof Refused || error instanceof DoesNotFit))
        throw error;
      this.close();
    }
  }

  /** Takes in what was made; says whether those like any other came out as they were to be. */
  private putAll(units: readonly Composed[], made: readonly (Stocked | undefined)[]): boolean {
    for (const [index, { place, basis }] of units.entries()) {
      const { owner, blueprint } = place;
      const one = made[index];
      if (one !== undefined) {
        const name = nameIn(owner, blueprint);
        this.ready.set(name, [...(this.ready.get(name) ?? []), { place, one, basis }]);
      } else if (blueprint === ANY.User || blueprint === ANY.Group) return false;
      else this.exclude(blueprint);
    }
    return true;
  }

  /** Those that one request may carry; the others are put back. */
  private fitting(units: Composed[]): Composed[] {
    const { maxPayloadSize = Number.POSITIVE_INFINITY } = this.run.capabilities.bulk;
    const fits = (some: Composed[]) => JSON.stringify(composeJob(joined(some))).length <= maxPayloadSize;
    let count = units.length;
    while (count > 0 && !fits(units.slice(0, count))) count = Math.floor(count / 2);
    this.run.shelf.putBack(units.slice(count).map(({ place }) => place));
    if (count === 0 && units.length > 0) this.close();
    return units.slice(0, count);
  }

  /** The body of what is made for an owner: its names hang on the seed and on the owner alone. */
  private compose(place: Place, scim: Scim): Composed | undefined {
    const { owner, blueprint } = place;
    if (this.unfit.has(blueprint)) return undefined;
    const { capabilities, setup } = this.run;
    const { profile } = setup;
    const { kind } = blueprint;
    const given = new Composer(this.run, scim, this.randomFor(nameIn(owner, blueprint)));
    const basis = this.findBasis(blueprint);
    try {
      const body = given.payload(kind, blueprint.draw({ given, capabilities, profile }, basis));
      if (canBeWritten(capabilities, kind, body))
        return { place, basis, wanted: { kind, endpoint: findEndpoint(capabilities, kind), body } };
    } catch (error) {
      if (!(error instanceof NotApplicable || error instanceof Blocked)) throw error;
    }
    this.exclude(blueprint);
    return undefined;
  }

  private exclude(blueprint: Blueprint): void {
    this.unfit.add(blueprint);
    this.run.shelf.without(blueprint);
  }

  private readonly randoms = new Map<string, Random>();

  private randomFor(owner: string): Random {
    const known = this.randoms.get(owner) ?? new Random(this.run.setup.seed, `${owner} ahead`, AHEAD);
    this.randoms.set(owner, known);
    return known;
  }

  private get beginning(): string {
    return `${this.run.marker}${AHEAD}`;
  }
}

/** What is to be made for a place, and the shared value that it was composed from. */
interface Composed {
  place: Place;
  basis: unknown;
  wanted: Wanted;
}

/** What was made for a place, and waits to be handed out. */
interface Ready extends Pick<Composed, 'place' | 'basis'> {
  one: Stocked;
}

const nameIn = (owner: string, { key }: Blueprint) => `${owner} ${key}`;

const joined = (units: readonly Composed[]): Wanted[] => units.map(({ wanted }) => wanted);

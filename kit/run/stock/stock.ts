import type { Capabilities } from '../../../schemas/capabilities.ts';
import { findEndpoint } from '../../../schemas/lookup.ts';
import { newState } from '../../check/checkState.ts';
import type { Random } from '../../check/random.ts';
import { type Fullness, type PayloadOptions, payload } from '../../compose/payload.ts';
import { DoesNotFit, NoAnswer, Refused } from '../../errors.ts';
import { changesInBulk, type FirstContact } from '../../safety/contact.ts';
import type { Guard } from '../../safety/guard.ts';
import type { Ledger } from '../../safety/ledger.ts';
import { latest, type NotingSender, type Sender } from '../../wire/request.ts';
import type { Scim } from '../../wire/scim.ts';
import { composeJob, makeTogether, type Stocked } from './batch.ts';
import type { Kind, Place, Shelf } from './shelf.ts';

/** Resources that one bulk request makes at most, and those that are worth one and the lists that show them. */
const MOST = 50;
const WORTH_IT = 4;
/** The share of the room of a run that may be taken by what nobody has asked for yet. */
const SHARE = 5;
const OWNER = 'shared:stock';

/** The run for which resources are made ahead. */
export interface Stocking {
  readonly marker: string;
  readonly guard: Guard;
  readonly ledger: Ledger;
  readonly shelf: Shelf;
  readonly capabilities: Capabilities;
  readonly contact: FirstContact | undefined;
  readonly fullness: Fullness;
  readonly payloadOptions: PayloadOptions;
  client(sender: Sender): Scim;
  random(owner: string): Random;
  learnFullness(endpoint: string): Promise<void>;
}

/**
 * Users and groups like any other, made many at a time by a bulk request, each for one that is known to ask for it.
 * Only where first contact saw bulk requests reach what they name and no other, and filters work; where anything of it
 * is not as it was to be, each is made by a create of its own from then on.
 */
export class Stock {
  /** How many each owner asked for, by kind: what config/holdings.json knows. */
  readonly asked = new Map<string, Partial<Record<Kind, number>>>();
  /** Who answers for what is made ahead until it is handed out. */
  readonly owner = OWNER;
  private readonly run: Stocking;
  private readonly ready = new Map<string, Stocked[]>();
  private readonly sender: NotingSender = { ...newState(OWNER, []).sender };
  /** Endpoints where lists have shown what a bulk request made as it was sent. */
  private readonly seen = new Set<string>();
  private making: Promise<void> | undefined;
  /** Room that is set aside for it; none where nothing is made ahead, or no more. */
  private room = 0;

  constructor(run: Stocking) {
    this.run = run;
  }

  /**
   * Hands out what was made for an owner, and notes the exchanges that made it as part of what it rests on.
   * @returns undefined where it has to be made by a create of its own
   */
  async take(kind: Kind, by: NotingSender): Promise<Stocked | undefined> {
    const counts = this.asked.get(by.check) ?? {};
    this.asked.set(by.check, { ...counts, [kind]: (counts[kind] ?? 0) + 1 });
    const { guard, ledger, shelf } = this.run;
    const place = `${by.check} ${kind}`;
    while (!this.ready.get(place)?.length) {
      if (this.making === undefined) {
        if (this.free < WORTH_IT || !shelf.expects(by.check, kind)) break;
        this.making = this.make(by.check).finally(() => {
          this.making = undefined;
        });
      }
      await this.making;
    }
    shelf.drop(by.check, kind);
    const found = this.ready.get(place)?.shift();
    if (found === undefined) return undefined;
    if (shelf.size === 0 && this.free === this.room) this.close();
    guard.possessions.handOver(found.path, by.check);
    ledger.handOver(OWNER, by.check);
    for (const number of this.sender.exchanges) if (!by.exchanges.includes(number)) by.exchanges.push(number);
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

  /** Makes nothing more ahead, and hands out nothing more; says whether it did before. */
  close(): boolean {
    const was = this.room > 0;
    this.room = 0;
    this.ready.clear();
    this.run.ledger.release(OWNER);
    return was;
  }

  /** How many can be made ahead now, and are asked for. */
  private get free(): number {
    const { ledger, shelf } = this.run;
    return Math.min(shelf.size, this.room - ledger.heldBy(OWNER));
  }

  /** Makes those that come next; where that fails, it is not tried again. */
  private async make(first: string): Promise<void> {
    const { guard, shelf, capabilities } = this.run;
    await this.run.learnFullness(findEndpoint(capabilities, 'User'));
    const places = shelf.next(first, this.free);
    const wanted = places.map((place) => this.compose(place));
    const { maxPayloadSize = Number.POSITIVE_INFINITY } = capabilities.bulk;
    const fits = JSON.stringify(composeJob(wanted)).length <= maxPayloadSize;
    const scim = this.run.client(this.sender);
    this.sender.exchanges.length = 0;
    try {
      const made = fits ? await makeTogether(scim, wanted, this.beginning, this.seen) : [];
      if (made.length === 0 || made.some(({ path }) => !guard.possessions.has(path))) this.close();
      else for (const [index, { owner, kind }] of places.entries()) this.put(`${owner} ${kind}`, made[index]);
    } catch (error) {
      if (!(error instanceof NoAnswer || error instanceof Refused || error instanceof DoesNotFit))
        throw error;
      this.close();
    }
  }

  private put(place: string, one: Stocked | undefined): void {
    if (one === undefined) return;
    const known = this.ready.get(place);
    if (known === undefined) this.ready.set(place, [one]);
    else known.push(one);
  }

  /** The body of what is made for an owner: its name hangs on the seed and on the owner alone. */
  private compose({ owner, kind }: Place) {
    const { capabilities, payloadOptions, fullness } = this.run;
    const unique = `${this.beginning}${this.randomFor(owner).token()}`;
    const body = payload(kind, unique, payloadOptions, fullness);
    return { kind, endpoint: findEndpoint(capabilities, kind), body };
  }

  private readonly randoms = new Map<string, Random>();

  private randomFor(owner: string): Random {
    const known = this.randoms.get(owner) ?? this.run.random(`${owner} ahead`);
    this.randoms.set(owner, known);
    return known;
  }

  private get beginning(): string {
    return `${this.run.marker}ahead`;
  }
}

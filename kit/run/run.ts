import type { Attributes } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { makeMarker, Random } from '../check/random.ts';
import { Refusals } from '../check/refusals.ts';
import type { Rule } from '../check/rule.ts';
import { needsReferee } from '../compose/complete.ts';
import type { Fullness, PayloadOptions } from '../compose/payload.ts';
import { Edge } from '../evidence/edge.ts';
import { type Files, steady } from '../evidence/steady.ts';
import type { NotRunReason, Outcome } from '../outcome.ts';
import { Emptying } from '../safety/cleanUp/emptying.ts';
import type { Leftover } from '../safety/cleanUp/leftover.ts';
import { OwnLists } from '../safety/cleanUp/ownLists.ts';
import type { FirstContact } from '../safety/contact.ts';
import { Credentials } from '../safety/credentials.ts';
import { Guard } from '../safety/guard.ts';
import { Ledger } from '../safety/ledger.ts';
import { listCollections } from '../safety/ownership/collections.ts';
import type { Sender } from '../wire/request.ts';
import { Scim } from '../wire/scim.ts';
import type { Wire } from '../wire/wire.ts';
import { Commons } from './commons.ts';
import { firstContact } from './contact/firstContact.ts';
import { firstUser } from './contact/firstUser.ts';
import { Halt } from './halt.ts';
import { Prospects } from './order/prospects.ts';
import { findLag, Patience } from './patience/patience.ts';
import { Removal } from './removal/removal.ts';
import type { RunSetup } from './session/runSetup.ts';
import type { Session } from './session/session.ts';
import { sessionFor, wireFor } from './session/sessionFor.ts';
import { Shelf } from './stock/shelf.ts';
import { Stock } from './stock/stock.ts';
import { Watch } from './watch.ts';

/** One run against one endpoint: its session and what its checks share. */
export class Run {
  readonly marker: string;
  readonly session: Session;
  /** What is kept, printed or handed out of the run passes here. */
  readonly edge: Edge;
  private readonly watch: Watch;
  readonly setup: RunSetup;
  readonly credentials: Credentials;
  /** How much a new user carries; 0 until learned otherwise. */
  fullness: Fullness = 0;
  readonly refusals = new Refusals(() => this.setup.capabilities);
  /** A user that stays to the end, where the schemas require that others name one. */
  referee: string | undefined;
  private readonly halt = new Halt();
  readonly guard: Guard;
  private readonly removal: Removal;
  private readonly wire: Wire;
  private readonly files: Files;
  /** Why what the run sees or makes can no longer be kept; it ends then. */
  lost: string | undefined;
  /** What its checks share. */
  readonly commons = new Commons({
    client: (sender) => this.client(sender),
    random: (owner) => this.random(owner),
    remove: async (maker) => {
      await this.cleanUp(maker);
      await this.endCheck(maker.check);
    },
    wasAway: (exchanges) => this.session.outage.struck(exchanges) !== undefined,
  });
  readonly ledger: Ledger;
  /** Which of its checks are still to come. */
  readonly prospects = new Prospects();
  /** Whom the checks to come ask for, and what was made ahead for them. */
  readonly shelf = new Shelf();
  readonly stock = new Stock(this);
  /** How long reads may lag behind writes here. */
  readonly patience: Patience;
  /** How groups are emptied that cannot be deleted otherwise. */
  readonly emptying = new Emptying();
  /** What became of the first writes; `undefined` before they were sent. */
  contact: FirstContact | undefined;
  /** What is there although its DELETE was acknowledged, once the run has cleaned up. */
  stays: readonly Leftover[] = [];
  private learning: Promise<void> | undefined;

  constructor(setup: RunSetup, files: Files, rules: Rule[]) {
    this.setup = setup;
    this.patience = new Patience(setup.patienceMs, (ms) => this.pause(ms));
    this.files = steady(files, (why) => this.lose(why));
    this.marker = makeMarker(setup.runId);
    this.watch = new Watch(rules);
    this.credentials = new Credentials(setup.token, setup.probesPerSecond, (ms) => this.pause(ms));
    const collections = listCollections(setup.capabilities);
    this.ledger = new Ledger(setup.maxResources ?? Number.POSITIVE_INFINITY, (what) =>
      // A run that was told to stop makes nothing more, and ends with a clean-up.
      this.stopped === undefined ? this.removal.makeRoom(what) : Promise.resolve(false),
    );
    this.guard = new Guard(
      this.marker,
      this.files.journal,
      { readOnly: setup.readOnly, destructive: setup.optIn.includes('destructive'), collections },
      (owner) => this.ledger.give(owner),
    );
    this.edge = new Edge(setup, this.marker);
    this.wire = wireFor(setup);
    this.session = sessionFor(setup, {
      wire: this.wire,
      guard: this.guard,
      evidence: this.files.evidence,
      edge: this.edge,
      onAnswer: (answered) => this.watch.look(answered, this.ruleContext),
      room: this.ledger,
      stop: this.halt.signal,
      giveUp: this.halt.giveUpSignal,
      marker: this.marker,
      settle: (request, { wrote }, signal) =>
        this.patience.settle(wrote, signal, findLag(request, setup.capabilities)),
    });
    this.removal = new Removal(this, new OwnLists(this.marker, collections));
  }

  get capabilities(): Capabilities {
    return this.refusals.capabilities;
  }

  get domain(): string {
    return this.setup.domain;
  }

  get payloadOptions(): PayloadOptions {
    const { templates, domain } = this.setup;
    return { capabilities: this.capabilities, templates, domain, referee: this.referee };
  }

  /** Why no further check may start, once the run was told to stop. */
  get stopped(): NotRunReason | undefined {
    return this.halt.reason;
  }

  /** Aborted when checks may send nothing more. */
  get signal(): AbortSignal {
    return this.halt.signal;
  }

  /** Waits. @throws Stopped where the run is told to stop meanwhile */
  pause(ms: number): Promise<void> {
    return this.halt.pause(ms);
  }

  /** Lets no further check start; with `now`, ends the requests under way, too. Clean-up goes on. */
  stop(reason: NotRunReason, now = false): void {
    this.halt.stop(reason, now);
  }

  /** Ends the run because what it sees or makes can no longer be kept. */
  lose(why: string): void {
    this.lost ??= why;
    this.stop('interrupted');
  }

  /** Ends everything at once, clean-up included. */
  giveUp(reason: NotRunReason): void {
    this.halt.giveUp(reason);
  }

  client(sender: Sender): Scim {
    return new Scim(this.session, sender);
  }

  random(owner: string): Random {
    return new Random(this.setup.seed, owner);
  }

  /** Notes that a check has come to its end: its resources are removed, and what it shared is free. */
  async endCheck(check: string): Promise<void> {
    this.commons.release(check);
    const left = this.guard.remaining(new Set([check])).filter(({ foreign }) => !foreign);
    this.ledger.end(check, left.length);
    await this.ledger.makeRoomAhead();
  }

  /** Makes first contact with the endpoint, once a run. */
  async makeContact(order?: Parameters<typeof firstContact>[1]): Promise<FirstContact> {
    this.contact ??= await firstContact(this, order);
    return this.contact;
  }

  /** Whether the schemas require that users or groups name a user that exists. */
  get needsReferee(): boolean {
    return (['User', 'Group'] as const).some((kind) => needsReferee(kind, this.capabilities));
  }

  /** Learns once a run, by creating one, how much a user must carry to be accepted. */
  learnFullness(endpoint: string): Promise<void> {
    const forget = (error: unknown) => {
      this.learning = undefined;
      throw error;
    };
    this.learning ??= firstUser(this, endpoint).catch(forget);
    return this.learning;
  }

  /** Removes what the run made, or what one sender made; gives what could not be removed. See `Removal`. */
  cleanUp(...of: Parameters<Removal['cleanUp']>): Promise<Leftover[]> {
    // All that is there goes, what nobody asked for yet as well.
    if (of[0] === undefined) this.stock.close();
    return this.removal.cleanUp(...of);
  }

  /** Removes what a check made when it has come to its end. */
  cleanUpAfter(check: Sender): Promise<void> {
    return this.removal.after(check);
  }

  /** What the rules saw in all traffic of the run. */
  ruleOutcomes(selected: (id: string) => boolean): Outcome[] {
    this.session.outage.end();
    return this.watch
      .outcomes(selected, this.setup.readOnly || this.guard.provedOwnership)
      .map((outcome) => this.edge.outcome(outcome));
  }

  /** Takes in what an earlier run of the same id may have left, so that cleanUp removes it or names it. */
  takeIn(...left: Parameters<Guard['takeIn']>): void {
    this.guard.takeIn(...left);
  }

  /** Takes a create under names without its marker, of which lookups showed that they are nobody's; see `Vouching`. */
  vouch(endpoint: string, body: Attributes): void {
    this.guard.vouching.announce(endpoint, body);
  }

  /** Ends the connections; another session may go on with the files. */
  end(): Promise<void> {
    return this.wire.close();
  }

  /** Ends the connections and closes the files. */
  async close(): Promise<void> {
    await this.end();
    this.files.evidence.close();
    this.files.journal.close();
  }

  private get ruleContext() {
    return {
      capabilities: this.setup.capabilities,
      url: this.session.url,
      marker: this.marker,
      pathWithin: (address: string) => this.session.pathWithin(address),
    };
  }
}

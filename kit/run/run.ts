import type { Attributes } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import type { Rule } from '../check/rule.ts';
import { Scim } from '../check/scim.ts';
import { needsReferee } from '../compose/complete.ts';
import type { Fullness, PayloadOptions } from '../compose/payload.ts';
import { Edge } from '../evidence/edge.ts';
import { type Files, steady } from '../evidence/steady.ts';
import type { NotRunReason, Outcome } from '../outcome.ts';
import { cleanUp } from '../safety/cleanUp.ts';
import { collectionsOf } from '../safety/collections.ts';
import { Credentials } from '../safety/credentials.ts';
import { Guard } from '../safety/guard.ts';
import type { Pending } from '../safety/journal.ts';
import { type Dispensable, Ledger } from '../safety/ledger.ts';
import type { Leftover } from '../safety/leftover.ts';
import { OwnLists } from '../safety/ownLists.ts';
import { idAt } from '../wire/paths.ts';
import type { Sender } from '../wire/request.ts';
import { Wire } from '../wire/wire.ts';
import { Commons } from './commons.ts';
import { type ContactOrder, type FirstContact, firstContact } from './firstContact.ts';
import { firstUser } from './firstUser.ts';
import { Halt } from './halt.ts';
import { asksForList, Patience } from './patience.ts';
import { Prospects } from './prospects.ts';
import { markerOf, Random } from './random.ts';
import type { RunSetup } from './runSetup.ts';
import { Session } from './session.ts';
import { Watch } from './watch.ts';

/** Where a run may hold fewer resources than this, not even the first user stays for the end. */
const SCARCE = 40;

/** The first wait for a resource to be shown that was just made; each further one is twice as long. */
const FIRST_PAUSE_MS = 100;

/** Resources of ended checks that are removed together. */
const COMPANY = 24;

/** With sixteen answers at a time, this keeps the whole run below 300 MB. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

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
  /** A user that stays to the end, where the schemas require that others name one. */
  private referee: string | undefined;
  private readonly halt = new Halt();
  readonly guard: Guard;
  private readonly lists: OwnLists;
  /** Checks that came to their end, and whose resources were not removed yet. */
  private readonly waiting = new Set<string>();
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
  });
  readonly ledger: Ledger;
  /** Which of its checks are still to come. */
  readonly prospects = new Prospects();
  /** How long reads may lag behind writes here. */
  readonly patience: Patience;
  /** What became of the first writes; `undefined` before they were sent. */
  contact: FirstContact | undefined;
  private learning: Promise<void> | undefined;

  constructor(setup: RunSetup, files: Files, rules: Rule[]) {
    this.setup = setup;
    this.patience = new Patience(setup.patienceMs);
    this.files = steady(files, (why) => {
      this.lost ??= why;
      this.stop('interrupted');
    });
    this.marker = markerOf(setup.runId);
    this.watch = new Watch(rules);
    this.credentials = new Credentials(setup.token, setup.probesPerSecond ?? 5, (ms) => this.pause(ms));
    const collections = collectionsOf(setup.capabilities);
    this.lists = new OwnLists(this.marker, collections);
    this.ledger = new Ledger(setup.maxResources ?? Number.POSITIVE_INFINITY, (what) => this.makeRoom(what));
    this.guard = new Guard(
      this.marker,
      this.files.journal,
      {
        readOnly: setup.readOnly,
        destructive: setup.optIn.includes('destructive'),
        collections,
      },
      (owner) => this.ledger.give(owner),
    );
    this.edge = new Edge(setup, this.marker);
    this.wire = new Wire({
      connections: setup.concurrency,
      timeoutMs: setup.timeoutMs,
      maxBodyBytes: MAX_BODY_BYTES,
      insecure: setup.insecure,
      ...(setup.ca === undefined ? {} : { ca: setup.ca }),
      ...(setup.proxy === undefined ? {} : { proxy: setup.proxy }),
    });
    this.session = new Session(
      {
        url: setup.url,
        headers: setup.headers,
        timeoutMs: setup.timeoutMs,
        userAgent: setup.userAgent,
        firstNumber: setup.firstExchange,
        ...(setup.token === undefined ? {} : { token: setup.token }),
        ...(setup.rps === undefined ? {} : { rps: setup.rps }),
      },
      {
        wire: this.wire,
        guard: this.guard,
        evidence: this.files.evidence,
        edge: this.edge,
        onAnswer: (answered) => this.watch.look(answered, this.ruleContext),
        room: this.ledger,
        stop: this.halt.signal,
        giveUp: this.halt.giveUpSignal,
        marker: this.marker,
        settle: async (request, sender, signal) => {
          if (asksForList(request, setup.capabilities)) await this.patience.settle(sender.wroteAt, signal);
        },
      },
    );
  }

  get capabilities(): Capabilities {
    return this.setup.capabilities;
  }

  get domain(): string {
    return this.setup.domain;
  }

  get payloadOptions(): PayloadOptions {
    return {
      capabilities: this.setup.capabilities,
      templates: this.setup.templates,
      domain: this.setup.domain,
      referee: this.referee,
    };
  }

  /** Why no further check may start, once the run was told to stop. */
  get stopped(): NotRunReason | undefined {
    return this.halt.reason;
  }

  /** Aborted when checks may send nothing more. */
  get signal(): AbortSignal {
    return this.halt.signal;
  }

  /**
   * Waits.
   * @throws Stopped where the run is told to stop meanwhile
   */
  pause(ms: number): Promise<void> {
    return this.halt.pause(ms);
  }

  /** Lets no further check start; with `now`, ends the requests under way, too. Clean-up goes on. */
  stop(reason: NotRunReason, now = false): void {
    this.halt.stop(reason, now);
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
  }

  /** Makes first contact with the endpoint, once a run. */
  async makeContact(order?: ContactOrder): Promise<FirstContact> {
    this.contact ??= await firstContact(this, order);
    return this.contact;
  }

  /** Whether the schemas require that users or groups name a user that exists. */
  get needsReferee(): boolean {
    return (['User', 'Group'] as const).some((kind) => needsReferee(kind, this.capabilities));
  }

  /** Learns once a run, by creating one, how much a user must carry to be accepted. */
  learnFullness(endpoint: string): Promise<void> {
    this.learning ??= this.probe(endpoint).catch((error) => {
      this.learning = undefined;
      throw error;
    });
    return this.learning;
  }

  /**
   * Removes what the run made; with `of`, what that sender made. Gives what could not be removed.
   * @param options `lostToo`: look for what came of lost creates; `sweep`: and for all that bears the run's marker
   */
  cleanUp(of?: Sender, options: { lostToo?: boolean; sweep?: boolean } = {}): Promise<Leftover[]> {
    const whose = of && { of: new Set([of.check]), sender: of };
    return cleanUp(this.session, this.guard, this.lists, { ...whose, ...options });
  }

  /**
   * Removes what a check made when it has come to its end. What nothing showed to be ours yet waits for company, so
   * that one list shows many in place of a GET of each.
   */
  async cleanUpAfter(check: Sender): Promise<void> {
    const left = this.guard.remaining(new Set([check.check]));
    if (left.every(({ proved, foreign }) => proved || foreign)) {
      await this.cleanUp(check);
      return;
    }
    this.waiting.add(check.check);
    if (this.guard.remaining(this.waiting).length >= COMPANY) await this.cleanUpWaiting();
  }

  private async makeRoom(what: Dispensable): Promise<boolean> {
    // A run that was told to stop makes nothing more, and ends with a clean-up.
    if (this.stopped !== undefined) return false;
    if (what === 'idle') return this.commons.evict((key) => this.prospects.nextUse(key));
    const retired = this.commons.retire((key) => this.prospects.isDone(key));
    for (const { check } of retired) this.waiting.add(check);
    const any = await this.cleanUpWaiting();
    for (const { check } of retired) await this.endCheck(check);
    return any || retired.length > 0;
  }

  /** Removes what waits for its removal; says whether there was any. */
  private async cleanUpWaiting(): Promise<boolean> {
    const of = new Set(this.waiting);
    const any = this.guard.remaining(of).some(({ foreign }) => !foreign);
    this.waiting.clear();
    if (any) await cleanUp(this.session, this.guard, this.lists, { of });
    return any;
  }

  /** What the rules saw in all traffic of the run. */
  ruleOutcomes(selected: (id: string) => boolean): Outcome[] {
    return this.watch
      .outcomes(selected, this.setup.readOnly || this.guard.provedOwnership)
      .map((outcome) => this.edge.outcome(outcome));
  }

  /** Takes in what an earlier run of the same id may have left, so that cleanUp removes it. */
  takeIn(left: readonly Pending[]): void {
    this.guard.takeIn(left);
  }

  /** Takes a create under names without its marker, of which lookups showed that they are nobody's; see `Vouching`. */
  vouch(endpoint: string, body: Attributes): void {
    this.guard.vouching.announce(endpoint, body);
  }

  /**
   * Whose a resource is that a lookup found.
   * @param path where it is, below `endpoint`
   */
  async whose(
    endpoint: string,
    path: string,
    resource: Attributes,
  ): Promise<'ours' | 'unproved' | 'foreign'> {
    if (this.guard.knows(path) && (await this.prove(path))) return 'ours';
    return this.guard.vouching.claims(endpoint, resource) ? 'unproved' : 'foreign';
  }

  /**
   * Whether a create was answered with what it made. Under names without the marker a GET has to show it, which is
   * waited for where it is not shown at once; under others the guard asks before anything is written.
   */
  async prove(path: string): Promise<boolean> {
    if (this.guard.vouching.stateOf(path) === undefined) return !this.guard.isForeign(path);
    const sender: Sender = { check: 'ownership', ordinal: 0, exchanges: [] };
    let waited = 0;
    for (let pause = FIRST_PAUSE_MS; ; pause *= 2) {
      if (this.guard.isOwned(path)) return true;
      const answer = await this.client(sender).get(path).as('control', 'see that the resource is ours');
      if (answer.ok || waited + pause > this.setup.patienceMs) return this.guard.isOwned(path);
      await this.pause(pause);
      waited += pause;
    }
  }

  /** Ends the connections; another session may go on with the files. */
  async end(): Promise<void> {
    await this.wire.close();
  }

  /** Ends the connections and closes the files. */
  async close(): Promise<void> {
    await this.end();
    this.files.evidence.close();
    this.files.journal.close();
  }

  private async probe(endpoint: string): Promise<void> {
    const sender: Sender = { check: 'shared:user', ordinal: 0, exchanges: [] };
    const learned = await firstUser(this, sender, endpoint);
    if (learned === undefined) return;
    this.fullness = learned;
    if (this.needsReferee) {
      const [user] = this.guard.remaining(new Set([sender.check]));
      this.referee = user && idAt(user.path);
      return;
    }
    if (this.ledger.most >= SCARCE) return;
    await this.cleanUp(sender);
    this.ledger.end(sender.check, 0);
  }

  private get ruleContext() {
    return {
      capabilities: this.setup.capabilities,
      url: this.session.url,
      marker: this.marker,
      pathOf: (address: string) => this.session.pathOf(address),
    };
  }
}

import type { Capabilities } from '../../config/capabilities.ts';
import type { Profile } from '../../config/profile.ts';
import { type ProxySettings, secretsOfProxy } from '../../config/settings/proxy.ts';
import type { Attributes } from './attributes.ts';
import type { Rule } from './check.ts';
import { cleanUp, type Leftover } from './cleanUp.ts';
import { Credentials } from './credentials.ts';
import { DoesNotFit, NoAnswer } from './errors.ts';
import type { Evidence } from './evidence.ts';
import { Guard } from './guard.ts';
import type { Journal, Pending } from './journal.ts';
import { Ledger } from './ledger.ts';
import type { ClaimSink } from './must.ts';
import type { NotRunReason, Observation, Outcome, Remark } from './outcome.ts';
import { type Fullness, type PayloadOptions, payload } from './payload.ts';
import { markerOf, Random } from './random.ts';
import { createRedactor, type Redactor } from './redact.ts';
import type { ScimResponse } from './response.ts';
import { Scim } from './scim.ts';
import { type Sender, Session } from './session.ts';
import { mapTexts, Strangers } from './strangers.ts';
import { Watch } from './watch.ts';
import { Wire } from './wire.ts';

/** All that a run needs to know, as plain data: it crosses from the main process into the worker. */
export interface RunSetup {
  runId: string;
  seed: string;
  url: string;
  token?: string;
  headers: Record<string, string>;
  userAgent: string;
  timeoutMs: number;
  patienceMs: number;
  concurrency: number;
  rps?: number;
  ca?: string;
  insecure: boolean;
  proxy?: ProxySettings;
  readOnly: boolean;
  optIn: string[];
  templates: { User?: Attributes; Group?: Attributes };
  domain: string;
  profile: Profile;
  capabilities: Capabilities;
  firstExchange: number;
  /** Resources that the run may have on the endpoint at one time; no limit where it is not said. */
  maxResources?: number;
  /** Requests with bad credentials a second; 5 where it is not said. */
  probesPerSecond?: number;
}

/** What one attempt of a check gathers. */
export interface CheckState extends ClaimSink {
  sender: Sender;
  remarks: Remark[];
  observations: Observation[];
  assumed: Set<string>;
}

interface Common {
  value: unknown;
  exchanges: number[];
}

/** A value that checks share, while it exists. */
interface Shared {
  made: Promise<Common>;
  sender: Sender;
  /** Those who use it now; nobody may take it from them. */
  users: Set<string>;
  settled: boolean;
  /** There was no room for it, or the answer to a write was lost: it may be made once more. */
  unfit: boolean;
}

/** The empty state of one that sends requests: a check, or a fact that checks share. */
export function newState(id: string, verifies: string[]): CheckState {
  const exchanges: number[] = [];
  return {
    claims: 0,
    findings: [],
    verifies,
    exchanges,
    sender: { check: id, ordinal: 0, exchanges },
    remarks: [],
    observations: [],
    assumed: new Set(),
  };
}

/** Where a run may hold fewer resources than this, not even the first user stays for the end. */
const SCARCE = 50;

/** With sixteen answers at a time, this keeps the whole run below 300 MB. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** One run against one endpoint: its session and what its checks share. */
export class Run {
  readonly marker: string;
  readonly session: Session;
  private readonly watch: Watch;
  readonly setup: RunSetup;
  readonly credentials: Credentials;
  /** How much a new user carries; 0 until learned otherwise. */
  fullness: Fullness = 0;
  private stopReason: NotRunReason | undefined;
  private readonly stopping = new AbortController();
  private readonly givingUp = new AbortController();
  private readonly strangers = new Strangers();
  private readonly redactor: Redactor;
  private readonly guard: Guard;
  private readonly wire: Wire;
  private readonly files: { evidence: Evidence; journal: Journal };
  private readonly facts = new Map<string, Promise<ScimResponse>>();
  private readonly commons = new Map<string, Shared>();
  private generations = 0;
  private evicting: Promise<void> | undefined;
  private readonly evicted = new Set<string>();
  /** Shared values whose making lost a write once; a second time, the loss is the endpoint's. */
  private readonly lost = new Set<string>();
  readonly ledger: Ledger;
  private learning: Promise<void> | undefined;

  constructor(setup: RunSetup, files: { evidence: Evidence; journal: Journal }, rules: Rule[]) {
    this.setup = setup;
    this.files = files;
    this.marker = markerOf(setup.runId);
    this.watch = new Watch(rules);
    this.credentials = new Credentials(setup.token, setup.probesPerSecond ?? 5);
    const endpoints = setup.capabilities.resourceTypes?.map((type) => type.endpoint) ?? [];
    this.ledger = new Ledger(setup.maxResources ?? Number.POSITIVE_INFINITY, () => this.evict());
    this.guard = new Guard(
      this.marker,
      files.journal,
      {
        readOnly: setup.readOnly,
        destructive: setup.optIn.includes('destructive'),
        endpoints: [...new Set(['/Users', '/Groups', ...endpoints])],
      },
      (owner) => this.ledger.give(owner),
    );
    this.redactor = createRedactor(setup.token, secretsOfProxy(setup.proxy));
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
        evidence: files.evidence,
        redactor: this.redactor,
        onAnswer: (answered) => this.watch.look(answered, this.ruleContext),
        take: (owner, count) => this.ledger.take(owner, count),
        onForeign: (resource) => this.strangers.note(resource),
        stop: this.stopping.signal,
        giveUp: this.givingUp.signal,
        marker: this.marker,
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
    };
  }

  /** Why no further check may start, once the run was told to stop. */
  get stopped(): NotRunReason | undefined {
    return this.stopReason;
  }

  /** Lets no further check start; with `now`, ends the requests under way, too. Clean-up goes on. */
  stop(reason: NotRunReason, now = false): void {
    this.stopReason ??= reason;
    if (now) this.stopping.abort();
  }

  /** Ends everything at once, clean-up included. */
  giveUp(reason: NotRunReason): void {
    this.stop(reason, true);
    this.givingUp.abort();
  }

  /** A leftover, as it may be kept. */
  publishLeftover(left: Leftover): Leftover {
    return { ...left, path: this.redactor.text(left.path), why: this.redactor.cut(left.why) };
  }

  /** What came of a check, as it may be kept: without the credential and without values of other people's resources. */
  publish(outcome: Outcome): Outcome {
    return mapTexts(outcome, (text) => this.redactor.cut(this.strangers.text(text)));
  }

  client(sender: Sender): Scim {
    return new Scim(this.session, sender);
  }

  random(owner: string): Random {
    return new Random(this.setup.seed, owner);
  }

  /** One answer for all that ask under this key; the first who asks sends the request. */
  shared(key: string, read: (scim: Scim) => PromiseLike<ScimResponse>): Promise<ScimResponse> {
    const known = this.facts.get(key);
    if (known !== undefined) return known;
    const fact = Promise.resolve(read(this.client({ check: `shared:${key}`, ordinal: 0, exchanges: [] })));
    this.facts.set(key, fact);
    return fact;
  }

  /**
   * A value made once a run under this key, with the exchanges that it took; see `Given.common`. Where the run may
   * hold few resources it is removed while nobody uses it, and made anew for who asks next.
   * @param user the check that uses it from now to its end
   */
  common(
    key: string,
    make: (scim: Scim, random: Random, state: CheckState) => Promise<unknown>,
    user: string,
  ): Promise<Common> {
    const known = this.commons.get(key);
    if (known?.unfit) return this.discard(key, known).then(() => this.common(key, make, user));
    if (known !== undefined) {
      known.users.add(user);
      return known.made;
    }
    const owner = `shared:${key}`;
    const state = newState(owner, []);
    this.generations += 1;
    // Names of what was removed may still be taken.
    const again = this.evicted.has(key) ? `#${this.generations}` : '';
    const value = make(this.client(state.sender), this.random(`${owner}${again}`), state);
    const shared: Shared = {
      made: value.then((one) => ({ value: one, exchanges: state.sender.exchanges })),
      sender: state.sender,
      users: new Set([user]),
      settled: false,
      unfit: false,
    };
    this.commons.set(key, shared);
    shared.made.then(
      () => {
        shared.settled = true;
      },
      (error) => {
        shared.settled = true;
        const lost = error instanceof NoAnswer && error.write && !this.lost.has(key);
        if (lost) this.lost.add(key);
        shared.unfit = lost || error instanceof DoesNotFit;
        if (shared.unfit) shared.users.clear();
      },
    );
    return shared.made;
  }

  /** Notes that a check has come to its end: its resources are removed, and what it shared is free. */
  async endCheck(check: string): Promise<void> {
    for (const { users } of this.commons.values()) users.delete(check);
    this.ledger.end(check, this.guard.remaining(check).filter(({ foreign }) => !foreign).length);
  }

  /** Removes one shared value that nobody uses; says whether there was any. */
  private async evict(): Promise<boolean> {
    if (this.evicting !== undefined) {
      // Room is on its way already.
      await this.evicting;
      return true;
    }
    const found = this.newestIdle();
    if (found === undefined) return false;
    this.evicting = this.discard(...found).finally(() => {
      this.evicting = undefined;
    });
    await this.evicting;
    return true;
  }

  /**
   * What was made later may rest on what was made before, whoever asked for it: so the newest goes first, and nothing
   * that is older than what a check uses now.
   */
  private newestIdle(): [string, Shared] | undefined {
    for (const [key, shared] of [...this.commons].reverse()) {
      if (!shared.settled || [...shared.users].some((user) => !user.startsWith('shared:'))) return undefined;
      if (shared.users.size === 0) return [key, shared];
    }
    return undefined;
  }

  private async discard(key: string, { sender }: Shared): Promise<void> {
    this.commons.delete(key);
    this.evicted.add(key);
    // Shared answers may be about what goes now.
    this.facts.clear();
    for (const { users } of this.commons.values()) users.delete(sender.check);
    await this.cleanUp(sender);
    await this.endCheck(sender.check);
  }

  /** Learns once a run, by creating one, how much a user must carry to be accepted. */
  learnFullness(endpoint: string): Promise<void> {
    this.learning ??= this.probe(endpoint).catch((error) => {
      this.learning = undefined;
      throw error;
    });
    return this.learning;
  }

  /** Removes what the run made; with `of`, what that sender made. Gives what could not be removed. */
  cleanUp(of?: Sender, lostToo?: boolean): Promise<Leftover[]> {
    return cleanUp(this.session, this.guard, of, lostToo);
  }

  /** What the rules saw in all traffic of the run. */
  ruleOutcomes(selected: (id: string) => boolean): Outcome[] {
    return this.watch
      .outcomes(selected, this.setup.readOnly || this.guard.provedOwnership)
      .map((outcome) => this.publish(outcome));
  }

  /** Takes in what an earlier run of the same id may have left, so that cleanUp removes it. */
  takeIn(left: readonly Pending[]): void {
    this.guard.takeIn(left);
  }

  /** Takes names without its marker for the run's own; see `Guard.declare`. */
  declare(names: readonly string[]): void {
    this.guard.declare(names);
  }

  /** Ends the connections and closes the files. */
  async close(): Promise<void> {
    await this.wire.close();
    this.files.evidence.close();
    this.files.journal.close();
  }

  private async probe(endpoint: string): Promise<void> {
    const random = this.random('shared:user');
    const sender: Sender = { check: 'shared:user', ordinal: 0, exchanges: [] };
    const scim = this.client(sender);
    const levels: Fullness[] = [0, 1, 2];
    for (const fullness of levels) {
      const body = payload('User', `${this.marker}${random.token()}`, this.payloadOptions, fullness);
      const answer = await scim.post(endpoint, body).as('given', 'learn what a new user needs');
      if (!answer.ok) continue;
      this.fullness = fullness;
      if (this.ledger.most < SCARCE) {
        await this.cleanUp(sender);
        this.ledger.end(sender.check, 0);
      }
      return;
    }
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

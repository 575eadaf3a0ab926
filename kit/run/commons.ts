import { type CheckState, newState } from '../check/checkState.ts';
import type { Random } from '../check/random.ts';
import type { SharedAnswer } from '../check/sharedAnswer.ts';
import { Blocked, DoesNotFit, NoAnswer, Unsent } from '../errors.ts';
import { SHARED } from '../safety/account.ts';
import type { NotingSender, Sender, Wrote } from '../wire/request.ts';
import type { ScimResponse } from '../wire/response.ts';
import type { Scim } from '../wire/scim.ts';

interface Common {
  value: unknown;
  exchanges: number[];
  /** When something was last written for it. */
  wrote?: Wrote | undefined;
}

/** A value that checks share, while it exists. */
interface Shared {
  made: Promise<Common>;
  /** What its making took for granted. */
  assumed: ReadonlySet<string>;
  sender: NotingSender;
  /** Those who use it now; nobody may take it from them. */
  users: Set<string>;
  settled: boolean;
  /** What was made; undefined until it is, and where that failed. */
  value?: unknown;
  /** There was no room for it, or the answer to a write was lost: it may be made once more. */
  unfit: boolean;
}

/** What checks share: answers that many look at, and resources that they only read. */
export class Commons {
  /** Answers, each with the shared values that it may be about. */
  private readonly answers = new Map<
    string,
    { answer: Promise<ScimResponse>; about: Set<string>; exchanges: number[] }
  >();
  private readonly values = new Map<string, Shared>();
  private readonly senders = new Map<string, Sender>();
  private readonly discarding = new Map<string, Promise<void>>();
  /** Who asked first for what was answered, by its exchange. */
  readonly askers = new Map<number, string>();
  /** Who asked for each, checks and makers of other shared values. */
  readonly asked = new Map<string, Set<string>>();
  private generations = 0;
  private readonly evicted = new Set<string>();
  /** Shared values whose making lost a write once; a second time, the loss is the endpoint's. */
  private readonly lost = new Set<string>();
  private readonly run: {
    client(sender: Sender): Scim;
    random(owner: string): Random;
    /** Removes what was made for a shared value, and ends the account of its maker. */
    remove(maker: Sender): Promise<void>;
    /** Whether the endpoint served nothing when one of these was exchanged. */
    wasAway(exchanges: readonly number[]): boolean;
  };

  constructor(run: Commons['run']) {
    this.run = run;
  }

  /**
   * One answer for all that ask under this key; the first who asks sends the request.
   * @param lasting whether it is about no resource that checks share
   * @param user the check that asks; a list waits until it can show what that one wrote
   */
  answer(
    { key, title, lasting }: Pick<SharedAnswer, 'key' | 'title' | 'lasting'>,
    read: (scim: Scim) => PromiseLike<ScimResponse>,
    user: Pick<Sender, 'check' | 'wrote'>,
  ): Promise<ScimResponse> {
    const inUse = [...this.values].filter(([, { users }]) => users.has(user.check)).map(([name]) => name);
    const about = lasting ? [] : inUse;
    const known = this.answers.get(key);
    if (known !== undefined && !this.run.wasAway(known.exchanges)) {
      for (const name of about) known.about.add(name);
      return known.answer;
    }
    const sender = this.senders.get(title) ?? { check: `shared:${title}`, ordinal: 0 };
    this.senders.set(title, sender);
    if (user.wrote !== undefined) sender.wrote = { ...sender.wrote, ...user.wrote };
    const exchanges: number[] = [];
    const answer = Promise.resolve(read(this.run.client(sender))).then((response) => {
      this.askers.set(response.exchange, user.check);
      exchanges.push(response.exchange);
      return response;
    });
    answer.catch(({ exchange }: Partial<NoAnswer>) => exchanges.push(exchange ?? 0));
    this.answers.set(key, { answer, about: new Set(about), exchanges });
    return answer;
  }

  /**
   * A value made once a run under this key, with the exchanges that it took; see `Given.the`. Where the run may
   * hold few resources it is removed while nobody uses it, and made anew for who asks next.
   * @param by the check that uses it from now to its end; what that one wrote may be read to make it
   */
  value(
    key: string,
    make: (scim: Scim, random: Random, state: CheckState) => Promise<unknown>,
    by: Pick<Sender, 'check' | 'wrote'>,
  ): Promise<Common> {
    const { check: user } = by;
    const askedBy = this.asked.get(key) ?? new Set();
    this.asked.set(key, askedBy.add(user));
    // What is made anew under the same name would be removed with what there was.
    const going = this.discarding.get(key);
    if (going !== undefined) return going.then(() => this.value(key, make, by));
    const known = this.values.get(key);
    if (known && (known.unfit || this.isVain(known))) {
      this.discard(key, known);
      return this.value(key, make, by);
    }
    if (known !== undefined) {
      known.users.add(user);
      return known.made;
    }
    const owner = SHARED + key;
    const state = newState(owner, []);
    if (by.wrote !== undefined) state.sender.wrote = by.wrote;
    this.generations += 1;
    // Names of what was removed may still be taken.
    const again = this.evicted.has(key) ? `#${this.generations}` : '';
    // What its user has at hand may be part of it.
    for (const { users } of this.values.values()) if (users.has(user)) users.add(owner);
    const value = make(this.run.client(state.sender), this.run.random(`${owner}${again}`), state);
    const shared: Shared = {
      made: value.then((one) => {
        const { exchanges, wrote } = state.sender;
        return { value: one, exchanges, wrote };
      }),
      assumed: state.assumed,
      sender: state.sender,
      users: new Set([user]),
      settled: false,
      unfit: false,
    };
    this.values.set(key, shared);
    shared.made.then(
      ({ value: one }) => {
        Object.assign(shared, { settled: true, value: one });
      },
      (error) => {
        shared.settled = true;
        const at = error instanceof Blocked ? error.by.exchange : (error as Partial<NoAnswer>)?.exchange;
        if (at !== undefined) state.sender.exchanges.push(at);
        const lost = error instanceof NoAnswer && error.write && !this.lost.has(key);
        if (lost) this.lost.add(key);
        shared.unfit = lost || error instanceof DoesNotFit || error instanceof Unsent;
        if (shared.unfit) shared.users.clear();
      },
    );
    return shared.made;
  }

  /** Whether the making of a value failed while the endpoint served nothing. */
  private isVain({ settled, value, sender }: Shared): boolean {
    return settled && value === undefined && this.run.wasAway(sender.exchanges);
  }

  /** A shared value as it is now; undefined while there is none. */
  peek(key: string): unknown {
    return this.values.get(key)?.value;
  }

  /** What the making of a shared value took for granted, whether it came about or not. */
  assumedFor(key: string): Iterable<string> {
    return this.values.get(key)?.assumed ?? [];
  }

  /** Notes that a user has come to its end: what it shared is free. */
  release(user: string): void {
    for (const { users } of this.values.values()) users.delete(user);
  }

  /**
   * Lets go of shared values that are done with and that nobody uses; gives who made them.
   * @param isDone whether nobody is known to ask for one again
   */
  retire(isDone: (key: string) => boolean): Sender[] {
    const gone: Sender[] = [];
    // What was made later may be all that uses what was made before.
    for (const [key, shared] of [...this.values].reverse())
      if (shared.settled && shared.users.size === 0 && isDone(key)) gone.push(this.letGo(key, shared));
    return gone;
  }

  /**
   * Lets go of one shared value that takes room and that nobody uses, with those that were made of it: of that which is
   * asked for last. Gives who made them, what was made last before what it was made of.
   * @param nextUse when a value is asked for next; the greater, the later
   * @param takesRoom whether there are resources of one who made a value
   */
  evict(nextUse: (key: string) => number, takesRoom: (maker: string) => boolean): Sender[] {
    const idle = [...this.values.entries()]
      .filter(([, { sender }]) => takesRoom(sender.check))
      .map(([key]) => this.withDependents(key))
      .filter((keys) => keys.every((key) => this.isIdle(key)))
      .reverse();
    const soonest = (keys: readonly string[]) => Math.min(...keys.map(nextUse));
    const [first = []] = idle.sort((a, b) => (soonest(a) < soonest(b) ? 1 : -1));
    const gone = [...this.values].filter(([key]) => first.includes(key)).reverse();
    return gone.map(([key, shared]) => this.letGo(key, shared));
  }

  /** The keys of a shared value and of those that were made of it. */
  private withDependents(key: string): string[] {
    const keys = new Set([key]);
    for (const one of keys)
      for (const user of this.values.get(one)?.users ?? [])
        if (user.startsWith(SHARED)) keys.add(user.slice(SHARED.length));
    return [...keys];
  }

  /** Whether nobody uses a shared value but others that were made of it. */
  private isIdle(key: string): boolean {
    const { settled, users } = this.values.get(key) ?? { settled: false, users: new Set() };
    return settled && [...users].every((user) => user.startsWith(SHARED));
  }

  private discard(key: string, shared: Shared): void {
    const going = this.run.remove(this.letGo(key, shared)).finally(() => this.discarding.delete(key));
    this.discarding.set(key, going);
  }

  private letGo(key: string, { sender }: Shared): Sender {
    this.values.delete(key);
    this.evicted.add(key);
    for (const [name, { about }] of this.answers) if (about.has(key)) this.answers.delete(name);
    this.release(sender.check);
    return sender;
  }
}

import type { Scim } from '../check/scim.ts';
import { DoesNotFit, NoAnswer } from '../errors.ts';
import type { Sender } from '../wire/request.ts';
import type { ScimResponse } from '../wire/response.ts';
import { type CheckState, newState } from './checkState.ts';
import type { Random } from './random.ts';

interface Common {
  value: unknown;
  exchanges: number[];
  /** When something was last written for it. */
  wroteAt?: number | undefined;
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

/** What checks share: answers that many look at, and resources that they only read. */
export class Commons {
  private readonly answers = new Map<string, Promise<ScimResponse>>();
  private readonly values = new Map<string, Shared>();
  private generations = 0;
  private evicting: Promise<void> | undefined;
  private readonly evicted = new Set<string>();
  /** Shared values whose making lost a write once; a second time, the loss is the endpoint's. */
  private readonly lost = new Set<string>();
  private readonly run: {
    client(sender: Sender): Scim;
    random(owner: string): Random;
    /** Removes what was made for a shared value, and ends the account of its maker. */
    remove(maker: Sender): Promise<void>;
  };

  constructor(run: Commons['run']) {
    this.run = run;
  }

  /**
   * One answer for all that ask under this key; the first who asks sends the request.
   * @param wroteAt when that one last wrote, for lists that show it later
   */
  answer(
    key: string,
    read: (scim: Scim) => PromiseLike<ScimResponse>,
    wroteAt?: number,
  ): Promise<ScimResponse> {
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    const sender: Sender = { check: `shared:${key}`, ordinal: 0, exchanges: [] };
    if (wroteAt !== undefined) sender.wroteAt = wroteAt;
    const scim = this.run.client(sender);
    const answer = Promise.resolve(read(scim));
    this.answers.set(key, answer);
    return answer;
  }

  /**
   * A value made once a run under this key, with the exchanges that it took; see `Given.common`. Where the run may
   * hold few resources it is removed while nobody uses it, and made anew for who asks next.
   * @param user the check that uses it from now to its end
   */
  value(
    key: string,
    make: (scim: Scim, random: Random, state: CheckState) => Promise<unknown>,
    user: string,
  ): Promise<Common> {
    const known = this.values.get(key);
    if (known?.unfit) return this.discard(key, known).then(() => this.value(key, make, user));
    if (known !== undefined) {
      known.users.add(user);
      return known.made;
    }
    const owner = `shared:${key}`;
    const state = newState(owner, []);
    this.generations += 1;
    // Names of what was removed may still be taken.
    const again = this.evicted.has(key) ? `#${this.generations}` : '';
    const value = make(this.run.client(state.sender), this.run.random(`${owner}${again}`), state);
    const shared: Shared = {
      made: value.then((one) => {
        const { exchanges, wroteAt } = state.sender;
        return { value: one, exchanges, wroteAt };
      }),
      sender: state.sender,
      users: new Set([user]),
      settled: false,
      unfit: false,
    };
    this.values.set(key, shared);
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

  /** Notes that a user has come to its end: what it shared is free. */
  release(user: string): void {
    for (const { users } of this.values.values()) users.delete(user);
  }

  /** Removes one shared value that nobody uses; says whether there was any. */
  async evict(): Promise<boolean> {
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
    for (const [key, shared] of [...this.values].reverse()) {
      if (!shared.settled || [...shared.users].some((user) => !user.startsWith('shared:'))) return undefined;
      if (shared.users.size === 0) return [key, shared];
    }
    return undefined;
  }

  private async discard(key: string, { sender }: Shared): Promise<void> {
    this.values.delete(key);
    this.evicted.add(key);
    // Shared answers may be about what goes now.
    this.answers.clear();
    this.release(sender.check);
    await this.run.remove(sender);
  }
}

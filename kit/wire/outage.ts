import { setTimeout as sleep } from 'node:timers/promises';
import { Unsent } from '../errors.ts';
import type { ScimRequest } from './request.ts';
import { isUnreadable } from './silence.ts';

/** Requests in a row that are not served, after which it is seen whether anything is. */
const IN_A_ROW = 20;
const KNOCK_MS = 1_000;
/** Addresses that are remembered as served: so many, and no fewer to tell anything by. */
const MOST_KNOWN = 5;
const FEW_KNOWN = 3;

/** A limit that is as long as this without serving anything is no limit on the pace of requests. */
const LIMIT_MS = 90_000;

/** What came of a request that carried the run's own credential. */
export interface Served {
  exchange: number;
  method: string;
  /** Path and query below the tenant URL. */
  path: string;
  /** The request in words. */
  request: string;
  /** The HTTP status, or the code of the failure where no answer came. */
  status: number | string;
  /** Whether it was answered 2xx with a page for people in place of what was asked for. */
  isPage?: boolean;
}

/** What was asked, with what was answered. */
export const withAnswer = (
  seen: Omit<Served, 'status' | 'isPage'>,
  { status, ok }: { status: number; ok: boolean },
): Served => ({ ...seen, status, isPage: !ok && status >= 200 && status < 300 });

/** What a refusal of everything is answered with; a single request may be answered so for reasons of its own. */
function isUnserved({ status, isPage }: Served): boolean {
  if (isPage) return true;
  if (typeof status === 'string') return !isUnreadable(status);
  if (status >= 500) return status !== 501;
  return [401, 403, 404, 410, 429].includes(status) || (status >= 300 && status < 400 && status !== 304);
}

/**
 * Watches whether the endpoint serves anything at all: it may be restarted, the token may expire, the client may be
 * locked out. While it serves nothing, nothing is sent but a few reads a second: nobody would learn what a create made
 * that gets no answer, and what is answered says nothing of what was asked. It is waited for once; where it did not
 * come back, what is to be sent fails at once until a read is served.
 */
export class Outage {
  /** Requests since the last one that was served, with what is still to be done with their answers. */
  private streak: (Served & { judge: () => void })[] = [];
  /** Exchanges of the times when nothing was served. */
  private readonly unserved = new Map<number, Served>();
  private readonly known = new Map<string, string>();
  /** Whether nothing is served. */
  isAway = false;
  private knocking: Promise<void> | undefined;
  private knockedAt = Number.NEGATIVE_INFINITY;
  private waited = false;
  private readonly most: number;
  private servedAt = performance.now();

  /**
   * @param most how long it is waited for, in milliseconds
   * @param served addresses that were served before
   */
  constructor(most: number, served: readonly string[] = []) {
    this.most = most;
    for (const address of served) this.known.set(address, address);
  }

  /**
   * Notes what came of a request.
   * @param judge looks at the answer as one of the endpoint, as soon as it is known to be
   */
  note(seen: Served, judge = () => {}): void {
    const { exchange, method, path, status } = seen;
    if (status === 429 && !this.isAway && performance.now() - this.servedAt < LIMIT_MS) {
      judge();
      return;
    }
    if (isUnserved(seen)) {
      if (this.isAway) this.unserved.set(exchange, seen);
      this.streak.push({ ...seen, judge });
      return;
    }
    this.servedAt = performance.now();
    // What was asked before may still be served when what was asked later is not.
    const before = this.streak.filter((one) => one.exchange < exchange);
    this.streak = this.streak.filter((one) => one.exchange > exchange);
    if (!this.isAway) for (const one of before) one.judge();
    judge();
    if (this.streak.length === 0) this.isAway = false;
    if (!this.isAway) this.waited = false;
    const address = path.split('?')[0] ?? '';
    // What is there for good: a resource may be deleted meanwhile.
    const isLasting = method === 'GET' && /^\/[^/]+$/.test(address) && Number(status) < 300;
    if (isLasting && this.known.size < MOST_KNOWN && !this.known.has(address)) this.known.set(address, path);
  }

  /** Looks at the last answers of a run as those of the endpoint, although nothing was served after them. */
  end(): void {
    if (!this.isAway) for (const { judge } of this.streak.splice(0)) judge();
  }

  /** What came of one of these exchanges at a time when nothing was served. */
  struck(exchanges: readonly number[]): Served | undefined {
    return exchanges.map((exchange) => this.unserved.get(exchange)).find((one) => one !== undefined);
  }

  /** Whether one of these exchanges is among the last ones, none of which was served. */
  suspects(exchanges: readonly number[]): boolean {
    return this.streak.some(({ exchange }) => exchanges.includes(exchange));
  }

  /**
   * Lets a request pass while the endpoint serves; else waits for it to do so again.
   * @param knock sends a read once, whatever comes of it
   * @throws Unsent where it does not
   */
  async pass(knock: (request: ScimRequest) => Promise<unknown>, signal: AbortSignal): Promise<void> {
    if (!this.isAway && this.streak.length < IN_A_ROW) return;
    await this.look(knock, signal);
    const last = this.streak.at(-1);
    if (!this.isAway || last === undefined) return;
    const { status, request, exchange } = last;
    const message = 'not sent, because the endpoint stopped serving';
    throw new Unsent({ code: String(status), message, write: false, request, exchange });
  }

  /** Sees whether anything is served, and waits for it where nothing is. */
  async look(knock: (request: ScimRequest) => Promise<unknown>, signal: AbortSignal): Promise<void> {
    this.knocking ??= this.knockUntilServed(knock, signal).finally(() => {
      this.knocking = undefined;
    });
    await this.knocking;
  }

  private async knockUntilServed(
    knock: (request: ScimRequest) => Promise<unknown>,
    signal: AbortSignal,
  ): Promise<void> {
    const until = performance.now() + (this.waited ? 0 : this.most);
    while (this.streak.length > 0 && !signal.aborted) {
      if (!this.isAway || performance.now() - this.knockedAt >= KNOCK_MS) await this.knockAtAll(knock);
      if (this.streak.length === 0 || performance.now() >= until) break;
      await sleep(KNOCK_MS, undefined, { signal }).catch(() => {});
    }
    this.waited = this.isAway;
  }

  /** Asks at each known address until one is served; where none is, the endpoint is away. */
  private async knockAtAll(knock: (request: ScimRequest) => Promise<unknown>): Promise<void> {
    this.knockedAt = performance.now();
    const isCut = this.streak.every(({ status }) => typeof status === 'string');
    // What is refused may be refused for itself, where little else was ever served.
    if (this.known.size < (isCut ? 1 : FEW_KNOWN)) return this.end();
    for (const path of this.known.values()) {
      await knock({ method: 'GET', path, purpose: 'control', step: 'see whether anything is served' });
      if (this.streak.length === 0) return;
    }
    this.isAway = true;
    for (const one of this.streak) this.unserved.set(one.exchange, one);
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Capabilities } from '../../../schemas/capabilities.ts';
import { findEndpoint } from '../../../schemas/lookup.ts';
import type { Remark } from '../../outcome.ts';
import { stripQuery } from '../../wire/paths.ts';
import type { ScimRequest, WriteKind, Wrote } from '../../wire/request.ts';
import type { ScimResponse } from '../../wire/response.ts';
import { type Lagging, Lags } from './lags.ts';

/** How many times as long as was ever seen to be needed is waited. */
const MARGIN = 1.5;
const LEAST_MS = 250;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
/** How long a list is waited for where one of another endpoint never showed what was created. */
const BRIEF_MS = 1_000;

/**
 * How long a run waits for reads to show what was written, learned once for each kind of read: what came late is
 * waited for as long as it was seen to take and somewhat longer, what never came is not waited for again.
 */
export class Patience {
  /** After which time what is read shows what was written. */
  private readonly lags: Readonly<Record<Lagging, Lags>> = {
    lists: new Lags(),
    reads: new Lags(),
    members: new Lags(),
  };
  private told = false;
  private readonly kinds = new Map<string, { latest: number; inVain: boolean }>();
  /** Endpoints whose lists were waited for in vain. */
  private readonly unseen = new Set<string>();
  private readonly most: number;
  private readonly pause: (ms: number) => Promise<void>;

  /**
   * @param most what a wait may take before anything is known, in milliseconds
   * @param pause waits as long as the run is not told to stop
   */
  constructor(most: number, pause: (ms: number) => Promise<void>) {
    this.most = most;
    this.pause = pause;
  }

  /**
   * Repeats a read until it shows what is looked for or there is no patience left; gives the last answer. The first
   * delay of a run is one remark among these.
   */
  async eventually(
    read: () => PromiseLike<ScimResponse>,
    arrived: (answer: ScimResponse) => boolean,
    remarks: Remark[],
  ): Promise<ScimResponse> {
    let answer = await read();
    const kind = `${answer.method} ${answer.template}`;
    let first = true;
    const waited = await this.again(kind, async () => {
      if (!first) answer = await read();
      first = false;
      return arrived(answer);
    });
    if (waited !== undefined && this.mayTell()) {
      const text = `visible only after about ${Math.round(waited)} ms`;
      remarks.push({ severity: 'note', key: 'late-visibility', text, exchanges: [answer.exchange] });
    }
    return answer;
  }

  /**
   * Repeats an attempt until it gives true or there is no patience left with its kind.
   * @returns after how many milliseconds it did where not at once
   */
  async again(kind: string, attempt: () => Promise<boolean>): Promise<number | undefined> {
    const started = performance.now();
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const arrived = await attempt();
      const waited = performance.now() - started;
      if (arrived && pause === FIRST_PAUSE_MS) return undefined;
      if (arrived || waited + pause > this.of(kind)) {
        this.note(kind, waited, arrived);
        return arrived ? waited : undefined;
      }
      await this.pause(pause);
    }
  }

  /** Milliseconds that a read of this kind may be repeated for. */
  private of(kind: string): number {
    const known = this.kinds.get(kind);
    if (known === undefined) return this.ofUnknown(stripQuery(kind.slice(kind.indexOf(' ') + 1)));
    if (known.latest > 0) return Math.min(this.most, known.latest * MARGIN + LEAST_MS);
    return known.inVain ? 0 : this.most;
  }

  private ofUnknown(path: string): number {
    if (this.unseen.has(path)) return 0;
    const isList = !path.includes('{');
    return isList && this.unseen.size > 0 ? Math.min(this.most, BRIEF_MS) : this.most;
  }

  private note(kind: string, waitedMs: number, arrived: boolean): void {
    const known = this.kinds.get(kind) ?? { latest: 0, inVain: false };
    if (arrived) known.latest = Math.max(known.latest, waitedMs);
    else known.inVain = true;
    this.kinds.set(kind, known);
  }

  /** Notes that what is read shows writes of these kinds only after this time; 0 for at once. */
  late(of: Lagging, kinds: readonly WriteKind[], milliseconds: number): void {
    const lag = milliseconds === 0 ? 0 : Math.min(this.most, milliseconds * MARGIN + LEAST_MS);
    for (const kind of kinds) this.lags[of].note(kind, lag);
  }

  /** Notes that a list of this endpoint did not show what was created, however long it was waited for. */
  neverShows(endpoint: string): void {
    this.unseen.add(endpoint);
  }

  /** Notes that what is read may be behind writes of this kind for as long as it was seen to be behind any. */
  asLateAsAny(of: Lagging, kind: WriteKind): void {
    this.lags[of].note(kind, this.lags[of].most);
  }

  /** Whether what is read was seen to be behind any write. */
  isBehind(of: Lagging): boolean {
    return this.lags[of].any;
  }

  /**
   * Whether reads are late after some writes, and it is not known whether they are after this kind: worth being seen
   * more than once.
   */
  wonders(kind: WriteKind): boolean {
    return this.isBehind('reads') && !this.lags.reads.knows(kind);
  }

  /** Waits until what is read can be expected to show what somebody wrote. */
  async settle(wrote: Wrote | undefined, signal: AbortSignal, of?: Lagging): Promise<void> {
    if (of === undefined || wrote === undefined) return;
    const now = performance.now();
    await this.wait(Math.max(...this.listLags(of).map((lags) => lags.left(wrote, now))), signal);
  }

  /** Waits until what is read can be expected to show whatever was written until now. */
  async rest(of: Lagging, signal: AbortSignal): Promise<void> {
    await this.wait(Math.max(...this.listLags(of).map(({ most }) => most)), signal);
  }

  /** Members of a group are shown by reads of it, and no sooner than these. */
  private listLags(of: Lagging): Lags[] {
    return of === 'members' ? [this.lags.reads, this.lags.members] : [this.lags[of]];
  }

  private async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (ms > 0) await sleep(ms, undefined, { signal }).catch(() => {});
  }

  /** Whether lateness is still to be remarked on: one check does for all. */
  private mayTell(): boolean {
    const first = !this.told;
    this.told = true;
    return first;
  }
}

/** What a request asks for that may be behind writes; nothing where it is not to wait. */
export function findLag(request: ScimRequest, capabilities: Capabilities): Lagging | undefined {
  if (asksForList(request, capabilities)) return 'lists';
  const { method, path, atOnce } = request;
  if (method !== 'GET' || atOnce || !/^\/[^/?]+\/[^/?]/.test(path)) return undefined;
  return path.startsWith(`${findEndpoint(capabilities, 'Group')}/`) ? 'members' : 'reads';
}

/** Whether a request asks for a list of resources that may still be waited for. */
function asksForList({ path, reads, atOnce }: ScimRequest, { resourceTypes }: Capabilities): boolean {
  if (atOnce) return false;
  const bare = stripQuery(path).replace(/\/+$/, '');
  const endpoints = resourceTypes?.map(({ endpoint }) => endpoint) ?? ['/Users', '/Groups'];
  return reads === true || bare === '' || endpoints.includes(bare);
}

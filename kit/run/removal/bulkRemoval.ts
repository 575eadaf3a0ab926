import { setTimeout as sleep } from 'node:timers/promises';
import { BULK_REQUEST } from '../../../schemas/attributes.ts';
import { type BulkResult, pairResults, resultsIn } from '../../../schemas/bulk.ts';
import type { Capabilities } from '../../../schemas/capabilities.ts';
import { findEndpoint } from '../../../schemas/lookup.ts';
import { NoAnswer, Refused, Stopped } from '../../errors.ts';
import type { Company } from '../../safety/cleanUp/round.ts';
import { changesInBulk, type FirstContact } from '../../safety/contact.ts';
import type { Guard } from '../../safety/guard.ts';
import type { Remaining } from '../../safety/ownership/possession.ts';
import type { Sender } from '../../wire/request.ts';
import type { Scim } from '../../wire/scim.ts';
import { isGone, Witnesses } from '../contact/witnesses.ts';

/** Resources that one request removes at most; those that it takes to be worth one, and to try it. */
const MOST = 100;
const WORTH_IT = 2;
const TRIAL = 2;
/** After so long a DELETE of the run that made a resource go is answered as well. */
const SETTLED_MS = 250;

/** The run for which resources are removed. */
export interface BulkParts {
  readonly guard: Guard;
  readonly capabilities: Capabilities;
  readonly contact: FirstContact | undefined;
  client(sender: Sender): Scim;
}

/**
 * Removes resources of the run many at a time. A first request removes two: where these are gone, one more of each
 * kind is there and accounts of others are as they were, further ones follow. What a bulk request does not remove is left to DELETE.
 */
export class BulkRemoval implements Company {
  readonly acknowledged = new Set<string>();
  private readonly run: BulkParts;
  private trust: 'open' | 'tried' | 'works' | 'fails' = 'open';

  constructor(run: BulkParts) {
    this.run = run;
  }

  /** Whether resources should wait for each other, to be removed together. */
  get isWorthWaiting(): boolean {
    return this.trust === 'works' || this.trust === 'tried' || (this.trust === 'open' && this.isOffered);
  }

  async remove(wanted: readonly Remaining[], sender: Sender): Promise<void> {
    const fit = wanted.filter(({ path, proved }) => proved && !this.acknowledged.has(path));
    if (this.trust === 'open' && this.isOffered && fit.length > TRIAL) await this.tryOut(fit, sender);
    while (this.trust === 'works' && fit.length >= WORTH_IT)
      if (!(await this.send(this.next(fit), sender))) this.trust = 'fails';
  }

  private get isOffered(): boolean {
    const { contact } = this.run;
    return contact !== undefined && changesInBulk(contact) && this.most > TRIAL;
  }

  private get most(): number {
    return Math.min(MOST, this.run.capabilities.bulk.maxOperations ?? MOST);
  }

  /** Takes as many as the endpoint says that a request may have. */
  private next(fit: Remaining[]): Remaining[] {
    const { maxPayloadSize = Number.POSITIVE_INFINITY } = this.run.capabilities.bulk;
    const next = fit.splice(0, this.most);
    while (next.length > 1 && JSON.stringify(composeJob(next)).length > maxPayloadSize)
      fit.unshift(...next.splice(Math.ceil(next.length / 2)));
    return next;
  }

  /** Removes two, and looks at what else that may have reached. */
  private async tryOut(fit: Remaining[], sender: Sender): Promise<void> {
    this.trust = 'tried';
    const { guard, capabilities } = this.run;
    const scim = this.run.client(sender);
    const tried = fit.splice(0, TRIAL);
    const kind = tried[0]?.path.startsWith(`${findEndpoint(capabilities, 'Group')}/`) ? 'Group' : 'User';
    const isOurs = (path: string) => guard.isOwned(path);
    const endpoint = findEndpoint(capabilities, kind);
    const others = new Witnesses(scim, endpoint, capabilities, kind, isOurs, 'clean-up');
    try {
      const [neighbours] = await Promise.all([this.present(fit, scim), others.look()]);
      const sent = await this.send(tried, sender);
      const paths = [...tried.map(({ path }) => path), ...neighbours];
      const reads = await Promise.all(paths.map((path) => scim.get(path).as('clean-up')));
      const gone = reads.slice(0, tried.length).every(isGone);
      const lost = await this.anyLost(neighbours.filter((_, index) => isGone(reads[tried.length + index])));
      const reached = lost || (await others.look()).length > 0;
      if (reached) guard.forbid('bulk');
      this.trust = sent && gone && !reached ? 'works' : 'fails';
    } catch (error) {
      // Where the run was told to stop meanwhile, the endpoint said nothing against it.
      this.trust = error instanceof Stopped ? 'open' : 'fails';
      if (!isOfEndpoint(error)) throw error;
    }
  }

  /** The path of one resource of each kind that is there: a check may have taken others away in a way of its own. */
  private async present(these: readonly Remaining[], scim: Scim): Promise<string[]> {
    const firsts = new Map(these.map(({ path }) => [path.slice(0, path.lastIndexOf('/')), path]));
    const paths = [...firsts.values()];
    const reads = await Promise.all(paths.map((path) => scim.get(path).as('clean-up')));
    return paths.filter((_, index) => reads[index]?.ok);
  }

  /** Whether any that is gone was not deleted by the run itself, whose DELETE may be under way at the same time. */
  private async anyLost(paths: readonly string[]): Promise<boolean> {
    if (paths.length === 0) return false;
    await sleep(SETTLED_MS);
    return paths.some((path) => this.run.guard.isOwned(path));
  }

  /** Whether each of the resources is said to be gone. */
  private async send(these: readonly Remaining[], sender: Sender): Promise<boolean> {
    const job = composeJob(these);
    const scim = this.run.client(sender);
    try {
      const answer = await scim.post('/Bulk', job).as('clean-up');
      if (!answer.ok) return false;
      const results = pairResults(job.Operations, resultsIn(answer.body), (address) =>
        scim.pathWithin(address),
      );
      for (const [index, { path }] of these.entries()) if (saysGone(results[index])) this.note(path);
      return results.every(saysGone);
    } catch (error) {
      // Whatever was done of it, each is deleted by itself now.
      if (isOfEndpoint(error)) return false;
      throw error;
    }
  }

  private note(path: string): void {
    this.acknowledged.add(path);
    this.run.guard.deleted(path);
  }
}

function saysGone(result: BulkResult | undefined): boolean {
  const status = result?.status ?? 0;
  return (status >= 200 && status < 300) || status === 404 || status === 410;
}

function composeJob(these: readonly Remaining[]) {
  return { schemas: [BULK_REQUEST], Operations: these.map(({ path }) => ({ method: 'DELETE', path })) };
}

const isOfEndpoint = (error: unknown): boolean =>
  error instanceof NoAnswer || error instanceof Refused || error instanceof Stopped;

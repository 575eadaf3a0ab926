import { randomUUID } from 'node:crypto';
import { resourcePath } from '../../../kit/wire/paths.ts';
import { present } from '../../../schemas/present.ts';
import type { ClientRequest } from '../../request.ts';
import { findGroup, findUser } from '../requests.ts';
import { Client } from './client.ts';
import { beginCycle, type CycleKind, type CycleSummary, Quarantined } from './cycle.ts';
import type { DirectoryObject } from './directory.ts';
import type { EngineOptions, Job, Link, Told } from './job.ts';
import { type Failure, LATER } from './log.ts';
import { Objects } from './objects.ts';
import { QUARANTINE_LIMITS, quarantineFor, retryAfter, staged } from './quarantine.ts';
import { References } from './references.ts';
import { outsideScope } from './scoping.ts';
import { UnwrittenAttributes } from './unwritten.ts';
import { makeSource, type Sent, valuesFor } from './values.ts';

/** What is said of an attribute that a plain read does not show. */
const ASKED_FOR =
  'returned only on request, so it is requested here; Entra does not request it, and may send it in every cycle';

/**
 * A provisioning job: its directory, its links, its escrow. It writes only to what it made itself, in this run or as
 * the journal of an earlier one says; what a lookup finds beside that is logged and left alone.
 */
export class Engine implements Job {
  readonly links = new Map<string, Link>();
  /** objectIds whose lookup found an account that is not ours, with its path. */
  readonly foreign = new Map<string, string>();
  /** objectIds whose lookup found an account that may be what a lost create of the job made, with its path. */
  readonly unproved = new Map<string, string>();
  /** Objects to be tried again in the next cycle. */
  readonly escrow = new Set<string>();
  /** What the service may do otherwise with values that expressions gave. */
  readonly remarks = new Set<string>();
  readonly unwritten: UnwrittenAttributes;
  readonly client: Client;
  readonly options: EngineOptions;
  readonly made: Set<string>;
  private readonly objects: Objects;
  private readonly references: References;
  holdsBack = false;
  /** Attempts of the objects in escrow that failed one after the other. */
  private readonly attempts = new Map<string, number>();
  /** Objects that failed in this cycle, references left out. */
  private readonly failed = new Set<string>();
  private cycles = 0;
  /** What the latest cycle did so far. */
  summary: CycleSummary = beginCycle(0, 'initial');

  constructor(options: EngineOptions) {
    this.options = options;
    this.client = new Client(options.scim, options.concurrency, options.patient);
    this.made = new Set(options.made);
    this.unwritten = new UnwrittenAttributes(options.unwritable);
    for (const { onRequest } of Object.values(options.hidden ?? {}))
      for (const path of onRequest) this.remarks.add(`${path}: ${ASKED_FOR}`);
    this.references = new References(this);
    this.objects = new Objects(this, this.references);
  }

  /** References that are not exported before the job is restarted, as documented. */
  get awaitingRestart(): number {
    return this.references.awaitingRestart;
  }

  /**
   * Runs a cycle. `initial`, `restart` and `reset` look at everything, `incremental` at what changed and what is in
   * escrow; `reset` forgets all links, so that every object is matched again.
   * @param heard objectIds of the changes since the last cycle
   * @param allowDeletes sends leavers however many they are, as an administrator's "Allow deletes" does
   * @throws Stopped where the run was told to stop
   */
  async cycle(kind: CycleKind, heard: Iterable<string> = [], allowDeletes = false): Promise<CycleSummary> {
    this.cycles += 1;
    this.summary = beginCycle(this.cycles, kind, this.summary.watermark);
    this.failed.clear();
    const { reads, writes } = this.client;
    for (const link of this.links.values()) Object.assign(link, { fresh: false, isNew: false });
    if (kind === 'reset') {
      this.links.clear();
      this.foreign.clear();
      this.unproved.clear();
    }
    const retried = new Set(this.escrow);
    this.escrow.clear();
    for (const id of this.attempts.keys()) if (!retried.has(id)) this.attempts.delete(id);
    const { directory } = this.options;
    const chosen =
      kind === 'incremental' || kind === 'on-demand'
        ? new Set([...heard, ...retried])
        : new Set([...directory.objects.keys(), ...this.links.keys()]);
    const leavers = this.leaversAmong(chosen);
    const { deletionThreshold } = this.options;
    this.holdsBack = !allowDeletes && deletionThreshold !== undefined && leavers.length > deletionThreshold;
    if (this.holdsBack) this.summary.heldBack = leavers.length;
    try {
      if (kind === 'initial' || kind === 'on-demand') await this.testConnection();
      // Users and groups come first, then what refers to them.
      for (const wanted of ['User', 'Group'] as const)
        await this.inParallel(
          [...chosen].filter((id) => this.findKind(id) === wanted),
          (id) => this.objects.look(id),
        );
      await this.references.pass(chosen, retried, kind);
    } catch (error) {
      if (!(error instanceof Quarantined)) throw error;
      this.summary.quarantined = error.failure;
    }
    if (this.holdsBack) {
      for (const id of leavers) this.escrow.add(id);
      this.summary.quarantined ??= staged(leavers.length, deletionThreshold ?? 0);
    }
    const objects = new Set([...this.links.keys(), ...this.failed]).size;
    const limits = this.options.quarantine ?? QUARANTINE_LIMITS;
    const tooMany = quarantineFor(this.failed.size, objects, limits);
    if (tooMany !== undefined) this.summary.quarantined ??= tooMany;
    this.summary.reads = this.client.reads - reads;
    this.summary.writes = this.client.writes - writes;
    return this.summary;
  }

  /** Whether an object is to be provisioned now; if not, why. */
  outside(object: DirectoryObject): string | undefined {
    return outsideScope(this.options, object);
  }

  /** Links an object to a resource of the run, as the state of an earlier cycle would; resource of our own only. */
  adopt(objectId: string, path: string): void {
    const object = this.options.directory.objects.get(objectId);
    if (object === undefined) return;
    this.made.add(path);
    this.objects.link(object, path, false);
  }

  /** Whether a resource was made by this job, deleted or not. */
  isOurs(kind: 'User' | 'Group', id: string): boolean {
    const { users, groups } = this.options;
    return this.made.has(resourcePath(kind === 'User' ? users : groups, { id }) ?? '');
  }

  /**
   * The values that an object has at the endpoint.
   * @throws EvaluationError where an expression fails for it
   */
  mapValues(object: DirectoryObject): Map<string, Sent> {
    const { rules, directory } = this.options;
    const source = makeSource(object, directory);
    const remark = (says: string) => this.remarks.add(says);
    return valuesFor(rules, object, { ...source, remark });
  }

  /** The lookup by a matching attribute, as the service composes it. */
  lookupRequest(kind: 'User' | 'Group', path: string, value: string): ClientRequest {
    const { users, groups } = this.options;
    return kind === 'User' ? findUser(users, path, value) : findGroup(groups, path, value);
  }

  async inParallel<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
    let at = 0;
    const one = async () => {
      while (at < items.length && this.summary.quarantined === undefined) {
        const item = items[at] as T;
        at += 1;
        await work(item);
      }
    };
    await Promise.all(Array.from({ length: this.options.concurrency }, one));
  }

  /** Notes an outcome in log and summary. */
  tell(object: Pick<DirectoryObject, 'objectId' | 'kind'> & Partial<DirectoryObject>, told: Told): void {
    const { attributes = {}, objectId, kind } = object;
    const name = attributes[kind === 'User' ? 'userPrincipalName' : 'displayName'] ?? objectId;
    const target = this.links.get(objectId)?.id;
    this.options.log({
      cycle: this.cycles,
      at: new Date().toISOString(),
      kind,
      source: objectId,
      name: String(name),
      ...present({ target }),
      ...told,
    });
    if (told.status === 'success') this.summary.actions[told.action] += 1;
    if (told.status === 'failure') this.summary.failures += 1;
    if (told.status === 'skipped') this.summary.skipped += 1;
  }

  /** Notes that the lookup of an object found an account that is not ours. */
  noteForeign(objectId: string, path: string): void {
    this.foreign.set(objectId, path);
    this.summary.foreign += 1;
  }

  /** Notes a failure: the object goes to escrow, or the job into quarantine. */
  fail(
    object: Pick<DirectoryObject, 'objectId' | 'kind'>,
    step: Told['step'],
    action: Told['action'],
    failure: Failure,
    modified?: string[],
  ): void {
    const { code, says, next, exchange, answered } = failure;
    this.escrow.add(object.objectId);
    const attempts = (this.attempts.get(object.objectId) ?? 0) + 1;
    this.attempts.set(object.objectId, attempts);
    if (step !== 'referenceResolution') this.failed.add(object.objectId);
    this.tell(object, {
      step,
      action,
      status: 'failure',
      says,
      code,
      next: next === LATER ? retryAfter(attempts) : next,
      ...present({ answered, modified, exchange }),
    });
    if (failure.quarantine) throw new Quarantined(failure);
  }

  /** Who of the chosen is linked and has left the scope. */
  private leaversAmong(chosen: ReadonlySet<string>): string[] {
    const { directory } = this.options;
    return [...chosen].filter((id) => {
      const link = this.links.get(id);
      if (link === undefined || link.disabled) return false;
      const object = directory.objects.get(id);
      return object === undefined || this.outside(object) !== undefined;
    });
  }

  private findKind(objectId: string): 'User' | 'Group' | undefined {
    return this.options.directory.kindFor(objectId) ?? this.links.get(objectId)?.kind;
  }

  private async testConnection(): Promise<void> {
    for (const kind of ['User', 'Group'] as const) {
      const [target] = this.options.rules.matching[kind];
      if (target === undefined) continue;
      const { failure, answer } = await this.client.send(this.lookupRequest(kind, target.path, randomUUID()));
      // What may pass by the next cycle does not stop the job.
      const passing = answer !== undefined && (answer.status >= 500 || answer.status === 429);
      if (failure && !passing)
        throw new Quarantined({ ...failure, says: `Test Connection: ${failure.says}` });
    }
  }
}

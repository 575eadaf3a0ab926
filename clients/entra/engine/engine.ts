import { randomUUID } from 'node:crypto';
import { type Attributes, equal, member, unassigned } from '../../../suites/kit/attributes.ts';
import { placeBelow, resourcePath } from '../../../suites/kit/http/paths.ts';
import { listOf } from '../../../suites/kit/must.ts';
import type { Scim } from '../../../suites/kit/scim.ts';
import type { ClientRequest } from '../../request.ts';
import { readTarget } from '../mapping.ts';
import { findGroup, findUser, readGroup, readUser, remove, withBody } from '../requests.ts';
import { type Change, type Dialect, patch, setActive, updateOperations } from '../updates.ts';
import { Client } from './client.ts';
import { type Directory, type DirectoryObject, isSwitchedOff } from './directory.ts';
import { type Failure, incident, type LogEntry } from './log.ts';
import { References } from './references.ts';
import { bodyFor, lookupOf, type Rules, type Sent, valuesFor } from './rules.ts';
import { outsideOf, type Scope } from './scope.ts';

/** An object of the directory and the resource that the service made for it. */
export interface Link {
  kind: 'User' | 'Group';
  id: string;
  path: string;
  /** Whether it was made in this cycle, so that its references are known to be empty. */
  fresh: boolean;
  /** Whether it was linked in this cycle, made or matched. */
  isNew: boolean;
  disabled: boolean;
  /** objectIds that were exported as members, and the manager. */
  members: Set<string>;
  manager?: string;
}

export interface EngineOptions {
  scim: Scim;
  directory: Directory;
  rules: Rules;
  scope: Scope;
  users: string;
  groups: string;
  /** Whether leavers are deleted at once, or disabled. */
  hardOnly: boolean;
  dialect: Dialect;
  /** Objects that are worked on at a time. */
  concurrency: number;
  log(entry: LogEntry): void;
  /** Waits for 429 and 503 with Retry-After, which the service is not known to do. */
  patient?: boolean;
  /** A manager as a bare id, which jobs send now, or as an object with its value, as older captures show it. */
  managerForm?: 'id' | 'object';
  /** Told each name before a create that carries it. */
  naming?(names: string[]): void;
  /** Paths that an earlier run of the same journal made. */
  made?: Iterable<string>;
}

export type CycleKind = 'initial' | 'incremental' | 'restart' | 'reset' | 'on-demand';

/** What a cycle came to. */
export interface CycleSummary {
  cycle: number;
  kind: CycleKind;
  reads: number;
  writes: number;
  actions: Record<LogEntry['action'], number>;
  failures: number;
  skipped: number;
  foreign: number;
  /** Why the job was quarantined in this cycle. */
  quarantined?: Failure;
}

/** Ends a cycle because the job was quarantined. */
class Quarantined extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.says);
    this.failure = failure;
  }
}

/** What is stated of one object before the log entry is made of it. */
export type Told = Omit<LogEntry, 'cycle' | 'at' | 'kind' | 'source' | 'name' | 'target'>;

/**
 * A provisioning job: its directory, its links, its escrow. It writes only to what it made itself, in this run or as
 * the journal of an earlier one says; what a lookup finds beside that is logged and left alone.
 */
export class Engine {
  readonly links = new Map<string, Link>();
  /** objectIds whose lookup found an account that is not ours, with its path. */
  readonly foreign = new Map<string, string>();
  /** Objects to be tried again in the next cycle. */
  readonly escrow = new Set<string>();
  readonly client: Client;
  readonly options: EngineOptions;
  private readonly made: Set<string>;
  private readonly references: References;
  private cycles = 0;
  private summary: CycleSummary = blank(0, 'initial');

  constructor(options: EngineOptions) {
    this.options = options;
    this.client = new Client(options.scim, options.patient);
    this.made = new Set(options.made);
    this.references = new References(this);
  }

  /** References that are not exported before the job is restarted, as documented. */
  get awaitingRestart(): number {
    return this.references.awaitingRestart;
  }

  /**
   * Runs a cycle. `initial`, `restart` and `reset` look at everything, `incremental` at what changed and what is in
   * escrow; `reset` forgets all links, so that every object is matched again.
   * @param heard objectIds of the changes since the last cycle
   * @throws Stopped where the run was told to stop
   */
  async cycle(kind: CycleKind, heard: Iterable<string> = []): Promise<CycleSummary> {
    this.cycles += 1;
    this.summary = blank(this.cycles, kind);
    const { reads, writes } = this.client;
    for (const link of this.links.values()) Object.assign(link, { fresh: false, isNew: false });
    if (kind === 'reset') {
      this.links.clear();
      this.foreign.clear();
    }
    const retried = new Set(this.escrow);
    this.escrow.clear();
    const { directory } = this.options;
    const chosen =
      kind === 'incremental' || kind === 'on-demand'
        ? new Set([...heard, ...retried])
        : new Set([...directory.objects.keys(), ...this.links.keys()]);
    try {
      if (kind === 'initial' || kind === 'on-demand') await this.testConnection();
      // Users and groups come first, then what refers to them.
      for (const wanted of ['User', 'Group'] as const)
        await this.inParallel(
          [...chosen].filter((id) => this.kindOf(id) === wanted),
          (id) => this.look(id),
        );
      await this.references.pass(chosen, retried, kind);
    } catch (error) {
      if (!(error instanceof Quarantined)) throw error;
      this.summary.quarantined = error.failure;
    }
    this.summary.reads = this.client.reads - reads;
    this.summary.writes = this.client.writes - writes;
    return this.summary;
  }

  /** Whether an object is to be provisioned now; if not, why. */
  outside(object: DirectoryObject): string | undefined {
    const { scope, directory } = this.options;
    if (object.kind === 'User' && isSwitchedOff(object)) return 'it is disabled or deleted in the directory';
    if (object.kind === 'Group' && object.attributes.isDeleted === true)
      return 'it is deleted in the directory';
    if (scope.assignedOnly && !directory.isAssigned(object)) return 'it is not assigned to the application';
    const clause = outsideOf(scope[object.kind], lookupOf(object, directory));
    return clause === undefined ? undefined : `it does not meet the scoping filter: ${clause}`;
  }

  /** Links an object to a resource of the run, as the state of an earlier cycle would; resource of our own only. */
  adopt(objectId: string, path: string): void {
    const object = this.options.directory.objects.get(objectId);
    if (object === undefined) return;
    this.made.add(path);
    this.link(object, path, false);
  }

  /** Whether a resource was made by this job, deleted or not. */
  isOurs(kind: 'User' | 'Group', id: string): boolean {
    const { users, groups } = this.options;
    return this.made.has(resourcePath(kind === 'User' ? users : groups, { id }) ?? '');
  }

  /** The values that an object has at the endpoint. */
  valuesOf(object: DirectoryObject): Map<string, Sent> {
    return valuesFor(this.options.rules, object, lookupOf(object, this.options.directory));
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
      ...(target === undefined ? {} : { target }),
      ...told,
    });
    if (told.status === 'success') this.summary.actions[told.action] += 1;
    if (told.status === 'failure') this.summary.failures += 1;
    if (told.status === 'skipped') this.summary.skipped += 1;
  }

  /** Notes a failure: the object goes to escrow, or the job into quarantine. */
  fail(
    object: Pick<DirectoryObject, 'objectId' | 'kind'>,
    step: Told['step'],
    action: Told['action'],
    failure: Failure,
  ): void {
    const { code, says, next, exchange } = failure;
    this.escrow.add(object.objectId);
    this.tell(object, {
      step,
      action,
      status: 'failure',
      says,
      code,
      next,
      ...(exchange === undefined ? {} : { exchange }),
    });
    if (failure.quarantine) throw new Quarantined(failure);
  }

  private kindOf(objectId: string): 'User' | 'Group' | undefined {
    return this.options.directory.objects.get(objectId)?.kind ?? this.links.get(objectId)?.kind;
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

  private async look(objectId: string): Promise<void> {
    const object = this.options.directory.objects.get(objectId);
    const link = this.links.get(objectId);
    const why = object === undefined ? 'it is deleted for good in the directory' : this.outside(object);
    if (why !== undefined) {
      if (link) await this.deprovision(objectId, link, object, why);
      else if (object) this.tell(object, { step: 'scoping', action: 'other', status: 'skipped', says: why });
      return;
    }
    if (object === undefined) return;
    const values = this.valuesOf(object);
    if (link) await this.refresh(object, link, values);
    else await this.match(object, values);
  }

  /** Looks an object up by each matching attribute; creates it where nothing is found. */
  private async match(object: DirectoryObject, values: Map<string, Sent>): Promise<void> {
    const { rules, users, groups } = this.options;
    const endpoint = object.kind === 'User' ? users : groups;
    const matching = rules.matching[object.kind].filter(({ path }) => values.has(path));
    if (matching.length === 0)
      return this.fail(
        object,
        'matching',
        'create',
        incident.missing('no matching attribute of the object has a value'),
      );
    for (const { path } of matching) {
      const value = String(values.get(path));
      const { answer, failure } = await this.client.send(this.lookupRequest(object.kind, path, value));
      if (failure) return this.fail(object, 'matching', 'create', failure);
      const { resources } = listOf(answer);
      if (resources.length > 1)
        return this.fail(
          object,
          'matching',
          'create',
          incident.duplicates(`${resources.length} resources have this ${path}`),
        );
      const [found] = resources;
      if (found === undefined) continue;
      const place = resourcePath(endpoint, found);
      if (place === undefined)
        return this.fail(object, 'matching', 'create', incident.incompatible('a match without an id'));
      if (!this.made.has(place)) {
        this.foreign.set(object.objectId, place);
        this.summary.foreign += 1;
        return this.tell(object, {
          step: 'matching',
          action: 'update',
          status: 'warning',
          says: `wouldUpdate (not ours, not touched): ${path} finds an account that is there already`,
        });
      }
      const link = this.link(object, place, false);
      return this.diff(object, link, found, values, 'matching');
    }
    await this.create(object, endpoint, values);
  }

  private async create(object: DirectoryObject, endpoint: string, values: Map<string, Sent>): Promise<void> {
    const { rules, naming, scim } = this.options;
    const names = ['userName', 'displayName', 'externalId'].map((path) => values.get(path));
    naming?.(names.filter((one): one is string => typeof one === 'string'));
    const body = bodyFor(rules, object.kind, values);
    const { answer, failure } = await this.client.send(withBody('POST', endpoint, body));
    const place =
      answer?.status === 201
        ? (resourcePath(endpoint, answer.body) ??
          placeBelow(endpoint, scim.pathOf(answer.headers.location ?? '')))
        : undefined;
    if (place !== undefined) this.made.add(place);
    if (failure) return this.fail(object, 'export', 'create', failure);
    if (place === undefined)
      return this.fail(
        object,
        'export',
        'create',
        incident.incompatible(`status ${answer.status} without an id of the new resource`),
      );
    this.link(object, place, true);
    this.tell(object, {
      step: 'export',
      action: 'create',
      status: 'success',
      says: 'created',
      modified: [...values.keys()],
      exchange: answer.exchange,
    });
  }

  private link(object: DirectoryObject, path: string, fresh: boolean): Link {
    const id = decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
    const link: Link = {
      kind: object.kind,
      id,
      path,
      fresh,
      isNew: true,
      disabled: false,
      members: new Set(),
    };
    this.links.set(object.objectId, link);
    this.foreign.delete(object.objectId);
    return link;
  }

  /** Reads a linked resource by its id and exports what differs. */
  private async refresh(object: DirectoryObject, link: Link, values: Map<string, Sent>): Promise<void> {
    const read = object.kind === 'User' ? readUser(link.path) : readGroup(link.path);
    const { answer, failure } = await this.client.send(read, [404]);
    if (failure) return this.fail(object, 'import', 'update', failure);
    if (answer.status === 404) {
      this.fail(
        object,
        'import',
        'update',
        incident.anchorLost('the resource is not found by its id any more'),
      );
      this.links.delete(object.objectId);
      return;
    }
    await this.diff(object, link, answer.body, values, 'import');
  }

  private async diff(
    object: DirectoryObject,
    link: Link,
    found: Attributes,
    values: Map<string, Sent>,
    step: Told['step'],
  ): Promise<void> {
    const { dialect } = this.options;
    const { adds, replaces } = differences(this.options.rules, object.kind, found, values);
    if (link.disabled && !values.has('active')) replaces.push({ path: 'active', value: true });
    if (adds.length + replaces.length === 0) {
      const says = step === 'matching' ? 'matched and linked; nothing to change' : 'nothing to change';
      return this.tell(object, { step, action: 'other', status: 'skipped', says });
    }
    const operations = [
      ...updateOperations(dialect, adds, 'add'),
      ...updateOperations(dialect, replaces, 'replace'),
    ];
    const { answer, failure } = await this.client.send(patch(link.path, operations));
    if (failure) return this.fail(object, 'export', 'update', failure);
    link.disabled = false;
    this.tell(object, {
      step: 'export',
      action: 'update',
      status: 'success',
      says: 'updated',
      modified: [...adds, ...replaces].map(({ path }) => path),
      exchange: answer.exchange,
    });
  }

  /** What becomes of a linked resource whose object left the scope. */
  private async deprovision(
    objectId: string,
    link: Link,
    object: DirectoryObject | undefined,
    why: string,
  ): Promise<void> {
    const known = object ?? { objectId, kind: link.kind };
    const deletes = this.options.hardOnly || object === undefined || link.kind === 'Group';
    if (!deletes && link.disabled) return;
    const { answer, failure } = deletes
      ? await this.client.send(remove(link.path), [404, 410])
      : await this.client.send(setActive(this.options.dialect, link.path, false));
    const action = deletes ? 'delete' : 'disable';
    if (failure) return this.fail(known, 'export', action, failure);
    this.tell(known, {
      step: 'export',
      action,
      status: 'success',
      says: `${deletes ? 'deleted' : 'disabled'}, because ${why}`,
      exchange: answer.exchange,
    });
    if (!deletes) {
      link.disabled = true;
      return;
    }
    this.links.delete(objectId);
    this.references.forget(objectId);
  }
}

/** What of a resource is not as the directory has it; "only during creation" does not flow again. */
export function differences(
  rules: Rules,
  kind: 'User' | 'Group',
  found: Attributes,
  values: Map<string, Sent>,
): { adds: Change[]; replaces: Change[] } {
  const adds: Change[] = [];
  const replaces: Change[] = [];
  for (const { target, createOnly } of rules.flows[kind]) {
    const value = values.get(target.path);
    if (value === undefined || createOnly) continue;
    const present = readTarget(found, target);
    if (equal(present, value)) continue;
    (unassigned(present) ? adds : replaces).push({ path: target.path, value });
  }
  return { adds, replaces };
}

/** The one resource that a list holds, by id. */
export function idsIn(resources: Attributes[]): string[] {
  return resources.map((one) => String(member(one, 'id')));
}

function blank(cycle: number, kind: CycleKind): CycleSummary {
  return {
    cycle,
    kind,
    reads: 0,
    writes: 0,
    actions: { create: 0, update: 0, delete: 0, disable: 0, other: 0 },
    failures: 0,
    skipped: 0,
    foreign: 0,
  };
}

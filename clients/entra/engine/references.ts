import { readList } from '../../../kit/check/must.ts';
import { readValues } from '../../../schemas/attributes.ts';
import { probe } from '../requests.ts';
import { addMembers, opIn, patch, removeMembers, setManager } from '../updates.ts';
import type { CycleKind } from './cycle.ts';
import type { DirectoryObject } from './directory.ts';
import type { Job, Link } from './job.ts';
import type { Failure } from './log.ts';
import { isNeverShown, readWhole } from './reading.ts';

/** Members that one request adds or removes; Microsoft documents no limit but five on demand. */
const AT_ONCE = 100;
const ON_DEMAND = 5;

/**
 * The pass over reference attributes: members and managers, once both ends exist. A member who enters the scope
 * later waits for a restart, as documented.
 */
export class References {
  private readonly job: Job;
  private readonly waiting = new Set<string>();
  /** Groups and members that were acknowledged where no read shows them, by path and id. */
  private readonly sent = new Set<string>();
  /** objectIds of those whose manager was exported, by the manager. */
  private readonly reports = new Map<string, Set<string>>();

  constructor(job: Job) {
    this.job = job;
  }

  get awaitingRestart(): number {
    const { links } = this.job;
    return [...this.waiting].filter((pair) => (JSON.parse(pair) as string[]).every((id) => links.has(id)))
      .length;
  }

  /** Forgets a deleted object as member and manager: hard deletion took its references along. */
  forget(objectId: string): void {
    const { links, options } = this.job;
    for (const holder of this.reports.get(objectId) ?? []) {
      const link = links.get(holder);
      if (link?.manager === objectId) delete link.manager;
    }
    this.reports.delete(objectId);
    // Where the directory took it out of a group, the pass over that group forgets it.
    for (const holder of options.directory.findHolders(objectId))
      if (links.get(holder)?.members.delete(objectId)) this.waiting.add(pairKey(holder, objectId));
  }

  /** @param chosen objects of this cycle; @param retried those of them that come from escrow */
  async pass(chosen: Set<string>, retried: Set<string>, kind: CycleKind): Promise<void> {
    const { directory, rules } = this.job.options;
    const whole = kind === 'initial' || kind === 'restart' || kind === 'reset';
    if (whole) this.waiting.clear();
    const ofKind = (kind: 'User' | 'Group') => [...chosen].filter((id) => directory.kindFor(id) === kind);
    const withObject = (work: (object: DirectoryObject) => Promise<void>) => async (id: string) => {
      const object = directory.objects.get(id);
      if (object !== undefined) await work(object);
    };
    const { managerPath } = rules;
    if (managerPath !== undefined)
      await this.job.inParallel(
        ofKind('User'),
        withObject((object) => this.manager(object, managerPath, whole)),
      );
    if (!rules.members) return;
    await this.job.inParallel(
      ofKind('Group'),
      withObject((group) => this.members(group, kind, whole || retried.has(group.objectId))),
    );
    if (!whole) this.noteWaiting(chosen);
  }

  /** Who entered the scope without a change of the group that holds them. */
  private noteWaiting(chosen: Set<string>): void {
    const { directory, rules } = this.job.options;
    if (!rules.members) return;
    const fresh = [...chosen].filter((id) => this.job.links.get(id)?.isNew);
    if (fresh.length === 0) return;
    for (const id of fresh)
      for (const holder of directory.findHolders(id)) {
        const link = this.job.links.get(holder);
        if (link !== undefined && !link.members.has(id)) this.waiting.add(pairKey(holder, id));
      }
  }

  private async manager(object: DirectoryObject, path: string, whole: boolean): Promise<void> {
    const { links, client, options } = this.job;
    const link = links.get(object.objectId);
    if (link === undefined || this.job.outside(object) !== undefined) return;
    if (this.job.unwritten.isLeft('User', path)) return;
    const boss = object.manager === undefined ? undefined : links.get(object.manager);
    if (object.manager !== undefined && boss === undefined)
      return this.job.tell(object, {
        step: 'referenceResolution',
        action: 'other',
        status: 'skipped',
        says: 'the manager is not provisioned; a restart looks at it again',
      });
    if (boss === undefined) {
      if (link.manager === undefined) return;
      const nobody = { op: opIn(options.dialect, 'replace'), path, value: '' };
      const { failure } = await client.send(patch(link.path, [nobody]));
      if (failure) return this.refused(object, path, failure);
      delete link.manager;
      return this.updated(object, ['manager']);
    }
    if (!whole && link.manager === object.manager) return;
    if (whole && !link.fresh) {
      const held = await this.holds(options.users, link, 'manager', boss.id);
      if (typeof held !== 'boolean') return this.job.fail(object, 'referenceResolution', 'update', held);
      if (held) return this.noteManager(object, link);
    }
    const value = { value: boss.id };
    const request =
      options.managerForm === 'object'
        ? patch(link.path, [{ op: opIn(options.dialect, 'add'), path, value }])
        : setManager(options.dialect, link.path, path, boss.id);
    const { failure } = await client.send(request);
    if (failure) return this.refused(object, path, failure);
    this.noteManager(object, link);
    this.updated(object, ['manager']);
  }

  private noteManager({ objectId, manager: named = '' }: DirectoryObject, link: Link): void {
    const manager = this.job.options.directory.held(named);
    link.manager = manager;
    this.reports.set(manager, (this.reports.get(manager) ?? new Set()).add(objectId));
  }

  private async members(group: DirectoryObject, kind: CycleKind, whole: boolean): Promise<void> {
    const link = this.job.links.get(group.objectId);
    if (link === undefined || this.job.outside(group) !== undefined) return;
    if (this.job.unwritten.isLeft('Group', 'members')) return;
    let wanted = group.members.filter((id) => this.job.links.has(id));
    const missing = group.members.length - wanted.length;
    if (kind === 'on-demand') wanted = wanted.slice(0, ON_DEMAND);
    const stated = new Set(group.members);
    const gone = kind === 'on-demand' ? [] : [...link.members].filter((id) => !stated.has(id));
    const probes = whole && !link.fresh;
    const add = await this.absent(
      group,
      link,
      probes ? wanted : wanted.filter((id) => !link.members.has(id)),
      probes,
    );
    if (add === undefined) return;
    if (!(await this.export(group, link, add, 'add'))) return;
    if (!(await this.export(group, link, gone, 'remove'))) return;
    if (add.length + gone.length > 0)
      this.updated(group, [
        ...(add.length > 0 ? [`members +${add.length}`] : []),
        ...(gone.length > 0 ? [`members -${gone.length}`] : []),
      ]);
    if (missing > 0)
      this.job.tell(group, {
        step: 'referenceResolution',
        action: 'other',
        status: 'skipped',
        says: `members left out because they are not provisioned: ${missing}; a restart looks at them again`,
      });
  }

  /** Those of the objects whom the group does not hold; undefined where a request failed. */
  private async absent(
    group: DirectoryObject,
    link: Link,
    wanted: string[],
    asks: boolean,
  ): Promise<string[] | undefined> {
    if (!asks) return wanted;
    const { groups, concurrency } = this.job.options;
    const absent: string[] = [];
    // A large group alone would otherwise be the length of a cycle.
    for (let at = 0; at < wanted.length; at += concurrency) {
      const some = wanted.slice(at, at + concurrency);
      const answers = await Promise.all(
        some.map((id) => this.holds(groups, link, 'members', this.job.links.get(id)?.id ?? '')),
      );
      for (const [index, held] of answers.entries()) {
        const id = some[index] ?? '';
        if (typeof held !== 'boolean') {
          this.job.fail(group, 'referenceResolution', 'update', held);
          return undefined;
        }
        if (held) link.members.add(id);
        else absent.push(id);
      }
    }
    return absent;
  }

  /** By the service's probe, whose address no document gives word for word: where it is refused, the resource is read. */
  private async holds(
    endpoint: string,
    link: Link,
    attribute: 'manager' | 'members',
    id: string,
  ): Promise<boolean | Failure> {
    const { client, options } = this.job;
    const { answer, failure } = await client.send(probe(endpoint, link.id, attribute, id), [400, 403, 501]);
    if (failure) return failure;
    if (answer.ok) return readList(answer).resources.length > 0;
    const path = (attribute === 'manager' && options.rules.managerPath) || attribute;
    // What nobody is shown is as it was acknowledged.
    if (isNeverShown(this.job, link.kind, path)) return this.sent.has(pairKey(link.path, id));
    const read = await readWhole(this.job, link.kind, link.path, true);
    if (read.failure) return read.failure;
    return readValues(read.answer.body, path).includes(id);
  }

  private async export(group: DirectoryObject, link: Link, objects: string[], how: 'add' | 'remove') {
    const { client, links, options } = this.job;
    const compose = how === 'add' ? addMembers : removeMembers;
    for (let at = 0; at < objects.length; at += AT_ONCE) {
      const batch = objects.slice(at, at + AT_ONCE);
      const ids = batch.flatMap((id) => links.get(id)?.id ?? []);
      const { failure } = ids.length > 0 ? await client.send(compose(options.dialect, link.path, ids)) : {};
      if (failure) {
        this.refused(group, 'members', failure);
        return false;
      }
      for (const id of batch) link.members[how === 'add' ? 'add' : 'delete'](id);
      if (isNeverShown(this.job, 'Group', 'members'))
        for (const id of ids) this.sent[how === 'add' ? 'add' : 'delete'](pairKey(link.path, id));
    }
    return true;
  }

  /** A failure of the object, unless the schemas close the reference to clients: it is left out then. */
  private refused(object: DirectoryObject, path: string, failure: Failure): void {
    if (!this.job.unwritten.blame(object.kind, [path], 'update', failure))
      this.job.fail(object, 'referenceResolution', 'update', failure);
  }

  private updated(object: DirectoryObject, modified: string[]): void {
    this.job.tell(object, {
      step: 'referenceResolution',
      action: 'update',
      status: 'success',
      says: 'references exported',
      modified,
    });
  }
}

/** A group and one of its members as one text; objectIds are free texts. */
const pairKey = (group: string, member: string): string => JSON.stringify([group, member]);

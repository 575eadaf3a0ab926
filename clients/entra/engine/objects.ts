import { readList } from '../../../kit/check/must.ts';
import { idAt, resourcePath } from '../../../kit/wire/paths.ts';
import type { Attributes } from '../../../schemas/attributes.ts';
import { EvaluationError } from '../expressions/index.ts';
import { readTarget } from '../mapping.ts';
import { patch, setActive } from '../updates.ts';
import { Creation } from './creation.ts';
import { differences } from './differences.ts';
import { type DirectoryObject, isSwitchedOff } from './directory.ts';
import type { Job, Link, Told } from './job.ts';
import { incident } from './log.ts';
import type { Whose } from './ownership.ts';
import { readWhole } from './reading.ts';
import type { References } from './references.ts';
import { removeLinked } from './removal.ts';
import type { Sent } from './values.ts';

/** The members of a user: one empty set for all, since there are many users. */
const NOBODY = new Set<string>();

/** The work on one user or group at a time: match, create, update, deprovision. */
export class Objects {
  private readonly job: Job;
  private readonly references: References;
  private readonly creation: Creation;

  constructor(job: Job, references: References) {
    this.job = job;
    this.references = references;
    this.creation = new Creation(job, this);
  }

  /** Provisions an object that is in scope, and deprovisions what was linked and is not. */
  async look(objectId: string): Promise<void> {
    const object = this.job.options.directory.objects.get(objectId);
    const link = this.job.links.get(objectId);
    const why = object === undefined ? 'it is deleted for good in the directory' : this.job.outside(object);
    if (why !== undefined) {
      if (link) await this.deprovision(objectId, link, object, why);
      else if (object)
        this.job.tell(object, { step: 'scoping', action: 'other', status: 'skipped', says: why });
      return;
    }
    if (object === undefined) return;
    const values = this.evaluated(object, link === undefined ? 'create' : 'update');
    if (values === undefined) return;
    if (link) await this.refresh(object, link, values);
    else await this.match(object, values);
  }

  /** The values of an object; where an expression fails for it, that is told. */
  private evaluated(object: DirectoryObject, action: Told['action']): Map<string, Sent> | undefined {
    try {
      return this.job.mapValues(object);
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      this.job.fail(object, 'import', action, incident.notEvaluated(error.message));
      return undefined;
    }
  }

  /** Looks an object up by each matching attribute; creates it where nothing is found. */
  private async match(object: DirectoryObject, values: Map<string, Sent>): Promise<void> {
    const { rules, users, groups } = this.job.options;
    const endpoint = object.kind === 'User' ? users : groups;
    const matching = rules.matching[object.kind].filter(({ path }) => values.has(path));
    if (matching.length === 0)
      return this.job.fail(
        object,
        'matching',
        'create',
        incident.missing('no matching attribute of the object has a value'),
      );
    for (const target of matching) {
      const { path } = target;
      const value = String(values.get(path));
      const { answer, failure } = await this.job.client.send(
        this.job.lookupRequest(object.kind, path, value),
      );
      if (failure) return this.job.fail(object, 'matching', 'create', failure);
      const { resources } = readList(answer);
      if (resources.length > 1)
        return this.job.fail(
          object,
          'matching',
          'create',
          incident.duplicates(`${resources.length} resources have this ${path}`),
        );
      const [found] = resources;
      if (found === undefined) continue;
      const place = resourcePath(endpoint, found);
      if (place === undefined)
        return this.job.fail(object, 'matching', 'create', incident.incompatible('a match without an id'));
      const held = readTarget(found, target);
      if (typeof held === 'string' && held.toLowerCase() !== value.toLowerCase())
        return this.job.fail(object, 'matching', 'update', incident.otherFound(path, place));
      const whose = await this.whose(endpoint, place, found);
      if (whose !== 'ours') return this.leave(object, path, place, whose);
      const link = this.link(object, place, false);
      const hides = (this.job.options.hidden?.[object.kind].onRequest.length ?? 0) > 0;
      return hides ? this.refresh(object, link, values) : this.diff(object, link, found, values, 'matching');
    }
    if (this.job.options.actions?.[object.kind].create === false) return this.switchedOff(object, 'create');
    await this.creation.create(object, endpoint, values);
  }

  /** Leaves out what the target object actions of the job do not allow. */
  private switchedOff(
    object: Pick<DirectoryObject, 'objectId' | 'kind'>,
    action: 'create' | 'update' | 'delete',
  ) {
    const says = `not sent: ${action} is not among the flowTypes of the job`;
    this.job.tell(object, { step: 'export', action, status: 'skipped', says });
  }

  /** Whose a resource is that a lookup found; what is ours is known to be from then on. */
  async whose(endpoint: string, place: string, found: Attributes): Promise<Whose> {
    if (this.job.made.has(place)) return 'ours';
    const whose = (await this.job.options.ownership?.whose(endpoint, place, found)) ?? 'foreign';
    if (whose === 'ours') this.job.made.add(place);
    return whose;
  }

  /** Leaves what a lookup found as it is. */
  leave(object: DirectoryObject, attribute: string, place: string, whose: 'unproved' | 'foreign'): void {
    if (whose === 'foreign') this.job.noteForeign(object.objectId, place);
    else this.job.unproved.set(object.objectId, place);
    const says = {
      foreign: `wouldUpdate (not created by this job, not touched): ${attribute} finds an existing account`,
      unproved: `wouldUpdate (not proven to belong to this job, not touched): ${attribute} finds an account that a create of this job may have created, since no one had its names before and the response to that create did not identify it`,
    };
    this.job.tell(object, { step: 'matching', action: 'update', status: 'warning', says: says[whose] });
  }

  link(object: DirectoryObject, path: string, fresh: boolean): Link {
    const id = idAt(path);
    const link: Link = {
      kind: object.kind,
      id,
      path,
      fresh,
      isNew: true,
      disabled: false,
      members: object.kind === 'Group' ? new Set() : NOBODY,
    };
    this.job.links.set(object.objectId, link);
    this.job.foreign.delete(object.objectId);
    this.job.unproved.delete(object.objectId);
    return link;
  }

  /** Reads a linked resource by its id and exports what differs. */
  private async refresh(object: DirectoryObject, link: Link, values: Map<string, Sent>): Promise<void> {
    const { answer, failure } = await readWhole(this.job, object.kind, link.path);
    if (failure) return this.job.fail(object, 'import', 'update', failure);
    if (answer.status === 404) {
      this.job.fail(
        object,
        'import',
        'update',
        incident.anchorLost('the resource is no longer found by its id'),
      );
      this.job.links.delete(object.objectId);
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
    const { dialect } = this.job.options;
    const isLeft = (path: string) => this.job.unwritten.isLeft(object.kind, path);
    const how = { dialect, enable: link.disabled, hidden: this.job.options.hidden?.[object.kind], isLeft };
    const { paths, operations } = differences(this.job.options.rules, object.kind, found, values, how);
    if (operations.length === 0) {
      const says = step === 'matching' ? 'matched and linked; nothing to change' : 'nothing to change';
      return this.job.tell(object, { step, action: 'other', status: 'skipped', says });
    }
    if (this.job.options.actions?.[object.kind].update === false) return this.switchedOff(object, 'update');
    const { answer, failure } = await this.job.client.send(patch(link.path, operations));
    if (failure && this.job.unwritten.blame(object.kind, paths, 'update', failure))
      return this.diff(object, link, found, values, step);
    if (failure) return this.job.fail(object, 'export', 'update', failure, paths);
    link.disabled = false;
    link.unmanaged = false;
    this.job.tell(object, {
      step: 'export',
      action: 'update',
      status: 'success',
      says: 'updated',
      modified: paths,
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
    const deletes = this.job.options.hardOnly || object === undefined || link.kind === 'Group';
    if (!deletes && link.disabled) return;
    if (object === undefined && link.unmanaged) {
      this.job.links.delete(objectId);
      const says =
        'nothing is sent: it had already left the scope and been disabled, so Entra does not manage it';
      return this.job.tell(known, { step: 'scoping', action: 'other', status: 'skipped', says });
    }
    if (this.job.holdsBack) {
      const says = `held back, because ${why}: more objects leave in this cycle than the threshold for accidental deletions allows`;
      const action = deletes ? 'delete' : 'disable';
      return this.job.tell(known, { step: 'export', action, status: 'skipped', says, code: 'StagedDelete' });
    }
    const needed = deletes ? 'delete' : 'update';
    if (this.job.options.actions?.[link.kind][needed] === false) return this.switchedOff(known, needed);
    const { answer, failure } = deletes
      ? await removeLinked(this.job, link)
      : await this.job.client.send(setActive(this.job.options.dialect, link.path, false));
    const action = deletes ? 'delete' : 'disable';
    if (failure) return this.job.fail(known, 'export', action, failure);
    this.job.tell(known, {
      step: 'export',
      action,
      status: 'success',
      says: `${deletes ? 'deleted' : 'disabled'}, because ${why}`,
      exchange: answer.exchange,
    });
    if (!deletes) {
      link.disabled = true;
      link.unmanaged = object !== undefined && !isSwitchedOff(object);
      return;
    }
    this.job.links.delete(objectId);
    this.references.forget(objectId);
  }
}

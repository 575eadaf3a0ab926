import { placeBelow, resourcePath } from '../../../kit/wire/paths.ts';
import { type Attributes, member } from '../../../schemas/attributes.ts';
import { withBody } from '../requests.ts';
import type { DirectoryObject } from './directory.ts';
import type { Job, Link } from './job.ts';
import { type Failure, incident } from './log.ts';
import { type Obstacle, type Ownership, obstacleTo, type Whose } from './ownership.ts';
import { Trial } from './trial.ts';
import { bodyFor, type Sent, withDefaults } from './values.ts';

/** What creation asks of the work on objects. */
interface Around {
  link(object: DirectoryObject, path: string, fresh: boolean): Link;
  whose(endpoint: string, place: string, found: Attributes): Promise<Whose>;
  leave(object: DirectoryObject, attribute: string, place: string, whose: 'unproved' | 'foreign'): void;
}

/** Creates resources, under a user's own names only where nobody has any of them, and so that it can be proved. */
export class Creation {
  private readonly job: Job;
  private readonly around: Around;
  /** The creates whose names bear no marker. */
  private readonly trial = new Trial();
  /** Objects whose create was refused with something in it that clients cannot write here. */
  private readonly blamed = new Set<string>();

  constructor(job: Job, around: Around) {
    this.job = job;
    this.around = around;
  }

  async create(object: DirectoryObject, endpoint: string, mapped: Map<string, Sent>): Promise<void> {
    const { unwritten, options } = this.job;
    const { rules, ownership, complete } = options;
    const all = withDefaults(rules, object.kind, mapped);
    const isLeft = (path: string) => unwritten.isLeft(object.kind, path);
    const values = new Map([...all].filter(([path]) => !isLeft(path)));
    const composed = bodyFor(rules, object.kind, values);
    const body = complete?.(object.kind, composed) ?? composed;
    const name = String(member(body, object.kind === 'User' ? 'userName' : 'displayName') ?? '');
    if (ownership === undefined || ownership.isMarked(name)) {
      const obstacle = ownership && (await this.obstacle(object, endpoint, body, ownership));
      if (obstacle === undefined) await this.send(object, endpoint, values, body);
      return this.againWithout(object, endpoint, mapped);
    }
    const carriedOut = await this.trial.run(async () => {
      if ((await this.obstacle(object, endpoint, body, ownership)) !== undefined) return undefined;
      ownership.vouch(endpoint, body);
      return this.send(object, endpoint, values, body);
    });
    if (carriedOut) return this.againWithout(object, endpoint, mapped);
    const says = 'this endpoint did not return an earlier account with such a name as it was sent';
    this.job.fail(object, 'export', 'create', incident.unproved(says));
  }

  /** Creates once more what was refused for what clients cannot write here, without it. */
  private async againWithout(
    object: DirectoryObject,
    endpoint: string,
    mapped: Map<string, Sent>,
  ): Promise<void> {
    if (this.blamed.delete(object.objectId)) await this.create(object, endpoint, mapped);
  }

  /** What keeps a create from being sent, which is told then. */
  private async obstacle(
    object: DirectoryObject,
    endpoint: string,
    body: Attributes,
    { unique, isMarked }: Ownership,
  ): Promise<Obstacle | undefined> {
    const { scim } = this.job.options;
    const obstacle = await obstacleTo(scim, endpoint, body, { unique: unique(object.kind), isMarked });
    if (obstacle === undefined) return undefined;
    const { attribute, found, answered } = obstacle;
    const refuse = (failure: Failure) => this.job.fail(object, 'export', 'create', failure);
    const place = found && (resourcePath(endpoint, found) ?? 'an account without an id');
    if (found === undefined || place === undefined) refuse(incident.unseen(attribute, answered ?? 'no list'));
    else if ((await this.around.whose(endpoint, place, found)) === 'foreign')
      refuse(incident.taken(attribute, place));
    else this.around.leave(object, attribute, place, 'unproved');
    return obstacle;
  }

  /** Sends a create; gives whether what it made is proved to be ours, undefined where its answer says nothing of that. */
  private async send(
    object: DirectoryObject,
    endpoint: string,
    values: Map<string, Sent>,
    body: Attributes,
  ): Promise<boolean | undefined> {
    const { ownership, scim } = this.job.options;
    const refuse = (failure: Failure) => this.job.fail(object, 'export', 'create', failure);
    const { answer, failure } = await this.job.client.send(withBody('POST', endpoint, body));
    const place =
      answer?.status === 201
        ? (resourcePath(endpoint, answer.body) ??
          placeBelow(endpoint, scim.pathWithin(answer.headers.location ?? '')))
        : undefined;
    if (place !== undefined && ownership === undefined) this.job.made.add(place);
    if (failure) {
      if (this.job.unwritten.blame(object.kind, [...values.keys()], 'create', failure))
        this.blamed.add(object.objectId);
      else refuse(failure);
      return undefined;
    }
    if (place === undefined) {
      const { status } = answer;
      const lacks =
        status === 201 ? 'status 201 without an id of the new resource' : `status ${status}, not 201`;
      refuse(incident.incompatible(lacks, status));
      return undefined;
    }
    if (ownership !== undefined && !(await ownership.prove(place))) {
      const says = `the create was answered with ${place}, but a GET of it does not show what was sent`;
      refuse(incident.unproved(says));
      return false;
    }
    this.job.made.add(place);
    this.around.link(object, place, true);
    this.job.tell(object, {
      step: 'export',
      action: 'create',
      status: 'success',
      says: 'created',
      modified: [...values.keys()],
      exchange: answer.exchange,
    });
    return true;
  }
}

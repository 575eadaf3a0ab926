import {
  addMembers,
  findGroup,
  findUser,
  type NewUser,
  parseTarget,
  readTarget,
  readUser,
  remove,
  removeMembers,
  update,
  userBody,
} from '../../clients/entra/index.ts';
import { named } from '../../config/diagnoses/refusals.ts';
import type { Profile } from '../../config/profile.ts';
import type { Run } from '../../kit/run/run.ts';
import { idAt } from '../../kit/wire/paths.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, member, readValues } from '../../schemas/attributes.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { describeEmptied, makeContact } from '../contact.ts';
import { Asking } from './asking.ts';
import { type Create, Job } from './job.ts';
import { Halt } from './step.ts';

/** What Entra does with one user and one group, step by step; the first that stops Entra ends it. */
export class PilotWalk {
  readonly ask: Asking;
  /** The run that sends: another one once the endpoint's discovery has been read. */
  run: Run;
  /** Requests of the runs before that. */
  requestsBefore = 0;
  private readonly learn: (() => Promise<Run>) | undefined;
  private readonly profile: Profile;
  private readonly token: string;
  /** Matching attributes after the first that are no filter here. */
  readonly unsupported = new Set<string>();

  /** @param learn reads what the endpoint says of itself and gives the run that goes on with it */
  constructor(run: Run, learn?: () => Promise<Run>) {
    this.run = run;
    this.learn = learn;
    this.profile = run.setup.profile;
    this.ask = new Asking(run);
    this.token = run.random('pilot').token();
  }

  /** @throws Halt where an answer stops Entra; NoAnswer, Refused, Stopped */
  async all(): Promise<void> {
    const { resources } = this.profile;
    const unique = `${this.run.marker}${this.token}`;
    const user = this.composeUser(unique);
    await this.testConnection(unique);
    await this.discover();
    await this.firstContact();
    if (resources === 'groups') return this.groupLife(unique, []);
    const path = await this.userLife(user);
    if (resources === 'both') await this.groupLife(unique, [idAt(path)]);
    await this.departure(user, path);
  }

  /** Accounts of first contact carry what the endpoint's schemas require, whether Entra sends it or not. */
  private async discover(): Promise<void> {
    if (this.learn === undefined) return;
    this.ask.current = 'read the discovery documents';
    this.requestsBefore += this.run.session.requests;
    this.run = await this.learn();
    this.ask.go(this.run);
  }

  /** Sees that writes reach what they name before anything depends on it. */
  private async firstContact(): Promise<void> {
    const name = 'create, change and delete accounts one by one';
    this.ask.current = name;
    const obstacle = await makeContact(this.run, {
      changes: ['PATCH'],
      compose: (unique) => this.job.whole(unique, this.composeUser(unique)),
    });
    const emptied = this.run.contact?.groups?.emptied;
    const says =
      obstacle?.message ??
      `each write reached only what it names${emptied ? `; ${describeEmptied(emptied)}` : ''}`;
    this.ask.steps.push({ name, ok: obstacle === undefined, says });
    if (obstacle === undefined) return;
    const { message, hint, diagnosis } = obstacle;
    throw new Halt(message, hint, diagnosis === undefined ? undefined : named(diagnosis));
  }

  private get job(): Job {
    return new Job(this.run);
  }

  private create(name: string, { request, lacking }: Create, conflict?: string): Promise<ScimResponse> {
    return this.ask.step(name, request, [201], {
      lacking,
      conflict,
      before: this.hasDone('POST', request.path),
    });
  }

  /** Whether first contact made or changed resources of this kind, so that not every such request is refused. */
  private hasDone(write: 'POST' | 'PATCH', path: string): boolean {
    const contact = this.run.contact;
    const round = path.startsWith('/Groups') ? contact?.groups : contact;
    return round?.writes.has(write) === true;
  }

  private composeUser(unique: string): NewUser {
    return {
      userName: `${unique}@${this.run.domain}`,
      externalId: `${unique}.id`,
      mail: `${unique}.mail@${this.run.domain}`,
      givenName: 'Pilot',
      familyName: 'User',
    };
  }

  private async testConnection(unique: string): Promise<void> {
    const { resources } = this.profile;
    for (const [place, path] of (resources === 'groups' ? [] : this.matching('User')).entries()) {
      const name = `look a user up by ${path}`;
      const request = findUser('/Users', path, `${unique}.nobody`);
      if (place === 0) await this.ask.emptyLookup(name, request);
      else if (!(await this.ask.mayBeRefused(name, request))) this.unsupported.add(path);
    }
    if (resources !== 'users')
      await this.ask.emptyLookup('look a group up', findGroup('/Groups', 'displayName', `${unique}.nobody`));
  }

  /** Creates, matches and updates the user; gives its path. */
  private async userLife(user: NewUser): Promise<string> {
    const made = await this.create('create a user', this.job.user(user));
    const path = this.ask.place('/Users', made);
    const id = idAt(path);
    for (const attribute of this.matching('User')) {
      if (this.unsupported.has(attribute)) continue;
      const target = parseTarget(attribute);
      // Nobody is found by a value that the endpoint sets by itself: what is sent there is not kept.
      const published = target && findAttribute(this.run.capabilities, 'User', target.published);
      if (published?.mutability === 'readOnly') continue;
      const value = target && readTarget(userBody(user), target);
      if (typeof value === 'string')
        await this.ask.hit(`match the user by ${attribute}`, findUser('/Users', attribute, value), id);
    }
    const externalId = `${user.externalId}.2`;
    await this.ask.step(
      'update the user',
      update('default', path, [{ path: 'externalId', value: externalId }]),
      [200, 204],
      { before: this.hasDone('PATCH', path) },
    );
    await this.ask.sees(
      'read the user',
      readUser(path),
      (body) => member(body, 'externalId') === externalId,
      'the change',
      'patch.not-stored',
    );
    return path;
  }

  private async groupLife(unique: string, members: string[]): Promise<void> {
    const made = await this.create('create a group', this.job.group(unique, `${unique}.gid`));
    const path = this.ask.place('/Groups', made);
    if (members.length > 0) {
      const has = (wanted: number) => (body: Attributes) => readValues(body, 'members').length === wanted;
      const before = this.hasDone('PATCH', path);
      await this.ask.step('add the user to the group', addMembers('default', path, members), [200, 204], {
        before,
      });
      // Where members are never returned nobody sees them.
      const hidden = findAttribute(this.run.capabilities, 'Group', 'members')?.returned === 'never';
      if (!hidden)
        await this.ask.sees('read the group', readUser(path), has(1), 'the member', 'groups.membership-lost');
      await this.ask.step(
        'remove the user from the group',
        removeMembers('default', path, members),
        [200, 204],
        { before },
      );
      await this.ask.sees(
        'read the group again',
        readUser(path),
        has(0),
        'no member',
        'groups.member-not-removed',
      );
    }
    await this.ask.step('delete the group', remove(path), [200, 202, 204]);
  }

  /** Deletes the user, sees it gone, and creates it again as Entra does when somebody returns. */
  private async departure(user: NewUser, path: string): Promise<void> {
    await this.ask.step('delete the user', remove(path), [200, 202, 204]);
    const search = findUser('/Users', 'userName', user.userName);
    await this.ask.emptyLookup('look the deleted user up', search, 'delete.still-found');
    await this.create('create the user again', this.job.user(user), 'delete.name-stays-taken');
  }

  /** Matching attributes in their order; `id` is no attribute that a directory could look up by. */
  private matching(resource: 'User' | 'Group'): string[] {
    const found = this.profile.matching.filter((one) => one.resource === resource && one.path !== 'id');
    return [...found]
      .sort((a, b) => a.precedence - b.precedence)
      .map(({ path }) => path)
      .slice(0, 3);
  }
}

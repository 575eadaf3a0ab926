import {
  addMembers,
  createGroup,
  createUser,
  findGroup,
  findUser,
  type NewUser,
  readTarget,
  readUser,
  remove,
  removeMembers,
  send,
  targetOf,
  update,
  userBody,
} from '../../clients/entra/index.ts';
import type { ClientRequest } from '../../clients/request.ts';
import { named } from '../../config/diagnoses/refusals.ts';
import type { Profile } from '../../config/profile.ts';
import { describe, listOf } from '../../kit/check/must.ts';
import type { Run } from '../../kit/run/run.ts';
import { idAt, resourcePath } from '../../kit/wire/paths.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, member, show, valuesOf } from '../../schemas/attributes.ts';
import { contactOf } from '../contact.ts';
import { Halt, type PilotStep, refused } from './step.ts';

/** What Entra does with one user and one group, step by step; the first that stops Entra ends it. */
export class PilotWalk {
  readonly steps: PilotStep[] = [];
  /** The step that is under way. */
  current = '';
  private readonly run: Run;
  private readonly profile: Profile;
  private readonly scim: ReturnType<Run['client']>;
  private readonly token: string;
  /** Matching attributes after the first that are no filter here. */
  private readonly unsupported = new Set<string>();

  constructor(run: Run) {
    this.run = run;
    this.profile = run.setup.profile;
    this.scim = run.client({ check: 'pilot', ordinal: 0, exchanges: [] });
    this.token = run.random('pilot').token();
  }

  /** @throws Halt where an answer stops Entra; NoAnswer, Refused, Stopped */
  async all(): Promise<void> {
    const { resources } = this.profile;
    const unique = `${this.run.marker}${this.token}`;
    const user = this.userOf(unique);
    await this.testConnection(unique);
    await this.firstContact();
    if (resources === 'groups') return this.groupLife(unique, []);
    const path = await this.userLife(user);
    if (resources === 'both') await this.groupLife(unique, [idAt(path)]);
    await this.departure(user, path);
  }

  /** Sees that writes reach what they name before anything depends on it. */
  private async firstContact(): Promise<void> {
    const name = 'create, change and delete accounts one by one';
    this.current = name;
    const obstacle = await contactOf(this.run, {
      changes: ['PATCH'],
      compose: (unique) => userBody(this.userOf(unique)),
    });
    const says = obstacle?.message ?? 'each write reached what it names, and nothing else';
    this.steps.push({ name, ok: obstacle === undefined, says });
    if (obstacle === undefined) return;
    const { message, hint, diagnosis } = obstacle;
    throw new Halt(message, hint, diagnosis === undefined ? undefined : named(diagnosis));
  }

  private userOf(unique: string): NewUser {
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
      if (place === 0) await this.emptyLookup(name, request);
      else if (!(await this.mayBeRefused(name, request))) this.unsupported.add(path);
    }
    if (resources !== 'users')
      await this.emptyLookup('look a group up', findGroup('/Groups', 'displayName', `${unique}.nobody`));
  }

  /** Creates, matches and updates the user; gives its path. */
  private async userLife(user: NewUser): Promise<string> {
    const made = await this.step('create a user', createUser('/Users', user), [201]);
    const path = this.place('/Users', made);
    const id = idAt(path);
    for (const attribute of this.matching('User')) {
      if (this.unsupported.has(attribute)) continue;
      const target = targetOf(attribute);
      const value = target && readTarget(userBody(user), target);
      if (typeof value === 'string')
        await this.hit(`match the user by ${attribute}`, findUser('/Users', attribute, value), id);
    }
    const externalId = `${user.externalId}.2`;
    await this.step(
      'update the user',
      update('default', path, [{ path: 'externalId', value: externalId }]),
      [200, 204],
    );
    await this.sees(
      'read the user',
      readUser(path),
      (body) => member(body, 'externalId') === externalId,
      'the change',
      'patch.not-stored',
    );
    return path;
  }

  private async groupLife(unique: string, members: string[]): Promise<void> {
    const made = await this.step('create a group', createGroup('/Groups', unique, `${unique}.gid`), [201]);
    const path = this.place('/Groups', made);
    if (members.length > 0) {
      const has = (wanted: number) => (body: Attributes) => valuesOf(body, 'members').length === wanted;
      await this.step('add the user to the group', addMembers('default', path, members), [200, 204]);
      await this.sees('read the group', readUser(path), has(1), 'the member', 'groups.membership-lost');
      await this.step('remove the user from the group', removeMembers('default', path, members), [200, 204]);
      await this.sees(
        'read the group again',
        readUser(path),
        has(0),
        'no member',
        'groups.member-not-removed',
      );
    }
    await this.step('delete the group', remove(path), [200, 202, 204]);
  }

  /** Deletes the user, sees it gone, and creates it again as Entra does when somebody returns. */
  private async departure(user: NewUser, path: string): Promise<void> {
    await this.step('delete the user', remove(path), [200, 202, 204]);
    const search = findUser('/Users', 'userName', user.userName);
    await this.emptyLookup('look the deleted user up', search, 'delete.still-found');
    await this.step('create the user again', createUser('/Users', user), [201], 'delete.name-stays-taken');
  }

  /** Matching attributes in their order; `id` is no attribute that a directory could look up by. */
  private matching(resource: 'User' | 'Group'): string[] {
    const found = this.profile.matching.filter((one) => one.resource === resource && one.path !== 'id');
    return [...found]
      .sort((a, b) => a.precedence - b.precedence)
      .map(({ path }) => path)
      .slice(0, 3);
  }

  /** A lookup that Entra gets to only where the first matching attribute finds nobody: a refusal stops nothing. */
  private async mayBeRefused(name: string, request: ClientRequest): Promise<boolean> {
    this.current = name;
    const answer = await send(this.scim, request).as('claim', name);
    const { exchange, ok, status } = answer;
    if (!ok && status !== 400 && status !== 501) {
      await this.emptyLookup(name, request);
      return true;
    }
    const says = ok
      ? describe(answer)
      : `${describe(answer)}: the first matching attribute has to be sufficient`;
    this.steps.push({ name, ok: true, says, exchange });
    return ok;
  }

  private async emptyLookup(
    name: string,
    request: ClientRequest,
    diagnosis = 'filters.ignored',
  ): Promise<void> {
    const answer = await this.step(name, request, [200]);
    if (listOf(answer).total !== 0)
      throw this.fail(
        answer,
        `totalResults is ${show(member(answer.body, 'totalResults'))} instead of 0`,
        'Answer a query that matches nothing with an empty ListResponse.',
        diagnosis,
      );
  }

  private async hit(name: string, request: ClientRequest, id: string): Promise<void> {
    const answer = await this.step(name, request, [200]);
    const found = listOf(answer).resources.map((one) => String(member(one, 'id')));
    if (found.length !== 1 || found[0] !== id)
      throw this.fail(
        answer,
        `${found.length} resources instead of one`,
        'Support eq filters on each matching attribute.',
        found.length === 0 ? 'filters.find-nothing' : 'filters.ignored',
      );
  }

  private async sees(
    name: string,
    request: ClientRequest,
    holds: (body: Attributes) => boolean,
    what: string,
    diagnosis: string,
  ): Promise<void> {
    const answer = await this.step(name, request, [200]);
    if (!holds(answer.body))
      throw this.fail(
        answer,
        `the answer does not show ${what}`,
        'Store every change that a PATCH was acknowledged for.',
        diagnosis,
      );
  }

  /** @param conflict the diagnosis where a value is still taken */
  private async step(
    name: string,
    request: ClientRequest,
    statuses: number[],
    conflict?: string,
  ): Promise<ScimResponse> {
    this.current = name;
    const answer = await send(this.scim, request).as('claim', name);
    const ok = statuses.includes(answer.status);
    this.steps.push({ name, ok, says: describe(answer), exchange: answer.exchange });
    if (ok) return answer;
    throw refused(request, answer, { statuses, conflict, hasToken: this.scim.hasToken });
  }

  private place(endpoint: string, answer: ScimResponse): string {
    const path = resourcePath(endpoint, answer.body);
    if (path !== undefined) return path;
    const fix = 'Answer a create with the resource, including its id.';
    throw this.fail(answer, 'the answer carries no id', fix, 'create.without-body');
  }

  private fail(answer: ScimResponse, message: string, hint: string, diagnosis: string): Halt {
    const last = this.steps.at(-1);
    if (last?.exchange === answer.exchange) Object.assign(last, { ok: false, says: message });
    return new Halt(message, hint, named(diagnosis));
  }
}

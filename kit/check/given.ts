import type { Profile } from '../../config/profile.ts';
import { type Attributes, member } from '../../schemas/attributes.ts';
import type { Attribute, Capabilities } from '../../schemas/capabilities.ts';
import { findAttribute, type Located, listAttributes } from '../../schemas/lookup.ts';
import { Blocked, NotApplicable } from '../errors.ts';
import type { FirstContact } from '../safety/contact.ts';
import { idAt } from '../wire/paths.ts';
import { latest } from '../wire/request.ts';
import type { ScimResponse } from '../wire/response.ts';
import type { Scim } from '../wire/scim.ts';
import { ANY, type Blueprint } from './blueprint.ts';
import type { CheckState } from './checkState.ts';
import type { Host } from './host.ts';
import { type Borrowed, type Lent, takeOver } from './lending.ts';
import { Maker } from './maker.ts';
import { describe } from './must.ts';
import { Network } from './network.ts';
import type { Random } from './random.ts';
import { type Owned, Reader } from './reader.ts';
import { noAttribute, type Refusal } from './refusals.ts';
import { relyOnKind, relyOnPublishedSchemas } from './reliance.ts';
import type { SharedAnswer } from './sharedAnswer.ts';

/** What a fixture is made with: set-up and requests in the name of all that share it. */
export interface FixtureTools {
  given: Given;
  scim: Scim;
  network: Network;
  capabilities: Capabilities;
  profile: Profile;
  /** Repeats a read until it shows what is looked for or `--patience` is over. */
  eventually(
    read: () => PromiseLike<ScimResponse>,
    arrived: (answer: ScimResponse) => boolean,
  ): Promise<ScimResponse>;
}

/** See `fixture`. */
export interface Fixture<T> {
  readonly key: string;
  make(tools: FixtureTools): Promise<T>;
}

/**
 * Makes a fixture: resources or facts that many checks only read, made once a run by whoever asks first, with
 * `given.the(fixture)`, and removed at its end. Nobody may change them. What fails in the making blocks all that ask.
 * @param key what it is called in the evidence; fixtures of one key are one
 */
export function fixture<T>(key: string, make: (tools: FixtureTools) => Promise<T>): Fixture<T> {
  return { key, make };
}

/**
 * Set-up of a check. Lenient on purpose: any 2xx is good enough, because the exact answer is some other check's
 * claim. What fails here makes the check blocked, never failed.
 */
export class Given extends Maker {
  private readonly state: CheckState;

  constructor(run: Host, scim: Scim, random: Random, state: CheckState) {
    super(run, scim, random);
    this.state = state;
  }

  /** What became of the first writes of the run. */
  async firstContact(): Promise<FirstContact> {
    const contact = await this.run.makeContact();
    this.note(contact.exchanges);
    return contact;
  }

  /** A user of the run, the smallest that the endpoint accepts, with these attributes on top. */
  user(attributes: Attributes = {}): Promise<Owned> {
    return this.resource('User', attributes);
  }

  /**
   * A user like any other, of whose create nothing is claimed: where bulk requests work, one of many that were made
   * together. Nobody else has it; what its create answered is not known.
   */
  anyUser(): Promise<Owned> {
    return this.made(ANY.User);
  }

  /** The same of a group without members. */
  anyGroup(): Promise<Owned> {
    return this.made(ANY.Group);
  }

  /** One of a blueprint, of whose create nothing is claimed, and which nobody else has; see `anyUser`. */
  async made(blueprint: Blueprint): Promise<Owned> {
    const { capabilities, setup } = this.run;
    relyOnKind(capabilities, blueprint.kind);
    const basis = blueprint.basis && (await this.the(blueprint.basis as Fixture<unknown>));
    const stocked = await this.run.stock.take(blueprint, this.state.sender);
    const { profile } = setup;
    if (stocked === undefined) {
      const attributes = blueprint.draw({ given: this, capabilities, profile }, basis);
      return this.resource(blueprint.kind, attributes, blueprint.shorter);
    }
    const { kind, path, body } = stocked;
    const endpoint = kind === 'User' ? this.users : this.groups;
    const name = String(member(body, kind === 'User' ? 'userName' : 'displayName'));
    return { id: idAt(path), path, endpoint, sent: body, created: {}, name };
  }

  /** The same, with one value in place of several in a list that takes one alone; `user` is not applicable there. */
  userWithLists(attributes: Attributes): Promise<Owned> {
    return this.resource('User', attributes, true);
  }

  /** A group of the run; `members` are users or groups of the run. */
  group(attributes: Attributes = {}, members: Owned[] = []): Promise<Owned> {
    const list = members.map(({ id }) => ({ value: id }));
    return this.resource('Group', list.length > 0 ? { members: list, ...attributes } : attributes);
  }

  /** Several users, made one after the other so that their order of creation is known. */
  async userList(count: number, attributes: (index: number) => Attributes = () => ({})): Promise<Owned[]> {
    const made: Owned[] = [];
    for (let index = 0; index < count; index += 1) made.push(await this.userWithLists(attributes(index)));
    return made;
  }

  /**
   * The path of a resource that does not exist: invented by the run and seen to answer 404. Not applicable where ids of
   * another form than the endpoint's own are refused: nothing is sent to one that might be somebody's.
   */
  async absent(endpoint: string): Promise<string> {
    const path = await this.absentIfAny(endpoint);
    if (path !== undefined) return path;
    throw new NotApplicable(
      'nothing-to-observe',
      'an id in a different format is refused rather than looked up',
    );
  }

  /** The same for what is only a part of a check; undefined where ids of another form are refused. */
  async absentIfAny(endpoint: string): Promise<string | undefined> {
    const path = `${endpoint}/${this.unique()}`;
    const response = await this.scim.get(path).as('given', 'see that an invented id is not found');
    if (response.status === 404) return path;
    if (response.status === 400) return undefined;
    throw this.blocked('see that an invented id is not found', response, describe(response));
  }

  /** What checks share, made or asked for by whoever wants it first. */
  the(wanted: SharedAnswer): Promise<ScimResponse>;
  the<T>(wanted: Fixture<T>): Promise<T>;
  the<T>(wanted: SharedAnswer | Fixture<T>): Promise<ScimResponse | T> {
    return 'ask' in wanted ? this.answer(wanted) : this.value(wanted);
  }

  /**
   * A resource that checks borrow one after the other: until it ends, this one alone may change it.
   * @param fits whether it will do as it stands; where not, or where it is no longer shown, it goes to the next, and
   * this gives nothing, as where it could not be made
   * @throws Blocked where it could not be made or is not shown, and nothing else will do
   */
  async borrow(from: Fixture<Lent>, fits?: (before: Attributes) => boolean): Promise<Borrowed | undefined> {
    const lent = await this.the(from).catch((reason: unknown) => {
      if (fits === undefined || !(reason instanceof Blocked)) throw reason;
      return undefined;
    });
    return lent && takeOver(lent, this, this.scim, this.state, fits);
  }

  /** A published attribute at a path, such as `name.givenName`; not applicable where there is none. */
  attribute(type: 'User' | 'Group', path: string): Attribute {
    const found = findAttribute(this.run.capabilities, type, path);
    this.relyOnSchemas();
    if (found !== undefined && !found.refused) return found;
    throw noAttribute(`attribute ${type}.${path}`, found !== undefined);
  }

  /** The first published attribute of the shape that the check needs; not applicable where there is none. */
  anyAttribute(type: 'User' | 'Group', shape: string, fits: (located: Located) => boolean): Located {
    const all = listAttributes(this.run.capabilities, type);
    this.relyOnSchemas();
    const found = all.find((one) => !one.attribute.refused && fits(one));
    if (found !== undefined) return found;
    const isRefused = all.some(({ attribute }) => attribute.refused);
    throw noAttribute(`${type} attribute that is ${shape}`, isRefused);
  }

  /** Optional attributes that creates were refused for, whatever their value; with the requests that show it. */
  refusals(): Refusal[] {
    this.note(this.run.refusals.all.map(({ exchange }) => exchange));
    return this.run.refusals.all;
  }

  /** How a create was refused that carries members, and taken without; with the request that shows it. */
  membersRefused(): Refusal | undefined {
    const refusal = this.run.refusals.ofMembers;
    if (refusal !== undefined) this.note([refusal.exchange]);
    return refusal;
  }

  private relyOnSchemas(): void {
    relyOnPublishedSchemas(this.run.capabilities);
    if (this.run.capabilities.assumed.includes('schemas')) this.state.assumed.add('schemas');
  }

  private async answer(shared: SharedAnswer): Promise<ScimResponse> {
    const { run, state } = this;
    const { ask } = shared;
    const read = (scim: Scim) => ask({ scim, given: new Reader(run, scim) });
    const answer = await run.commons.answer(shared, read, state.sender);
    this.note([answer.exchange]);
    return answer;
  }

  private async value<T>({ key, make }: Fixture<T>): Promise<T> {
    const { run, state } = this;
    const made = run.commons.value(
      key,
      (scim, random, maker) =>
        make({
          given: new Given(run, scim, random, maker),
          scim,
          network: new Network(run, scim),
          capabilities: run.capabilities,
          profile: run.setup.profile,
          eventually: (read, arrived) => run.patience.eventually(read, arrived, state.remarks),
        }),
      state.sender,
    );
    const { value, exchanges, wrote } = await made.finally(() => {
      for (const assumption of run.commons.assumedFor(key)) state.assumed.add(assumption);
    });
    this.note(exchanges);
    // A list that shows what was made for all has to wait as long as after a write of one's own.
    state.sender.wrote = latest(state.sender.wrote, wrote);
    return value as T;
  }

  /** Notes exchanges that others sent as part of what this check rests on. */
  private note(numbers: number[]): void {
    const { exchanges } = this.state.sender;
    for (const number of numbers) if (!exchanges.includes(number)) exchanges.push(number);
  }
}

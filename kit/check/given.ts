import type { Profile } from '../../config/profile.ts';
import { type Attributes, isObject, unassigned } from '../../schemas/attributes.ts';
import type { Attribute, Capabilities } from '../../schemas/capabilities.ts';
import { findAttribute, type Located, listAttributes } from '../../schemas/lookup.ts';
import { completeValues } from '../compose/complete.ts';
import { completedBody, payload } from '../compose/payload.ts';
import { sample } from '../compose/sample.ts';
import { Blocked, NotApplicable } from '../errors.ts';
import type { FirstContact } from '../safety/contact.ts';
import type { ScimResponse } from '../wire/response.ts';
import type { Scim } from '../wire/scim.ts';
import type { CheckState } from './checkState.ts';
import type { Host } from './host.ts';
import { type Borrowed, type Lent, takeOver } from './lending.ts';
import { describe } from './must.ts';
import { Network } from './network.ts';
import type { Random } from './random.ts';
import { type Owned, Reader } from './reader.ts';
import { relyOnCreates, relyOnKind, relyOnMembers, relyOnOptionalMembers } from './reliance.ts';

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
export class Given extends Reader {
  private readonly random: Random;
  private readonly state: CheckState;

  constructor(run: Host, scim: Scim, random: Random, state: CheckState) {
    super(run, scim);
    this.random = random;
    this.state = state;
  }

  /** What became of the first writes of the run. */
  async firstContact(): Promise<FirstContact> {
    const contact = await this.run.makeContact();
    for (const number of contact.exchanges)
      if (!this.state.sender.exchanges.includes(number)) this.state.sender.exchanges.push(number);
    return contact;
  }

  /** A name that only this run uses; it carries the run's marker, so that what bears it can be removed again. */
  unique(): string {
    return `${this.run.marker}${this.random.token()}`;
  }

  /** A mail address or userName of the run, in the settings' domain. */
  address(): string {
    return `${this.unique()}@${this.run.domain}`;
  }

  /** An integer that depends on the run's seed and the check alone. */
  seed(): number {
    return this.random.integer();
  }

  /**
   * The body of a new resource that this endpoint can be expected to accept, with these attributes merged into it: what
   * is required of the complex values among them is added, and one that is undefined is left out on purpose.
   */
  payload(type: 'User' | 'Group', attributes: Attributes = {}): Attributes {
    if (type === 'Group' && !unassigned(attributes.members)) this.relyOnMemberships();
    return payload(type, this.unique(), this.run.payloadOptions, this.run.fullness, attributes);
  }

  /** The body that a client composed by itself, with what this endpoint requires beside it. */
  completed(type: 'User' | 'Group', body: Attributes): Attributes {
    return completedBody(type, this.unique(), this.run.payloadOptions, body);
  }

  /** A user of the run, the smallest that the endpoint accepts, with these attributes on top. */
  user(attributes: Attributes = {}): Promise<Owned> {
    return this.resource('User', attributes);
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

  /** The path of a resource that does not exist: invented by the run and seen to answer 404. */
  async absent(endpoint: string): Promise<string> {
    const path = `${endpoint}/${this.unique()}`;
    const response = await this.scim.get(path).as('given', 'see that an invented id is not found');
    if (response.status === 404) return path;
    throw this.blocked('see that an invented id is not found', response, describe(response));
  }

  /**
   * One answer shared by all checks that ask for it under this key; only for reads whose answer no check changes.
   */
  async shared(key: string, read: (scim: Scim) => PromiseLike<ScimResponse>): Promise<ScimResponse> {
    const fact = await this.run.commons.answer(key, read, this.state.sender);
    const { exchanges } = this.state.sender;
    if (!exchanges.includes(fact.exchange)) exchanges.push(fact.exchange);
    return fact;
  }

  /** What checks share under the name of a fixture, made by whoever asks first. */
  async the<T>({ key, make }: Fixture<T>): Promise<T> {
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
      state.sender.check,
    );
    const { value, exchanges, wroteAt } = await made.finally(() => {
      for (const assumption of run.commons.assumedFor(key)) state.assumed.add(assumption);
    });
    const { sender } = state;
    for (const number of exchanges) if (!sender.exchanges.includes(number)) sender.exchanges.push(number);
    // A list that shows what was made for all has to wait as long as after a write of one's own.
    if (wroteAt !== undefined) sender.wroteAt = Math.max(sender.wroteAt ?? 0, wroteAt);
    return value as T;
  }

  /**
   * A resource that checks borrow one after the other: until it ends, this one alone may change it.
   * @param fits whether it will do as it stands; where not, it goes to the next, and this gives nothing
   */
  async borrow(from: Fixture<Lent>, fits?: (before: Attributes) => boolean): Promise<Borrowed | undefined> {
    return takeOver(await this.the(from), this, this.scim, this.state, fits);
  }

  /** A valid value for an attribute, with a name of the run in it where its type allows. */
  sample(attribute: Attribute): unknown {
    return sample(attribute, { unique: this.unique(), ...this.run.payloadOptions });
  }

  /** A complex value, or a list of them, with what the endpoint requires of such a value beside what is given. */
  whole<T>(type: 'User' | 'Group', path: string, value: T): T {
    const ingredients = { unique: this.unique(), ...this.run.payloadOptions };
    return completeValues({ [path]: value }, type, this.run.capabilities, ingredients)[path] as T;
  }

  /** What a resource has to carry of an extension before one of its attributes can be added; nothing as a rule. */
  requiredPart(type: 'User' | 'Group', schema: string): Attributes {
    const part = this.payload(type, { [schema]: {} })[schema];
    return isObject(part) && Object.keys(part).length > 0 ? { [schema]: part } : {};
  }

  /** A published attribute at a path, such as `name.givenName`; not applicable where there is none. */
  attribute(type: 'User' | 'Group', path: string): Attribute {
    const found = findAttribute(this.run.capabilities, type, path);
    this.relyOnSchemas();
    if (found !== undefined) return found;
    throw new NotApplicable('declared', `the endpoint publishes no attribute ${type}.${path}`);
  }

  /** The first published attribute of the shape that the check needs; not applicable where there is none. */
  anyAttribute(type: 'User' | 'Group', shape: string, fits: (located: Located) => boolean): Located {
    const found = listAttributes(this.run.capabilities, type).find(fits);
    this.relyOnSchemas();
    if (found !== undefined) return found;
    throw new NotApplicable('declared', `the endpoint publishes no ${type} attribute that is ${shape}`);
  }

  /** Not applicable where the published schema of groups has no members that clients write and read. */
  relyOnMemberships(): void {
    relyOnMembers(this.run.capabilities);
  }

  /** Not applicable where a group has to have a member (RFC 7643 section 7, RFC 7644 section 3.5.2.2). */
  relyOnEmptyGroups(): void {
    this.relyOnMemberships();
    this.relyOnGroupsBegunEmpty();
  }

  /** The same where it is a client's own matter whether members can be written at all. */
  relyOnGroupsBegunEmpty(): void {
    relyOnOptionalMembers(this.run.capabilities);
  }

  private relyOnSchemas(): void {
    if (this.run.capabilities.schemas === undefined)
      throw new Blocked({
        step: 'read the published schemas',
        request: 'GET /Schemas',
        status: 'unreadable',
        signature: 'GET /Schemas unreadable',
      });
    if (this.run.capabilities.assumed.includes('schemas')) this.state.assumed.add('schemas');
  }

  private async resource(type: 'User' | 'Group', attributes: Attributes, shorter = false): Promise<Owned> {
    const endpoint = type === 'User' ? this.users : this.groups;
    const step = `create a ${type.toLowerCase()}`;
    relyOnKind(this.run.capabilities, type);
    relyOnCreates(this.run.session.creates, endpoint);
    if (type === 'User' || this.run.needsReferee) await this.run.learnFullness(this.users);
    const wanted = this.payload(type, attributes);
    const { answer, sent } = await this.run.singles.create(wanted, shorter, (body) =>
      this.scim.post(endpoint, body).as('given', step),
    );
    relyOnCreates(this.run.session.creates, endpoint);
    if (!answer.ok) throw this.blocked(step, answer, describe(answer));
    return this.madeBy(type, answer, sent);
  }
}

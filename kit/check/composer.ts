import { type Attributes, isObject, unassigned } from '../../schemas/attributes.ts';
import type { Attribute } from '../../schemas/capabilities.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { completeValues } from '../compose/complete.ts';
import { nameIn } from '../compose/merge.ts';
import { completedBody, payload } from '../compose/payload.ts';
import { sample } from '../compose/sample.ts';
import type { Scim } from '../wire/scim.ts';
import type { Host } from './host.ts';
import type { Primaries } from './primaries.ts';
import type { Random } from './random.ts';
import { Reader } from './reader.ts';
import { relyOnMembers, relyOnOptionalMembers, relyOnShownMembers } from './reliance.ts';

/** What set-up names and composes: names of the run, bodies and values that this endpoint can be expected to accept. */
export class Composer extends Reader {
  private readonly random: Random;

  constructor(run: Host, scim: Scim, random: Random) {
    super(run, scim);
    this.random = random;
  }

  /** Lists in which one value has to be the primary one. */
  get primaries(): Pick<Primaries, 'complete' | 'of'> {
    return this.run.refusals.primaries;
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

  /** The same body under names of its own. */
  protected renamed(type: 'User' | 'Group', body: Attributes): Attributes {
    const externalId = nameIn(body, 'externalId');
    return {
      ...body,
      ...(type === 'User' ? { userName: this.address() } : { displayName: this.unique() }),
      ...(externalId === undefined ? {} : { [externalId]: this.unique() }),
    };
  }

  /** The body that a client composed by itself, with what this endpoint requires beside it. */
  completed(type: 'User' | 'Group', body: Attributes): Attributes {
    return completedBody(type, this.unique(), this.run.payloadOptions, body);
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

  /** Values of members that name these groups: where a member has to say what it is, no account. */
  groupMembers(...ids: string[]): Attributes[] {
    const kind = findAttribute(this.run.capabilities, 'Group', 'members.type')?.required && { type: 'Group' };
    return this.whole(
      'Group',
      'members',
      ids.map((value) => ({ value, ...kind })),
    );
  }

  /** Whether the endpoint says that no two resources have the same value of this attribute. */
  isUnique(type: 'User' | 'Group', path: string): boolean {
    return (findAttribute(this.run.capabilities, type, path)?.uniqueness ?? 'none') !== 'none';
  }

  /** What a resource has to carry of an extension before one of its attributes can be added; nothing as a rule. */
  requiredPart(type: 'User' | 'Group', schema: string): Attributes {
    const part = this.payload(type, { [schema]: {} })[schema];
    return isObject(part) && Object.keys(part).length > 0 ? { [schema]: part } : {};
  }

  /** Not applicable where the published schema of groups has no members that clients write and read. */
  relyOnMemberships(): void {
    relyOnMembers(this.run.capabilities);
  }

  /** The same where it is a client's own matter whether members can be written, and a claim looks at them. */
  relyOnShownMembers(): void {
    relyOnShownMembers(this.run.capabilities);
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
}

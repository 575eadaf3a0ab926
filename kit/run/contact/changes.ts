import { type Attributes, BULK_REQUEST, equal, member } from '../../../schemas/attributes.ts';
import { pairResults, resultsIn } from '../../../schemas/bulk.ts';
import type { Capabilities } from '../../../schemas/capabilities.ts';
import { findAttribute, findEndpoint, queryFor } from '../../../schemas/lookup.ts';
import { present } from '../../../schemas/present.ts';
import type { Random } from '../../check/random.ts';
import { completeValues } from '../../compose/complete.ts';
import { changed, without } from '../../compose/merge.ts';
import { Refused } from '../../errors.ts';
import { readList } from '../../wire/lists.ts';
import { idAt, resourcePath } from '../../wire/paths.ts';
import type { Sender } from '../../wire/request.ts';
import type { ScimResponse } from '../../wire/response.ts';
import { type PendingRequest, quote, type Scim } from '../../wire/scim.ts';
import { type Acting, readUntil } from './acting.ts';

/** Kinds of changes that are tried on an account. */
export type ChangeKind = 'PATCH' | 'PUT' | 'bulk';

/** How first contact is made where a client's own requests follow it. */
export interface ContactOrder {
  /** Whether groups are written to, too. */
  groups?: boolean;
  /** Changes that the client sends; where it is not said, all that the endpoint offers. */
  changes?: readonly ChangeKind[];
  /** The body of a user as the client composes it; undefined where it holds no name of the run. */
  compose?(unique: string): Attributes | undefined;
}

/** One form in which an account is changed. */
export interface Change {
  /** The attribute that it gives another value. */
  attribute: string;
  /** That value, which nothing else has. */
  value: string;
  /** Sends it; gives nothing where the guard does not let it out. */
  send(): Promise<ScimResponse | undefined>;
}

/** What an answer says of a change: done, refused for its form, or not offered at all. */
export type Taken = 'done' | 'refused' | 'not-offered';

const NOT_OFFERED = new Set([403, 404, 405, 501]);
/** Texts that most endpoints keep. */
const TEXTS = ['displayName', 'nickName', 'title'];

/** The changes of first contact. Each kind has several forms, since an endpoint may well let one of them fall. */
export class ContactChanges {
  private readonly run: Acting;
  private readonly scim: Scim;
  private readonly random: Random;
  private readonly kind: 'User' | 'Group';

  /** The kinds of changes that are tried. */
  readonly kinds: readonly ChangeKind[];

  constructor(
    run: Acting,
    sender: Sender,
    kind: 'User' | 'Group',
    kinds: readonly ChangeKind[] = offeredChanges(run.capabilities),
  ) {
    this.run = run;
    this.kinds = kinds;
    this.random = run.random(`first contact changes${kind === 'User' ? '' : ' of groups'}`);
    this.scim = run.client(sender);
    this.kind = kind;
  }

  /**
   * The forms of one kind of change, the plainest first.
   * @param shown gives the account as it was read last
   */
  forms(kind: ChangeKind, path: string, shown: () => Attributes): Change[] {
    const name = this.kind === 'User' ? 'userName' : 'displayName';
    // What it shows it keeps; its name at least is known to be kept.
    const kept = this.texts().filter((text) => member(shown(), text) !== undefined);
    const [first = name, second = first] = kept;
    const patch = (op: string, attribute: string, inPath: boolean) => {
      const value = this.newValue(attribute);
      const operation = inPath ? { op, path: attribute, value } : { op, value: { [attribute]: value } };
      return this.change(attribute, value, () => this.scim.patch(path, [operation]));
    };
    if (kind === 'PATCH')
      return [patch('replace', first, true), patch('add', second, false), patch('replace', name, true)];
    // Under another name, so that it is not refused for its old one where it reaches another account.
    return [...new Set([name, first])].map((attribute) => {
      const value = this.newValue(attribute);
      return this.change(attribute, value, () => {
        const data = changed(without(shown(), ['meta']), { [attribute]: value });
        if (kind === 'PUT') return this.scim.put(path, data);
        const Operations = [{ method: 'PUT', path, data }];
        return this.scim.post('/Bulk', { schemas: [BULK_REQUEST], Operations });
      });
    });
  }

  /** What the answer to a change says of it; of a job, what it says of its only operation. */
  takenBy({ ok, status, body, path }: ScimResponse): Taken {
    if (!ok) return NOT_OFFERED.has(status) ? 'not-offered' : 'refused';
    if (path !== '/Bulk') return 'done';
    const [result] = pairResults([{}], resultsIn(body), () => undefined);
    return result?.status === undefined || result.status < 300 ? 'done' : 'refused';
  }

  /**
   * Looks by its value for whom else a change reached, where the endpoint takes a filter.
   * @returns the path of a resource that is not the one which it named
   */
  async findElsewhere({ attribute, value }: Change, path: string): Promise<string | undefined> {
    const { capabilities } = this.run;
    if (capabilities.features.filter === false) return undefined;
    for (const kind of ['User', 'Group'] as const) {
      const endpoint = findEndpoint(capabilities, kind);
      const answer = await this.scim
        .find(endpoint, `${attribute} eq ${quote(value)}`)
        .as('control', 'check which other resource the change reached');
      const found = (answer.ok ? readList(answer).resources : [])
        .filter((one) => String(member(one, attribute)).toLowerCase() === value.toLowerCase())
        .map((one) => resourcePath(endpoint, one))
        .find((one) => one !== undefined && one !== path);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /**
   * Makes an account of the run a member of a group, where there is one.
   * @returns what was sent, with the path of another group where the member was found there in place of this one
   */
  async addMember(group: string): Promise<{ exchange: number; value: string; whom?: string } | undefined> {
    const { guard, capabilities } = this.run;
    const users = `${findEndpoint(capabilities, 'User')}/`;
    // The last, since a group that needs a member was made with the first: it is in there already.
    const user = guard.remaining().findLast(({ path, proved }) => proved && path.startsWith(users));
    if (user === undefined) return undefined;
    const value = idAt(user.path);
    const operation = { op: 'add', path: 'members', value: this.asMembers(value) };
    const answer = await admitted(() =>
      this.scim.patch(group, [operation]).as('given', 'make an account a member'),
    );
    if (
      answer === undefined ||
      (!answer.ok && (answer.status < 500 || this.takenBy(answer) === 'not-offered'))
    )
      return undefined;
    const { exchange } = answer;
    const wroteAt = performance.now();
    const members = findAttribute(capabilities, 'Group', 'members');
    const query = queryFor(capabilities, 'Group', 'members');
    const step = 'see whether the group has the member';
    const read = () => this.scim.get(group, { query, atOnce: true }).as('control', step);
    const isThere = ({ body }: ScimResponse) => hasMember(body, value);
    const shown = isThere(await read());
    const whom = shown ? undefined : await this.findGroupWith(value, group);
    // Memberships may be worked out later than all else that a group shows; what was refused is not waited for.
    const maybeLate =
      answer.ok && !shown && whom === undefined && members !== undefined && members.returned !== 'never';
    const awaited = { written: 'PATCH', path: group, step, wroteAt, of: 'members', read } as const;
    if (maybeLate) await readUntil(this.run, this.scim, awaited, isThere);
    return { exchange, value, ...present({ whom }) };
  }

  /** An account as `members` of a request, with what the endpoint requires of one. */
  private asMembers(value: string): unknown {
    const { capabilities, payloadOptions, marker } = this.run;
    const ingredients = { unique: marker, ...payloadOptions };
    return completeValues({ members: [{ value }] }, 'Group', capabilities, ingredients).members;
  }

  /** Looks for a group that has a member, beside the one that was to have it. */
  private async findGroupWith(value: string, group: string): Promise<string | undefined> {
    const { capabilities } = this.run;
    if (capabilities.features.filter === false) return undefined;
    const endpoint = findEndpoint(capabilities, 'Group');
    const answer = await this.scim
      .find(endpoint, `members.value eq ${quote(value)}`)
      .as('control', 'see which group got the member');
    return (answer.ok ? readList(answer).resources : [])
      .filter((one) => hasMember(one, value))
      .map((one) => resourcePath(endpoint, one))
      .find((one) => one !== undefined && one !== group);
  }

  /** Texts that may be changed, and that a stranger would show, too. */
  private texts(): string[] {
    return [
      ...writableTexts(this.run.capabilities, this.kind),
      ...(this.kind === 'User' ? ['externalId'] : []),
    ];
  }

  private change(attribute: string, value: string, send: () => PendingRequest): Change {
    return { attribute, value, send: () => admitted(() => send().as('given', 'change the account')) };
  }

  private newValue(attribute: string): string {
    const unique = `${this.run.marker}${this.random.token()}`;
    return attribute === 'userName' ? `${unique}@${this.run.domain}` : unique;
  }
}

/** Texts that the endpoint publishes as writable. */
export function writableTexts(capabilities: Capabilities, kind: 'User' | 'Group'): string[] {
  return TEXTS.filter((name) => findAttribute(capabilities, kind, name)?.mutability === 'readWrite');
}

/** The kinds of change that an endpoint does not say it is without. */
function offeredChanges({ features: { patch, bulk } }: Capabilities): ChangeKind[] {
  return [...(patch === false ? [] : ['PATCH' as const]), 'PUT', ...(bulk === true ? ['bulk' as const] : [])];
}

/** Whether an account shows a change that was sent: it has another value there than before. */
export function shows(before: Attributes, now: Attributes, { attribute }: Change): boolean {
  return !equal(member(before, attribute), member(now, attribute));
}

function hasMember(group: Attributes, value: string): boolean {
  const members = member(group, 'members');
  return Array.isArray(members) && members.some((one) => member(one, 'value') === value);
}

async function admitted(send: () => PromiseLike<ScimResponse>): Promise<ScimResponse | undefined> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

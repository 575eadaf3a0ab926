import type { Attributes } from '../../schemas/attributes.ts';
import { findAttribute, resourceType } from '../../schemas/lookup.ts';
import type { Scim } from '../check/scim.ts';
import { payload } from '../compose/payload.ts';
import { NoAnswer, Refused } from '../errors.ts';
import { placeOfCreated } from '../safety/creates.ts';
import type { WriteKind } from '../safety/guard.ts';
import type { Sender } from '../wire/request.ts';
import type { ScimResponse } from '../wire/response.ts';
import type { Run } from './run.ts';
import { changed, type Seen, Witnesses } from './witnesses.ts';

/** What became of the first writes of a run, sent one at a time. */
export interface FirstContact {
  /** Each kind of write that went through: what else it was seen to reach, and the exchange of the write. */
  writes: Map<WriteKind, { reached?: 'ours' | 'others'; exchange: number }>;
  /** Why an account that the run made could not be taken away again. */
  stays?: { why: string; key: 'refused' | 'still-there' | 'not-shown'; exchange: number };
  /** Numbers of its exchanges. */
  exchanges: number[];
}

const ATTEMPTS = 3;

/**
 * The first writes of a run: three accounts are made, the one in the middle is changed in every way and deleted, and
 * after each kind of write its neighbours and some accounts of others are looked at. A kind of write that reached
 * another resource than it named goes out no more; where a create did, nothing does.
 * @returns what was seen; without any write where no account could be made
 */
export async function firstContact(run: Run): Promise<FirstContact> {
  const contact = new Contact(run);
  try {
    await contact.make();
  } catch (error) {
    // Without an answer nothing was seen; the checks find out for themselves.
    if (!(error instanceof NoAnswer || error instanceof Refused)) throw error;
  }
  return contact.result;
}

class Contact {
  readonly result: FirstContact;
  private readonly run: Run;
  private readonly scim: Scim;
  private readonly sender: Sender;
  private readonly kind: 'User' | 'Group';
  private readonly endpoint: string;
  private readonly others: Witnesses;
  private ours = new Map<string, Attributes>();

  constructor(run: Run) {
    this.run = run;
    this.sender = { check: 'shared:first-contact', ordinal: 0, exchanges: [] };
    this.scim = run.client(this.sender);
    const users = resourceType(run.capabilities, 'User');
    const groups = resourceType(run.capabilities, 'Group');
    this.kind = users === undefined && groups !== undefined ? 'Group' : 'User';
    this.endpoint = (this.kind === 'User' ? users : groups)?.endpoint ?? '/Users';
    this.others = new Witnesses(this.scim, this.endpoint, run.capabilities, this.kind);
    this.result = { writes: new Map(), exchanges: this.sender.exchanges };
  }

  async make(): Promise<void> {
    await this.others.look();
    const made = await this.create();
    const [before, account, after] = made;
    if (before === undefined || account === undefined || after === undefined) return;
    const neighbours = [before, after];
    if (this.isAstray('POST')) return;
    if (!(await this.areShown([before, account, after]))) {
      this.result.stays = {
        why: 'what a create was answered with is not shown by a GET',
        key: 'not-shown',
        exchange: this.sender.exchanges.at(-1) ?? 0,
      };
      return;
    }
    const { patch, bulk } = this.run.capabilities.features;
    if (patch !== false) await this.change('PATCH', account, neighbours);
    await this.change('PUT', account, neighbours);
    if (bulk === true) await this.change('bulk', account, neighbours);
    await this.takeAway(account, neighbours);
  }

  /** Makes three accounts, one after the other; gives their paths, as many as were made. */
  private async create(): Promise<string[]> {
    const paths = await this.learn();
    while (paths.length < 3 && !this.isAstray('POST')) {
      const answer = await this.post();
      const path = placeOfCreated(this.endpoint, answer, (address) => this.scim.pathOf(address));
      if (!answer.ok || path === undefined) return paths;
      this.noteCreate(path, paths, answer.exchange);
      paths.push(path);
    }
    const exchange = this.result.writes.get('POST')?.exchange ?? 0;
    if (!this.isAstray('POST') && (await this.others.look()).length > 0)
      this.result.writes.set('POST', { reached: 'others', exchange });
    this.heed('POST');
    return paths;
  }

  /** The user with which the run learns what a user must carry is the first of them. */
  private async learn(): Promise<string[]> {
    if (this.kind !== 'User') return [];
    await this.run.learnFullness(this.endpoint);
    const [first] = this.run.guard.remaining(new Set(['shared:user']));
    if (first === undefined) return [];
    this.noteCreate(first.path, [], this.run.session.nextNumber - 1);
    return [first.path];
  }

  /** An id that was there before is that of somebody else, or of what was just made. */
  private noteCreate(path: string, made: readonly string[], exchange: number): void {
    const reached = this.others.has(path) ? 'others' : made.includes(path) ? 'ours' : undefined;
    this.note('POST', exchange, reached);
  }

  private post(): PromiseLike<ScimResponse> {
    const unique = `${this.run.marker}${this.run.random(`first contact ${this.sender.ordinal}`).token()}`;
    const body = payload(this.kind, unique, this.run.payloadOptions, this.run.fullness);
    return this.scim.post(this.endpoint, body).as('given', 'make an account');
  }

  /** Whether a GET of each shows it as the run's own. */
  private async areShown(paths: string[]): Promise<boolean> {
    for (const path of paths) {
      const answer = await this.until(path, () => this.run.guard.isOwned(path), 'see that it is ours');
      if (!this.run.guard.isOwned(path)) return false;
      this.ours.set(path, answer.body);
    }
    return true;
  }

  /** Changes the account by one kind of write, and looks at all others. */
  private async change(kind: 'PATCH' | 'PUT' | 'bulk', path: string, neighbours: string[]): Promise<void> {
    const answer = await this.allowed(() => this.send(kind, path));
    if (!answer?.ok) return;
    const read = await this.scim.get(path).as('control', 'see what it changed');
    if (read.ok) this.ours.set(path, read.body);
    this.note(kind, answer.exchange, await this.whatElse(neighbours));
  }

  /** The answer to a write; nothing where another one was led astray and this one must not go out either. */
  private async allowed(write: () => PromiseLike<ScimResponse>): Promise<ScimResponse | undefined> {
    try {
      return await write();
    } catch (error) {
      if (error instanceof Refused) return undefined;
      throw error;
    }
  }

  private send(kind: 'PATCH' | 'PUT' | 'bulk', path: string) {
    const unique = `${this.run.marker}${this.run.random(`first contact ${kind}`).token()}`;
    const step = 'change the account';
    if (kind === 'PATCH')
      return this.scim
        .patch(path, [{ op: 'replace', path: this.attribute(), value: unique }])
        .as('given', step);
    // Under another name, so that it is not refused for its old one where it reaches another account.
    const { meta: _, ...shown } = this.ours.get(path) ?? {};
    const named =
      this.kind === 'User' ? { userName: `${unique}@${this.run.domain}` } : { displayName: unique };
    const body = { ...shown, ...named };
    if (kind === 'PUT') return this.scim.put(path, body).as('given', step);
    const job = {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [{ method: 'PUT', path, data: body }],
    };
    return this.scim.post('/Bulk', job).as('given', step);
  }

  /** Deletes the account, and looks whether it is gone and all others are there. */
  private async takeAway(path: string, neighbours: string[]): Promise<void> {
    let answer = await this.scim.delete(path).as('given', 'take the account away');
    for (let attempt = 1; answer.status >= 500 && attempt < ATTEMPTS; attempt += 1)
      answer = await this.scim.delete(path).as('retry', 'take the account away');
    const { exchange, status } = answer;
    if (!answer.ok && status !== 404) {
      this.result.stays = { why: `DELETE answered ${status}`, key: 'refused', exchange };
      return;
    }
    const isGone = (read: ScimResponse) => read.status === 404 || read.status === 410;
    const read = await this.until(path, isGone, 'see that it is gone');
    this.note('DELETE', exchange, await this.whatElse(neighbours));
    if (!isGone(read))
      this.result.stays = {
        why: `DELETE answered ${status}, and a GET still answers ${read.status}`,
        key: 'still-there',
        exchange: read.exchange,
      };
  }

  /** What a write reached beside what it named. */
  private async whatElse(neighbours: string[]): Promise<'ours' | 'others' | undefined> {
    const reads = await Promise.all(
      neighbours.map(async (path): Promise<Seen> => {
        const answer = await this.scim.get(path).as('control', 'see that another one is as it was');
        return { before: this.ours.get(path), answer };
      }),
    );
    const { capabilities } = this.run;
    const hit = reads.some((seen) => changed(seen, capabilities, this.kind));
    for (const [index, { answer }] of reads.entries())
      if (answer.ok) this.ours.set(neighbours[index] ?? '', answer.body);
    if (hit) return 'ours';
    return (await this.others.look()).length > 0 ? 'others' : undefined;
  }

  private note(kind: WriteKind, exchange: number, reached: 'ours' | 'others' | undefined): void {
    this.result.writes.set(kind, { exchange, ...(reached && { reached }) });
    this.heed(kind);
  }

  /** Lets a kind of write go out no more that reached another resource; after a create that did, none at all. */
  private heed(kind: WriteKind): void {
    if (!this.isAstray(kind)) return;
    const kinds: WriteKind[] = kind === 'POST' ? ['POST', 'PUT', 'PATCH', 'DELETE', 'bulk'] : [kind];
    for (const one of kinds) this.run.guard.forbid(one);
  }

  private isAstray(kind: WriteKind): boolean {
    return this.result.writes.get(kind)?.reached !== undefined;
  }

  /** The attribute that is changed: a text that the endpoint publishes as writable, so that a stranger would show it. */
  private attribute(): string {
    const { capabilities } = this.run;
    const writable = (name: string) =>
      findAttribute(capabilities, this.kind, name)?.mutability === 'readWrite';
    const found = ['displayName', 'nickName', 'title'].find(writable);
    return found ?? (this.kind === 'User' ? 'externalId' : 'displayName');
  }

  /** Reads until it arrives, as long as the run is patient. */
  private async until(
    path: string,
    arrived: (answer: ScimResponse) => boolean,
    step: string,
  ): Promise<ScimResponse> {
    const started = performance.now();
    for (let pause = 100; ; pause = Math.min(pause * 2, 2_000)) {
      const answer = await this.scim.get(path).as('control', step);
      if (arrived(answer) || performance.now() - started + pause > this.run.setup.patienceMs) return answer;
      await this.run.pause(pause);
    }
  }
}

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
    const { patch, bulk } = this.run.capabilities.features;
    if (patch !== false) await this.change('PATCH', account, neighbours);
    await this.change('PUT', account, neighbours);
    if (bulk === true) await this.change('bulk', account, neighbours);
    await this.takeAway(account, neighbours);
  }

  /** Makes three accounts, one after the other; gives their paths, as many as were made. */
  private async create(): Promise<string[]> {
    const paths = await this.learn();
    // Whatever the first one did to others, the next ones are not to do again.
    if (paths.length > 0) await this.seeOthers();
    while (paths.length < 3 && !this.isAstray('POST') && this.result.stays === undefined) {
      const answer = await this.post();
      if (!answer.ok) break;
      const path = placeOfCreated(this.endpoint, answer, (address) => this.scim.pathOf(address));
      await this.noteCreate(path, answer.exchange);
      paths.push(path ?? '');
      if (paths.length !== 2) await this.seeOthers();
    }
    return this.result.stays === undefined ? paths : [];
  }

  /** Looks whether creates altered accounts of others. */
  private async seeOthers(): Promise<void> {
    if ((await this.others.look()).length === 0) return;
    this.note('POST', this.result.writes.get('POST')?.exchange ?? 0, 'others');
  }

  /** The user with which the run learns what a user must carry is the first of them. */
  private async learn(): Promise<string[]> {
    if (this.kind !== 'User') return [];
    await this.run.learnFullness(this.endpoint);
    const [first] = this.run.guard.remaining(new Set(['shared:user']));
    if (first === undefined) return [];
    await this.noteCreate(first.path, this.run.session.nextNumber - 1);
    return [first.path];
  }

  /** A create that is answered with an account of the run which was there before has written over it. */
  private async noteCreate(path: string | undefined, exchange: number): Promise<void> {
    if (path === undefined)
      return this.notShown('the answer to a create does not say what it made', exchange);
    const before = this.ours.get(path);
    const answer = await this.until(path, () => this.run.guard.isOwned(path), 'see that it is ours');
    const over = changed({ before, answer }, this.run.capabilities, this.kind);
    if (this.run.guard.isOwned(path)) this.ours.set(path, answer.body);
    else this.notShown('a GET does not show what a create was answered with', answer.exchange);
    this.note('POST', exchange, over ? 'ours' : undefined);
  }

  /** What nothing shows to be the run's own is not written to, and so cannot be taken away either. */
  private notShown(why: string, exchange: number): void {
    this.result.stays = { why, key: 'not-shown', exchange };
  }

  /** A create whose answer was lost is sent once more, under another name. */
  private async post(): Promise<ScimResponse> {
    try {
      return await this.postOnce();
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      return this.postOnce();
    }
  }

  private postOnce(): PromiseLike<ScimResponse> {
    const unique = `${this.run.marker}${this.run.random(`first contact ${this.sender.ordinal}`).token()}`;
    const body = payload(this.kind, unique, this.run.payloadOptions, this.run.fullness);
    return this.scim.post(this.endpoint, body).as('given', 'make an account');
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
    const answer = await this.delete(path);
    if (answer === undefined) return;
    const { exchange, status } = answer;
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

  /** The answer to a DELETE that was taken; nothing where none was, which is noted. */
  private async delete(path: string): Promise<ScimResponse | undefined> {
    let refusal: NonNullable<FirstContact['stays']> | undefined;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      try {
        const purpose = attempt === 1 ? 'given' : 'retry';
        const answer = await this.scim.delete(path).as(purpose, 'take the account away');
        const { status, exchange } = answer;
        if (answer.ok || status === 404) return answer;
        refusal = { why: `DELETE answered ${status}`, key: 'refused', exchange };
        if (status < 500) break;
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        const { code, exchange } = error;
        refusal = { why: `DELETE got no answer: ${code}`, key: 'refused', exchange };
      }
    }
    if (refusal !== undefined) this.result.stays = refusal;
    return undefined;
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

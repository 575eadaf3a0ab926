import type { Attributes } from '../../schemas/attributes.ts';
import { resourceType } from '../../schemas/lookup.ts';
import { NoAnswer, Refused } from '../errors.ts';
import type { FirstContact } from '../safety/contact.ts';
import { placeOfCreated } from '../safety/creates.ts';
import { NOT_DONE, type WriteKind } from '../safety/guard.ts';
import type { Sender } from '../wire/request.ts';
import type { ScimResponse } from '../wire/response.ts';
import type { Scim } from '../wire/scim.ts';
import type { Acting } from './acting.ts';
import {
  type Change,
  type ChangeKind,
  ContactChanges,
  type ContactOrder,
  offeredChanges,
  shows,
} from './contactChanges.ts';
import { ContactWrites } from './contactWrites.ts';
import { changed, type Seen, Witnesses } from './witnesses.ts';

/**
 * The first writes of a run: three accounts are made, the one in the middle is changed in every way and deleted, and
 * after each kind of write its neighbours and some accounts of others are looked at. A kind of write that reached
 * another resource than it named goes out no more; where a create did, nothing does.
 * @returns what was seen; without any write where no account could be made
 */
export async function firstContact(run: Acting, order: ContactOrder = {}): Promise<FirstContact> {
  const contact = new Contact(run, order);
  try {
    await contact.make();
  } catch (error) {
    // Without an answer nothing was seen; the checks find out for themselves.
    if (!(error instanceof NoAnswer || error instanceof Refused)) throw error;
    contact.result.short = error;
  }
  return contact.result;
}

class Contact {
  readonly result: FirstContact;
  private readonly run: Acting;
  private readonly scim: Scim;
  private readonly sender: Sender;
  private readonly kind: 'User' | 'Group';
  private readonly endpoint: string;
  private readonly others: Witnesses;
  private readonly writes: ContactWrites;
  private readonly forms: ContactChanges;
  private readonly changes: readonly ChangeKind[];
  /** How the client composes a user, as long as that is not refused. */
  private compose: ContactOrder['compose'];
  private ours = new Map<string, Attributes>();

  constructor(run: Acting, order: ContactOrder) {
    this.run = run;
    this.changes = order.changes ?? offeredChanges(run.capabilities);
    this.compose = order.compose?.bind(order);
    this.sender = { check: 'shared:first-contact', ordinal: 0, exchanges: [] };
    this.scim = run.client(this.sender);
    const users = resourceType(run.capabilities, 'User');
    const groups = resourceType(run.capabilities, 'Group');
    const groupsOnly = run.setup.profile.resources === 'groups';
    this.kind = groupsOnly || (users === undefined && groups !== undefined) ? 'Group' : 'User';
    const published = this.kind === 'User' ? users : groups;
    this.endpoint = published?.endpoint ?? (this.kind === 'User' ? '/Users' : '/Groups');
    this.writes = new ContactWrites(run, this.sender, this.kind, this.endpoint);
    this.forms = new ContactChanges(run, this.sender, this.kind);
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
    for (const kind of this.changes) await this.change(kind, account, neighbours);
    await this.takeAway(account, neighbours);
  }

  /** Makes three accounts, one after the other; gives their paths, as many as were made. */
  private async create(): Promise<string[]> {
    const paths = await this.begin();
    // Whatever the first one did to others, the next ones are not to do again.
    if (paths.length > 0) await this.seeOthers();
    while (paths.length < 3 && !this.isAstray('POST') && this.result.stays === undefined) {
      const answer = await this.writes.create(this.compose);
      if (!answer.ok) {
        this.result.short = answer;
        break;
      }
      await this.noteCreated(answer, paths);
      if (paths.length !== 2) await this.seeOthers();
    }
    return this.result.stays === undefined ? paths : [];
  }

  /**
   * Makes the first account: as the client composes it or, where that is refused or there is none, with what the run
   * learns that a user must carry.
   */
  private async begin(): Promise<string[]> {
    if (this.compose !== undefined && this.kind === 'User') {
      const answer = await this.writes.create(this.compose);
      if (answer.ok) return this.noteCreated(answer);
    }
    this.compose = undefined;
    if (this.kind !== 'User') return [];
    await this.run.learnFullness(this.endpoint);
    const [first] = this.run.guard.remaining(new Set(['shared:user']));
    if (first === undefined) return [];
    await this.noteCreate(first.path, this.run.session.nextNumber - 1);
    return [first.path];
  }

  private async noteCreated(answer: ScimResponse, paths: string[] = []): Promise<string[]> {
    const path = placeOfCreated(this.endpoint, answer, (address) => this.scim.pathOf(address));
    await this.noteCreate(path, answer.exchange);
    paths.push(path ?? '');
    return paths;
  }

  /** Looks whether creates altered accounts of others. */
  private async seeOthers(): Promise<void> {
    if ((await this.others.look()).length === 0) return;
    this.note('POST', this.result.writes.get('POST')?.exchange ?? 0, 'others');
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

  /**
   * Changes the account by one kind of write, in one form after another until a change shows, and looks at all others
   * after each. Where none shows although they were acknowledged, nobody knows whom they reached.
   */
  private async change(kind: ChangeKind, path: string, neighbours: string[]): Promise<void> {
    const before = this.ours.get(path) ?? {};
    const sent: Change[] = [];
    const isSeen = ({ ok, body }: Pick<ScimResponse, 'ok' | 'body'>) =>
      ok && sent.some((one) => shows(before, body, one));
    for (const form of this.forms.forms(kind, path, () => this.ours.get(path) ?? {})) {
      const answer = await form.send();
      const taken = answer && this.forms.takenBy(answer);
      if (taken === undefined || taken === 'not-offered') break;
      if (taken === 'refused') continue;
      sent.push(form);
      const read = await this.scim.get(path).as('control', 'see what it changed');
      if (read.ok) this.ours.set(path, read.body);
      this.note(kind, answer?.exchange ?? 0, await this.whatElse(neighbours));
      if (this.isAstray(kind) || isSeen(read)) return;
      const whom = await this.forms.findElsewhere(form, this.endpoint, path);
      if (whom !== undefined) return this.noteUnseen(kind, whom, form.value);
    }
    if (sent.length === 0 || isSeen(await this.until(path, isSeen, 'see whether it changed at last'))) return;
    this.noteUnseen(kind);
  }

  /** A change does not show at what it names; where it was found at somebody else, that one is named. */
  private noteUnseen(kind: ChangeKind, whom?: string, value = ''): void {
    const { exchange } = this.result.writes.get(kind) ?? { exchange: 0 };
    this.result.writes.set(kind, { exchange, unseen: true, ...(whom && { whom, reached: 'others' }) });
    const { guard, setup } = this.run;
    if (whom !== undefined) guard.altered.set(whom, value);
    else if (!setup.disposable) guard.forbidUnseen(kind, exchange);
    this.heed(kind);
  }

  /** Deletes the account, and looks whether it is gone and all others are there. */
  private async takeAway(path: string, neighbours: string[]): Promise<void> {
    const { answer, refusal } = await this.writes.delete(path);
    if (answer === undefined) {
      this.result.stays = { ...refusal, key: 'refused' };
      return;
    }
    const { exchange, status } = answer;
    const isGone = (read: ScimResponse) => read.status === 404 || read.status === 410;
    const read = await this.until(path, isGone, 'see that it is gone');
    this.note('DELETE', exchange, await this.whatElse(neighbours));
    if (isGone(read)) return;
    this.result.stays = {
      why: `DELETE answered ${status}, and a GET still answers ${read.status}`,
      key: 'still-there',
      exchange: read.exchange,
    };
    // Only some of the others are looked at: what else it may have reached cannot be seen.
    if (!this.run.setup.disposable && !this.isAstray('DELETE')) this.run.guard.forbid('DELETE', NOT_DONE);
  }

  /** What a write reached beside what it named. */
  private async whatElse(neighbours: string[]): Promise<'ours' | 'others' | undefined> {
    const reads = await Promise.all(
      neighbours.map(async (path): Promise<Seen> => {
        const answer = await this.scim.get(path).as('control', 'see that another one is as it was');
        return { before: this.ours.get(path), answer };
      }),
    );
    const hit = reads.some((seen) => changed(seen, this.run.capabilities, this.kind));
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

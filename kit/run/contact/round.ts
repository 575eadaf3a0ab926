import type { Attributes } from '../../../schemas/attributes.ts';
import { findEndpoint } from '../../../schemas/lookup.ts';
import { NoAnswer, Refused } from '../../errors.ts';
import type { Round } from '../../safety/contact.ts';
import { placeOfCreated } from '../../safety/creates.ts';
import { NOT_DONE } from '../../safety/guard.ts';
import type { Sender, WriteKind } from '../../wire/request.ts';
import type { ScimResponse } from '../../wire/response.ts';
import type { Scim } from '../../wire/scim.ts';
import { type Acting, type Awaited, countAsked, mustServe, readUntil, readWhole } from './acting.ts';
import { type Change, type ChangeKind, ContactChanges, type ContactOrder, shows } from './changes.ts';
import { changed, isGone, type Seen, Witnesses } from './witnesses.ts';
import { NOT_AS_NAMED, NOT_NAMED, STEPS } from './words.ts';
import { ContactWrites, whyStill } from './writes.ts';

/** First contact with accounts, or groups: three are made, the one in the middle is changed and deleted, others watched. */
export class ContactRound {
  readonly result: Round;
  private readonly run: Acting;
  private readonly scim: Scim;
  private readonly kind: 'User' | 'Group';
  private readonly endpoint: string;
  private readonly others: Witnesses;
  private readonly writes: ContactWrites;
  private readonly forms: ContactChanges;
  /** How the client composes a user, as long as that is not refused, and the refusal. */
  private compose: ContactOrder['compose'];
  private refused: ScimResponse | undefined;
  private ours = new Map<string, Attributes>();

  constructor(run: Acting, kind: 'User' | 'Group', order: ContactOrder, sender: Sender) {
    this.run = run;
    this.compose = order.compose?.bind(order);
    this.scim = run.client(sender);
    this.kind = kind;
    this.endpoint = findEndpoint(run.capabilities, kind);
    this.writes = new ContactWrites(run, sender, kind, this.endpoint);
    this.forms = new ContactChanges(run, sender, kind, order.changes);
    this.others = new Witnesses(this.scim, this.endpoint, run.capabilities, kind, (path) =>
      run.guard.isOwned(path),
    );
    this.result = { writes: new Map() };
  }

  /** Sends them; why no answer came, or none was sent, the checks find out for themselves. */
  async go(): Promise<void> {
    try {
      await this.make();
    } catch (error) {
      if (!(error instanceof NoAnswer || error instanceof Refused)) throw error;
      this.result.short = error;
    }
  }

  private async make(): Promise<void> {
    await this.others.look();
    const [before, account, after] = await this.create();
    if (!before || !account || !after || this.isAstray('POST')) return;
    const neighbours = [before, after];
    for (const kind of this.forms.kinds) await this.change(kind, account, neighbours);
    if (this.kind === 'Group') await this.addMember(account, neighbours);
    await this.takeAway(account, neighbours);
  }

  /** Makes three accounts, one after the other; gives their paths, as many as were made. */
  private async create(): Promise<string[]> {
    const paths = await this.begin();
    // What the first one did to others the next ones are not to do again.
    if (paths.length > 0) this.noteOthers(await this.others.look());
    while (paths.length < 3 && !this.isAstray('POST') && this.result.stays === undefined) {
      const answer = await this.writes.create(this.compose);
      if (!answer.ok) {
        this.result.short = this.refused ?? answer;
        break;
      }
      const looking = paths.length === 1 ? [] : this.others.look();
      this.noteOthers((await Promise.all([looking, this.noteCreated(answer, paths)]))[0]);
    }
    return this.result.stays === undefined ? paths : [];
  }

  /** Makes the first account: as the client composes it or, failing that, with what the run learns it must carry. */
  private async begin(): Promise<string[]> {
    if (this.compose !== undefined && this.kind === 'User') {
      const answer = await this.writes.create(this.compose);
      if (answer.ok) return this.noteCreated(answer);
      this.refused = answer;
    }
    this.compose = undefined;
    const { needsReferee, capabilities } = this.run;
    if (this.kind === 'User' || needsReferee)
      await this.run.learnFullness(findEndpoint(capabilities, 'User'));
    if (this.kind !== 'User') return [];
    const [first] = this.run.guard.remaining(new Set(['shared:user']));
    if (first === undefined) return [];
    await this.noteCreate(first.path, this.run.session.nextNumber - 1);
    return [first.path];
  }

  private async noteCreated(answer: ScimResponse, paths: string[] = []): Promise<string[]> {
    const path = placeOfCreated(this.endpoint, answer, (address) => this.scim.pathWithin(address));
    await this.noteCreate(path, answer.exchange);
    paths.push(path ?? '');
    return paths;
  }

  /** Notes that creates altered accounts of others, where they did. */
  private noteOthers(altered: readonly string[]): void {
    if (altered.length > 0) this.note('POST', this.result.writes.get('POST')?.exchange ?? 0, 'others');
  }

  /** A create that is answered with an account of the run which was there before has written over it. */
  private async noteCreate(path: string | undefined, exchange: number): Promise<void> {
    if (path === undefined) return this.notShown(NOT_NAMED, exchange);
    const before = this.ours.get(path);
    const isOurs = () => this.run.guard.isOwned(path);
    const answer = await this.until({ written: 'POST', path, step: STEPS.ours }, isOurs);
    const over = changed({ before, answer }, this.run.capabilities, this.kind);
    if (this.run.guard.isOwned(path)) this.ours.set(path, answer.body);
    else this.notShown(NOT_AS_NAMED, answer.exchange);
    this.note('POST', exchange, over ? 'ours' : undefined);
  }

  /** What nothing shows to be the run's own is not written to, and so cannot be taken away either. */
  private notShown(why: string, exchange: number): void {
    this.result.stays = { why, key: 'not-shown', exchange };
  }

  /**
   * Changes it by one kind of write, and looks at all others. What is refused is sent in another form. What was
   * acknowledged and does not show may have reached anybody: another one follows only where the tenant may be destroyed.
   */
  private async change(kind: ChangeKind, path: string, neighbours: string[]): Promise<void> {
    const before = this.ours.get(path) ?? {};
    const sent: Change[] = [];
    const isSeen = ({ ok, body }: Pick<ScimResponse, 'ok' | 'body'>) =>
      ok && sent.some((one) => shows(before, body, one));
    for (const form of this.forms.forms(kind, path, () => this.ours.get(path) ?? {})) {
      const answer = await form.send();
      const wroteAt = performance.now();
      const taken = answer && this.forms.takenBy(answer);
      if (answer === undefined || taken === 'not-offered') break;
      if (taken === 'refused' && answer.status < 500) continue;
      // Where reads are late, this one shows whether they are after such a change, too.
      const wonders = this.run.patience.wonders(kind);
      const [read, reached] = await Promise.all([
        readWhole(this.run, this.scim, path, 'see what it changed', wonders),
        this.whatElse(neighbours),
      ]);
      if (read.ok) this.ours.set(path, read.body);
      // After an answer 5xx nobody knows what was done; where it was done to others, that is seen.
      if (taken === 'done' || reached !== undefined) this.note(kind, answer.exchange, reached);
      if (this.isAstray(kind) || taken !== 'done') return;
      sent.push(form);
      const { disposable } = this.run.setup;
      // Replicas that are asked in turn may show it to the next read already, and not to the one after.
      const at = { written: kind, path, step: STEPS.changed };
      if (isSeen(read) && wonders) await this.until(at, isSeen);
      if (isSeen(read) || (!disposable && isSeen(await this.until({ ...at, wroteAt }, isSeen)))) return;
      const whom = await this.forms.findElsewhere(form, path);
      if (whom !== undefined || !disposable) return this.noteUnseen(kind, whom, form.value);
    }
    const at = { written: kind, path, step: STEPS.changed };
    if (sent.length === 0 || isSeen(await this.until(at, isSeen))) return;
    this.noteUnseen(kind);
  }

  /** Makes an account a member: endpoints find its group in a way of its own. It counts as a change where no other does. */
  private async addMember(group: string, neighbours: string[]): Promise<void> {
    if (!this.forms.kinds.includes('PATCH') || this.isAstray('PATCH')) return;
    const added = await this.forms.addMember(group);
    if (added === undefined) return;
    const [reached, { writes }] = [await this.whatElse(neighbours), this.result];
    if (reached !== undefined || !writes.has('PATCH')) this.note('PATCH', added.exchange, reached);
    if (reached === undefined && added.whom !== undefined) this.noteUnseen('PATCH', added.whom, added.value);
  }

  /** A change does not show at what it names; where it was found at somebody else, that one is named. */
  private noteUnseen(kind: ChangeKind, whom?: string, value = ''): void {
    const { exchange } = this.result.writes.get(kind) ?? { exchange: 0 };
    this.result.writes.set(kind, { exchange, unseen: true, ...(whom && { whom, reached: 'others' }) });
    const { guard, setup } = this.run;
    if (whom !== undefined) guard.altered.set(whom, value);
    else if (!setup.disposable) guard.forbidUnseen(kind, exchange, this.endpoint);
    this.heed(kind);
  }

  /** Deletes the account, and looks whether it is gone and all others are there. */
  private async takeAway(path: string, neighbours: string[]): Promise<void> {
    const { taken, refusal, emptied } = await this.writes.delete(path, async (exchange) => {
      const reached = await this.whatElse(neighbours);
      if (reached !== undefined) this.note('DELETE', exchange, reached);
      return reached === undefined;
    });
    if (emptied !== undefined) this.result.emptied = emptied;
    if (taken === undefined) {
      this.result.stays = { ...refusal, key: 'refused' };
      return;
    }
    const seen = countAsked(isGone);
    const [read, atOnce] = await Promise.all([
      this.until({ written: 'DELETE', path, step: 'see that it is gone' }, seen),
      this.whatElse(neighbours),
    ]);
    // What is done late is done late to others, too.
    const isLate = atOnce === undefined && seen.times > 1;
    this.note('DELETE', taken.exchange, isLate ? await this.whatElse(neighbours) : atOnce);
    if (isGone(read)) return this.writes.learnDeparture(this.ours.get(path));
    this.result.stays = whyStill(taken, read);
    // Only some of the others are looked at: what else it may have reached cannot be seen.
    if (!this.run.setup.disposable && !this.isAstray('DELETE'))
      this.run.guard.forbid('DELETE', NOT_DONE, this.endpoint);
  }

  /** What a write reached beside what it named. */
  private async whatElse(neighbours: string[]): Promise<'ours' | 'others' | undefined> {
    const [altered, ...reads] = await Promise.all([
      this.others.look(),
      ...neighbours.map(async (path): Promise<Seen> => {
        const answer = await readWhole(this.run, this.scim, path, STEPS.unchanged);
        return { before: this.ours.get(path), answer };
      }),
    ]);
    const hit = reads.some((seen) => changed(seen, this.run.capabilities, this.kind));
    for (const [index, { answer }] of reads.entries())
      if (answer.ok) this.ours.set(neighbours[index] ?? '', answer.body);
    if (hit || altered.length > 0) await mustServe(this.run, this.scim, this.endpoint);
    return hit ? 'ours' : (altered.length > 0 && 'others') || undefined;
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

  /** Reads until a write of this kind arrives, as long as the run is patient. */
  private readonly until = (of: Awaited, arrived: (answer: ScimResponse) => boolean) =>
    readUntil(this.run, this.scim, of, arrived);
}

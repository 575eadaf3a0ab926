import type { Attributes } from '../../../schemas/attributes.ts';
import { resourcePath } from '../../wire/paths.ts';
import type { Sender } from '../../wire/request.ts';
import type { Sending } from '../../wire/sending.ts';
import { type Guard, NOT_DONE } from '../guard.ts';
import type { Remaining } from '../ownership/possession.ts';
import type { Lost } from '../ownership/unsettled.ts';
import { Absent, isShown, NOT_DELETED, stillThere } from './deletions.ts';
import { Emptying } from './emptying.ts';
import { ALTERED, type Leftover, STRAY, UNPROVED } from './leftover.ts';
import { Lookups } from './lookups.ts';
import { LostCreates } from './lostCreates.ts';
import type { OwnLists } from './ownLists.ts';
import {
  ATTEMPTS,
  DISCOURAGED,
  type Hindrance,
  inParallel,
  NOT_OURS,
  outlook,
  passing,
  persistently,
  tryWork,
  whileItGrows,
  whileSomeGo,
} from './persistence.ts';
import type { Company, Round } from './round.ts';
import { unprovedNames } from './unproved.ts';

/**
 * Deletes what a run made: what refers to others before what is referred to, each only after a GET, or a list where
 * lists are known to agree with GET, showed that it is the run's own. What a create made whose answer was lost or
 * named something else is looked for by its name.
 * @returns what could not be removed, with the reason
 */
export async function cleanUp(
  session: Sending,
  guard: Guard,
  lists: OwnLists,
  round: Round = {},
): Promise<Leftover[]> {
  const { of, lostToo = of === undefined } = round;
  const { exchanges: _, ...whose } = round.sender ?? {};
  const sender: Sender = { check: 'clean-up', ordinal: 0, ...whose };
  const work = new CleanUp(session, guard, lists, { ...round, sender });
  const isWanted = ({ check, vouched }: Lost) => vouched === undefined && (of === undefined || of.has(check));
  const lost = () => (lostToo ? guard.lost().filter(isWanted) : []);
  const known = lost();
  const left = await work.creates.findAll(known);
  await work.proveAll();
  // What a GET showed to be somebody else's was not what the create made: that is looked for now.
  const numbers = new Set(known.map(({ number }) => number));
  left.push(...(await work.creates.findAll(lost().filter(({ number }) => !numbers.has(number)))));
  left.push(...(await work.removeAll()));
  left.push(...(await work.creates.findNamed()));
  const paths = () => new Set(left.map(({ path }) => path));
  if (lostToo) left.push(...(await work.creates.nameUnproved(of, paths())));
  const sweep = async () => void left.push(...(await work.sweep(paths())));
  if (round.sweep && guard.unsettled.any)
    await whileItGrows(ATTEMPTS.run, () => guard.unsettled.resumed, sweep);
  left.push(...(await work.absent.doubted(session, guard)).filter(({ path }) => !paths().has(path)));
  return left;
}

class CleanUp {
  private readonly session: Sending;
  private readonly guard: Guard;
  private readonly lists: OwnLists;
  private readonly sender: Sender;
  private readonly of: ReadonlySet<string> | undefined;
  private readonly attempts: number;
  private reachedOthers: Round['reachedOthers'];
  private readonly company: Company | undefined;
  private readonly emptying: Emptying;
  private readonly lookups: Lookups;
  readonly absent = new Absent();
  readonly creates: LostCreates;

  constructor(session: Sending, guard: Guard, lists: OwnLists, round: Round & { sender: Sender }) {
    this.session = session;
    this.guard = guard;
    this.lists = lists;
    this.sender = round.sender;
    this.of = round.of;
    this.reachedOthers = round.reachedOthers?.bind(round);
    this.company = round.company;
    this.emptying = round.emptying ?? new Emptying();
    this.attempts = ATTEMPTS[round.of === undefined ? 'run' : 'check'];
    const names = unprovedNames(guard.unproved(round.of));
    this.lookups = new Lookups(
      session,
      round.sender,
      (endpoint, resource) => lists.isOwn(endpoint, resource) || names(resource),
    );
    this.creates = new LostCreates(guard, lists, this.lookups, session.over);
  }

  /** Lets lists, and a GET of each where those do not, show what is ours of what nothing showed yet. */
  async proveAll(): Promise<void> {
    const marked = this.unproved().filter(({ path }) => this.guard.vouching.findState(path) === undefined);
    for (const [endpoint, paths] of this.lists.worthAsking(marked)) {
      await this.list(endpoint);
      if (!this.guard.listsAgree) {
        // One GET shows whether what was listed can be believed; then the rest needs none.
        const [first] = paths;
        if (first !== undefined) await this.read(first);
        if (first !== undefined && this.guard.isOwned(first)) await this.list(endpoint);
      }
      const open = new Set(this.unproved().map(({ path }) => path));
      this.lists.noteUse(endpoint, paths.filter((path) => !open.has(path)).length);
    }
    await inParallel(this.unproved(), async ({ path }) => {
      const why = await persistently(this.attempts, this.session.over, () => this.read(path));
      if (why === undefined) this.guard.unshown(path);
    });
  }

  /** Deletes what is proved, turn by turn; gives what is still there. */
  async removeAll(): Promise<Leftover[]> {
    let left: Leftover[] = [];
    let [failures, gone] = [0, 0];
    const refused: Remaining[] = [];
    const one = async (next: Remaining) => {
      const attempts = failures < DISCOURAGED ? this.attempts : 1;
      const why = await persistently(attempts, this.session.over, () => this.remove(next));
      [failures, gone] = why === undefined ? [0, gone + 1] : [failures + 1, gone];
      if (why === undefined) return;
      if (why.refused) refused.push(next);
      const reasons = [why.says, this.creates.whySought(next.number)].filter((said) => said !== undefined);
      const objection = this.guard.vouching.objectionTo(next.path);
      left.push({ path: next.path, marker: next.marker, why: objection ?? reasons.join('; ') });
    };
    const wanted = this.guard.remaining(this.of);
    const { reachedOthers } = this;
    if (reachedOthers !== undefined) {
      const first = wanted.findIndex(({ foreign }) => !foreign);
      for (const next of first < 0 ? [] : wanted.splice(first, 1)) {
        await one(next);
        if (await reachedOthers()) this.guard.forbid('DELETE');
        else if (await this.stays(next, left)) {
          this.guard.forbid('DELETE', NOT_DONE);
          left.push({ path: next.path, marker: next.marker, why: NOT_DELETED });
        }
        this.reachedOthers = undefined;
      }
    }
    await this.company?.remove(wanted, this.sender);
    for (const turn of new Set(wanted.map((next) => next.turn)))
      await inParallel(
        wanted.filter((next) => next.turn === turn),
        one,
      );
    const again = (next: Remaining) => {
      left = left.filter(({ path }) => path !== next.path);
      return one(next);
    };
    await whileSomeGo(refused, () => gone, again);
    return left;
  }

  /**
   * Looks for whatever still bears the run's marker, and removes what creates made without saying so.
   * @param known what is known to be left
   */
  async sweep(known: ReadonlySet<string>): Promise<Leftover[]> {
    const strays: string[] = [];
    for (const endpoint of this.lists.endpoints)
      for (const resource of await this.list(endpoint, true)) {
        const path = resourcePath(endpoint, resource);
        if (path === undefined || known.has(path)) continue;
        if (this.guard.knows(path)) {
          if (!this.guard.isOwned(path)) await this.read(path);
        } else if (!this.guard.adopt(endpoint, path, resource)) strays.push(path);
      }
    await this.creates.findRefused();
    // What was removed in company, and is there all the same, is deleted by itself.
    const isBack = ({ path, deleted }: Remaining) => deleted && !this.company?.acknowledged.has(path);
    const back = this.guard.remaining(this.of).filter((one) => isBack(one) && !known.has(one.path));
    const left = back.map(({ path, marker }) => ({ path, marker, why: NOT_DELETED }));
    for (const [path, marker] of this.guard.altered)
      if (!known.has(path)) left.push({ path, marker, why: ALTERED });
    for (const path of strays)
      if (!this.guard.altered.has(path)) left.push({ path, marker: this.lists.marker, why: STRAY });
    left.push(...(await stillThere(this.guard, this.attempts, this.session.over, (path) => this.read(path))));
    if (this.guard.remaining(this.of).every((one) => isBack(one) || known.has(one.path))) {
      if (left.length + known.size === 0 && !this.session.over.aborted) this.guard.unsettled.swept();
      return left;
    }
    const again = this.guard.remaining(this.of).filter(({ path, deleted }) => deleted && !known.has(path));
    left.push(...(await this.removeAll()).filter(({ path }) => !known.has(path)));
    await inParallel(again, async (next) => {
      if (await this.stays(next, left)) left.push({ path: next.path, marker: next.marker, why: NOT_DELETED });
    });
    return left;
  }

  private async stays({ path }: Remaining, left: readonly Leftover[]): Promise<boolean> {
    if (left.some((one) => one.path === path)) return false;
    return isShown(this.attempts, this.session.over, () => this.ask(path));
  }

  private unproved(): Remaining[] {
    return this.guard.remaining(this.of).filter(({ proved, foreign }) => !proved && !foreign);
  }

  /** What bears the run's marker, as a list shows it; nothing where the endpoint knows no such list. */
  private async list(endpoint: string, walking = false): Promise<Attributes[]> {
    let own: Attributes[] = [];
    await tryWork(async () => {
      const found = await this.lookups.byBeginning(endpoint, this.lists.beginningAt(endpoint), walking);
      own = found.filter((one) => this.lists.isOwn(endpoint, one));
      return undefined;
    });
    return own;
  }

  private read(path: string): Promise<Hindrance | undefined> {
    return tryWork(async () => {
      const seen = await this.ask(path);
      if (seen.status === 404 || seen.status === 410) this.absent.take(this.guard, path);
      else if (!seen.ok) return { says: `GET answered ${seen.status}`, again: passing(seen.status) };
      return undefined;
    });
  }

  private remove(next: Remaining): Promise<Hindrance | undefined> {
    const { path } = next;
    return tryWork(async () => {
      const now = this.guard.remaining(undefined, path)[0];
      if (now === undefined) return undefined;
      if (now.foreign) return { says: NOT_OURS };
      if (!now.proved) {
        const why = await this.read(path);
        if (why !== undefined) return why;
        const then = this.guard.remaining(undefined, path)[0];
        if (then === undefined) return undefined;
        if (!then.proved) return { says: then.foreign ? NOT_OURS : UNPROVED };
      }
      const { ok, status } = await this.emptying.delete(this.session, this.sender, path);
      if (status === 404 || status === 410) this.absent.take(this.guard, path);
      else if (!ok) return { says: `DELETE answered ${status}`, ...outlook(status) };
      return undefined;
    });
  }

  private ask(path: string) {
    const proof = this.guard.proofAddress(path);
    return this.session.send({ method: 'GET', path: proof, purpose: 'clean-up' }, this.sender);
  }
}

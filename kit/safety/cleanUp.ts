import type { Attributes } from '../../schemas/attributes.ts';
import { listOf } from '../check/must.ts';
import { NoAnswer, Refused, Stopped } from '../errors.ts';
import type { Session } from '../run/session.ts';
import { resourcePath } from '../wire/paths.ts';
import type { Sender } from '../wire/request.ts';
import type { Guard } from './guard.ts';
import type { OwnLists } from './ownLists.ts';
import { type Hindrance, inParallel, passing, persistently } from './persistence.ts';
import type { Remaining } from './possessions.ts';
import { sightingOf } from './unproved.ts';
import type { Lost } from './unsettled.ts';

/** A resource of the run that is still there. */
export interface Leftover {
  path: string;
  /** The name that it was made under. */
  marker: string;
  why: string;
  /** Number of its create in the journal, where it is told apart by that. */
  number?: number;
}

/** Attempts at each resource: after a check, which the end of the run looks after; and at the end of the run. */
const ATTEMPTS = { check: 2, run: 6 };
const LOOKUPS = 3;
/** Resources in a row that could not be removed, after which each further one is tried only once. */
const DISCOURAGED = 16;
const NOT_OURS = 'the endpoint answered our create with it, but it is not ours';
const NOT_DELETED = 'its DELETE was acknowledged, and it is still there';
const STRAY = 'it bears a name of this run, and no create says that it made it: look whose it is';
const UNPROVED = 'a GET does not show that it is ours';

/** One round of clean-up. */
export interface Round {
  /** Whose resources to remove, by the names of checks; without it, all that the run still holds. */
  of?: ReadonlySet<string>;
  /** On whose behalf its requests are sent. */
  sender?: Sender;
  /** Whether to look for what came of creates whose answers were lost, or named what is not ours. */
  lostToo?: boolean;
  /** Whether to look in the end for whatever still bears the run's marker. */
  sweep?: boolean;
}

/**
 * Deletes what a run made: what refers to others before what is referred to, each only after a GET, or a list where
 * lists are known to agree with GET, showed that it is the run's own. What a create made whose answer was lost or
 * named something else is looked for by its name.
 * @returns what could not be removed, with the reason
 */
export async function cleanUp(
  session: Session,
  guard: Guard,
  lists: OwnLists,
  round: Round = {},
): Promise<Leftover[]> {
  const { of, lostToo = of === undefined } = round;
  const sender: Sender = { check: 'clean-up', ordinal: 0, ...round.sender, exchanges: [] };
  const work = new CleanUp(session, guard, lists, { ...round, sender });
  const isWanted = ({ check, vouched }: Lost) => vouched === undefined && (of === undefined || of.has(check));
  const lost = () => (lostToo ? guard.lost().filter(isWanted) : []);
  const known = lost();
  const left = await work.findAll(known);
  await work.proveAll();
  // What a GET showed to be somebody else's was not what the create made: that is looked for now.
  const numbers = new Set(known.map(({ number }) => number));
  left.push(...(await work.findAll(lost().filter(({ number }) => !numbers.has(number)))));
  left.push(...(await work.removeAll()));
  if (lostToo) left.push(...(await work.nameUnproved(new Set(left.map(({ path }) => path)))));
  if (round.sweep && guard.madeAnything)
    left.push(...(await work.sweep(new Set(left.map(({ path }) => path)))));
  return left;
}

class CleanUp {
  private readonly session: Session;
  private readonly guard: Guard;
  private readonly lists: OwnLists;
  private readonly sender: Sender;
  private readonly of: ReadonlySet<string> | undefined;
  private readonly attempts: number;
  /** Why it is not known what creates made, by their numbers. */
  private readonly sought = new Map<number, string>();

  constructor(session: Session, guard: Guard, lists: OwnLists, round: Round & { sender: Sender }) {
    this.session = session;
    this.guard = guard;
    this.lists = lists;
    this.sender = round.sender;
    this.of = round.of;
    this.attempts = ATTEMPTS[round.of === undefined ? 'run' : 'check'];
  }

  /** Looks for what creates made, each by its exact name; gives those that could not be looked for. */
  async findAll(creates: Lost[]): Promise<Leftover[]> {
    const left: Leftover[] = [];
    let failures = 0;
    await inParallel(creates, async (create) => {
      const attempts = failures < DISCOURAGED ? LOOKUPS : 1;
      const why = await persistently(attempts, this.session.over, () => this.find(create));
      failures = why === undefined ? 0 : failures + 1;
      const { endpoint: path, marker, number } = create;
      if (why === undefined) return;
      // What its answer named is reported by itself.
      if (this.guard.whyAstray(number) === 'other') this.sought.set(number, why.says);
      else left.push({ path, marker, why: `its create did not say where, and ${why.says}` });
    });
    return left;
  }

  /** Lets lists, and a GET of each where those do not, show what is ours of what nothing showed yet. */
  async proveAll(): Promise<void> {
    const marked = this.unproved().filter(({ path }) => this.guard.vouching.stateOf(path) === undefined);
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
    const left: Leftover[] = [];
    let failures = 0;
    const wanted = this.guard.remaining(this.of);
    for (const turn of new Set(wanted.map((one) => one.turn)))
      await inParallel(
        wanted.filter((one) => one.turn === turn),
        async (next) => {
          const attempts = failures < DISCOURAGED ? this.attempts : 1;
          const why = await persistently(attempts, this.session.over, () => this.remove(next));
          failures = why === undefined ? 0 : failures + 1;
          const sought = this.sought.get(next.number);
          const says = [why?.says, sought].filter((one) => one !== undefined).join('; ');
          const objection = this.guard.vouching.objectionTo(next.path);
          if (why !== undefined) left.push({ path: next.path, marker: next.marker, why: objection ?? says });
        },
      );
    return left;
  }

  /**
   * Names what creates under a user's own names may have made: no lookup proves that they did.
   * @param known what is known to be left
   */
  async nameUnproved(known: ReadonlySet<string>): Promise<Leftover[]> {
    const left: Leftover[] = [];
    await inParallel(this.guard.unproved(this.of), async ({ number, create }) => {
      const { endpoint: path, name } = create;
      const facts = { marker: name?.value ?? '', number };
      const why = await persistently(LOOKUPS, this.session.over, () =>
        this.hindranceOf(async () => {
          const { found, status } = await sightingOf(create, (asked) => this.ask(asked));
          if (found === undefined)
            return { says: `looking it up answered ${status}`, again: passing(status) };
          left.push(...found.filter((one) => !known.has(one.path)).map((one) => ({ ...one, ...facts })));
          return undefined;
        }),
      );
      if (why !== undefined)
        left.push({ path, ...facts, why: `its create did not say where, and ${why.says}` });
    });
    return left;
  }

  /**
   * Looks for whatever still bears the run's marker, and removes what creates made without saying so.
   * @param known what is known to be left
   */
  async sweep(known: ReadonlySet<string>): Promise<Leftover[]> {
    const strays: string[] = [];
    for (const endpoint of this.lists.endpoints) {
      for (const resource of await this.list(endpoint)) {
        const path = resourcePath(endpoint, resource);
        if (path === undefined || known.has(path)) continue;
        if (this.guard.knows(path)) {
          if (!this.guard.isOwned(path)) await this.read(path);
        } else if (!this.guard.adopt(endpoint, path, resource)) strays.push(path);
      }
    }
    const back = this.guard.remaining(this.of).filter(({ path, deleted }) => deleted && !known.has(path));
    const left = back.map(({ path, marker }) => ({ path, marker, why: NOT_DELETED }));
    left.push(...strays.map((path) => ({ path, marker: this.lists.marker, why: STRAY })));
    if (this.guard.remaining(this.of).every(({ path, deleted }) => deleted || known.has(path))) return left;
    return [...left, ...(await this.removeAll()).filter(({ path }) => !known.has(path))];
  }

  private unproved(): Remaining[] {
    return this.guard.remaining(this.of).filter(({ proved, foreign }) => !proved && !foreign);
  }

  /** Looks for what a create made: by its exact name, and only what bears its marker. */
  private find(create: Lost): Promise<Hindrance | undefined> {
    const { attribute, value } = create.name;
    const filter = encodeURIComponent(`${attribute} eq ${JSON.stringify(value)}`);
    return this.hindranceOf(async () => {
      const answer = await this.ask(`${create.endpoint}?filter=${filter}`);
      if (!answer.ok)
        return { says: `looking it up answered ${answer.status}`, again: passing(answer.status) };
      if (answer.json === undefined) return { says: 'looking it up answered no list' };
      const { resources } = listOf(answer);
      const own = resources.filter((resource) => this.lists.isOwn(create.endpoint, resource, create.marker));
      const paths = own.flatMap((resource) => resourcePath(create.endpoint, resource) ?? []);
      if (paths.length < own.length) return { says: 'looking it up found it without an id' };
      if (paths.length > 0)
        return this.guard.found(create.number, paths)
          ? undefined
          : { says: 'looking it up shows its name under an id that is not its own' };
      if (resources.length > 0) return { says: 'looking it up found others only' };
      // Nothing found settles nothing by itself: the endpoint may still be at work on it.
      const astray = this.guard.whyAstray(create.number);
      if (astray === 'other' && !this.guard.listsAgree) return { says: 'looking it up found nothing' };
      if (astray !== undefined) this.guard.foundNothing(create.number);
      return undefined;
    });
  }

  /** What bears the run's marker, as a list shows it; nothing where the endpoint knows no such list. */
  private async list(endpoint: string): Promise<Attributes[]> {
    let own: Attributes[] = [];
    await this.hindranceOf(async () => {
      const answer = await this.ask(this.lists.addressOf(endpoint));
      if (answer.ok) own = listOf(answer).resources.filter((one) => this.lists.isOwn(endpoint, one));
      return undefined;
    });
    return own;
  }

  private read(path: string): Promise<Hindrance | undefined> {
    return this.hindranceOf(async () => {
      const seen = await this.ask(path);
      if (seen.status === 404 || seen.status === 410) this.guard.absent(path);
      else if (!seen.ok) return { says: `GET answered ${seen.status}`, again: passing(seen.status) };
      return undefined;
    });
  }

  private remove({ path }: Remaining): Promise<Hindrance | undefined> {
    return this.hindranceOf(async () => {
      const now = this.guard.remaining().find((one) => one.path === path);
      if (now === undefined) return undefined;
      if (now.foreign) return { says: NOT_OURS };
      if (!now.proved) {
        const why = await this.read(path);
        if (why !== undefined) return why;
        const then = this.guard.remaining().find((one) => one.path === path);
        if (then === undefined) return undefined;
        if (!then.proved) return { says: then.foreign ? NOT_OURS : UNPROVED };
      }
      const request = { method: 'DELETE', path, purpose: 'clean-up' } as const;
      const answer = await this.session.send(request, this.sender);
      if (answer.ok || answer.status === 404 || answer.status === 410) return undefined;
      return { says: `DELETE answered ${answer.status}`, again: passing(answer.status) };
    });
  }

  private ask(path: string) {
    return this.session.send({ method: 'GET', path, purpose: 'clean-up' }, this.sender);
  }

  private async hindranceOf(work: () => Promise<Hindrance | undefined>): Promise<Hindrance | undefined> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refused) return { says: error.because === 'foreign' ? NOT_OURS : error.message };
      if (error instanceof Stopped) return { says: error.message };
      if (error instanceof NoAnswer) return { says: error.message, again: true };
      throw error;
    }
  }
}

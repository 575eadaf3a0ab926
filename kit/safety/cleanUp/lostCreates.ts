import type { Attributes } from '../../../schemas/attributes.ts';
import { resourcePath } from '../../wire/paths.ts';
import type { Guard } from '../guard.ts';
import type { Lost } from '../ownership/unsettled.ts';
import type { Leftover } from './leftover.ts';
import type { Looked, Lookups } from './lookups.ts';
import type { OwnLists } from './ownLists.ts';
import { DISCOURAGED, type Hindrance, inParallel, persistently, tryWork } from './persistence.ts';
import { type Found, lookForCreate } from './unproved.ts';

/** Attempts at each lookup. */
const LOOKUPS = 3;
/** From so many creates on, a page of all that bears the run's marker is asked for before a lookup of each. */
const WORTH_A_PAGE = 3;

const NOT_ITS_OWN = 'what has its name cannot be proven to be what it made';

/** Looks in one round of clean-up for what creates made whose answers were lost, or named what is not ours. */
export class LostCreates {
  private readonly guard: Guard;
  private readonly lists: OwnLists;
  private readonly lookups: Lookups;
  private readonly over: AbortSignal;
  /** Why it is not known what creates made, by their numbers. */
  private readonly sought = new Map<number, string>();
  /** Creates whose name something else has, which may be the run's own under a name that a change gave it. */
  private readonly named: Lost[] = [];

  /** @param over aborted when nothing more may be sent */
  constructor(guard: Guard, lists: OwnLists, lookups: Lookups, over: AbortSignal) {
    this.guard = guard;
    this.lists = lists;
    this.lookups = lookups;
    this.over = over;
  }

  /** Why it is not known what the create of this number made; `undefined` where it is. */
  whySought(number: number): string | undefined {
    return this.sought.get(number);
  }

  /**
   * Looks for what creates made: many in one page of what the run made, each else by its exact name; gives those that
   * could not be looked for. Of those whose name something else has `findNamed` tells, unless this is it.
   */
  async findAll(creates: Lost[], last = false): Promise<Leftover[]> {
    const left: Leftover[] = [];
    let failures = 0;
    const counts = new Map<string, number>();
    for (const { endpoint } of creates) counts.set(endpoint, (counts.get(endpoint) ?? 0) + 1);
    const pageFor = (endpoint: string) =>
      (counts.get(endpoint) ?? 0) >= WORTH_A_PAGE
        ? this.lookups.allByBeginning(endpoint, this.lists.beginningAt(endpoint))
        : undefined;
    await inParallel(creates, async (create) => {
      const attempts = failures < DISCOURAGED ? LOOKUPS : 1;
      const page = await pageFor(create.endpoint);
      const why = await persistently(attempts, this.over, () => tryWork(() => this.find(create, page)));
      failures = why === undefined ? 0 : failures + 1;
      const { endpoint: path, marker, number } = create;
      if (why === undefined) return;
      // What its answer named is reported by itself.
      if (this.guard.whyAstray(number) === 'other') this.sought.set(number, why.says);
      else if (why.says === NOT_ITS_OWN && !last) this.named.push(create);
      else
        left.push({
          path,
          marker,
          why: `the response to its create did not give its address, and ${why.says}`,
        });
    });
    return left;
  }

  /**
   * Names what creates under a user's own names may have made: no lookup proves that they did.
   * @param of whose creates, by the names of checks; all where it is not given
   * @param known paths of what is known to be left
   */
  async nameUnproved(of: ReadonlySet<string> | undefined, known: ReadonlySet<string>): Promise<Leftover[]> {
    const left: Leftover[] = [];
    await inParallel(this.guard.unproved(of), async ({ number, create }) => {
      const { endpoint: path, name } = create;
      const facts = { marker: name?.value ?? '', number };
      const why = await persistently(LOOKUPS, this.over, () =>
        tryWork(async () => {
          const { found, short } = await lookForCreate(create, this.lookups);
          if (short?.again) return short;
          const fresh = found.filter((one) => !known.has(one.path));
          const why = (one: Found) => this.guard.vouching.objectionTo(one.path) ?? one.why;
          left.push(...fresh.map((one) => ({ path: one.path, why: why(one), ...facts })));
          if (found.length === 0 && short === undefined && create.refused !== undefined)
            this.guard.settleRefused(number);
          return found.length > 0 ? undefined : short;
        }),
      );
      if (why !== undefined)
        left.push({
          path,
          ...facts,
          why: `the response to its create did not give its address, and ${why.says}`,
        });
    });
    return left;
  }

  /** Looks again for creates whose name something else had, once what is the run's own was removed. */
  async findNamed(): Promise<Leftover[]> {
    this.lookups.forget();
    return this.findAll(this.named.splice(0), true);
  }

  /**
   * Looks for what refused creates made all the same under names that do not begin with the marker, as a request that was
   * sent twice on its way does: a list of what begins so does not show it. Where no filter finds it, a walk does.
   */
  async findRefused(): Promise<void> {
    const { marker: beginning } = this.lists;
    await inParallel(this.guard.unsettled.refusedBeside(beginning), async ({ endpoint, name, marker }) => {
      const isIt = (resource: Attributes) => this.lists.isOwn(endpoint, resource, marker);
      await tryWork(async () => {
        const { resources } = await this.lookups.byName(endpoint, name, isIt, false);
        for (const resource of resources.filter(isIt)) {
          const path = resourcePath(endpoint, resource);
          if (path !== undefined && !this.guard.knows(path)) this.guard.adopt(endpoint, path, resource);
        }
        return undefined;
      });
    });
  }

  /** Looks for what a create made: by its exact name, and only what bears its marker. */
  private async find(
    { endpoint, marker, name, number }: Lost,
    page: Attributes[] | undefined,
  ): Promise<Hindrance | undefined> {
    const isIt = (resource: Attributes) => this.lists.isOwn(endpoint, resource, marker);
    // A page of names that begin with the marker says nothing of one that has it further on, or of one it leaves out.
    const onPage = page?.filter(isIt) ?? [];
    // What was looked up by its name before, in vain, would be on the page if it had come about since.
    const { value } = this.lists.beginningAt(endpoint);
    const isToldByPage = name.value.startsWith(value) && this.guard.unsettled.wasSought(number);
    const { resources, short }: Looked =
      onPage.length > 0 || (page !== undefined && isToldByPage)
        ? { resources: onPage }
        : await this.lookups.byName(endpoint, name, isIt);
    const own = resources.filter(isIt);
    const paths = own.flatMap((resource) => resourcePath(endpoint, resource) ?? []);
    if (paths.length < own.length) return { says: 'the lookup found it without an id' };
    if (paths.length > 0) return this.guard.found(number, paths) ? undefined : { says: NOT_ITS_OWN };
    if (resources.length > 0) return { says: 'the lookup found only other resources' };
    if (short !== undefined) return short;
    // Nothing found settles nothing by itself: the endpoint may still be at work on it.
    this.guard.unsettled.sought(number);
    const astray = this.guard.whyAstray(number);
    if (astray === 'other' && !this.guard.listsAgree) return { says: 'the lookup found nothing' };
    if (astray !== undefined) this.guard.foundNothing(number);
    const failure = this.guard.unsettled.findFailure(number);
    if (failure !== undefined) this.guard.refused(number, failure);
    return undefined;
  }
}

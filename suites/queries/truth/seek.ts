import type { CheckTools } from '../../../kit/check/check.ts';
import { describe } from '../../../kit/check/must.ts';
import { member } from '../../../schemas/attributes.ts';
import { type Cast, narrowed } from '../../fixtures/lists/cast.ts';
import { isRefusal, isTooMany, walkShared } from '../../fixtures/lists/pages.ts';
import { differs } from '../filter/lines.ts';
import { matches } from './evaluate.ts';
import { type Filter, simpler, write } from './filter.ts';

/** A filter whose answer is not what the suite works out itself. */
export interface Difference {
  filter: Filter;
  observed: string;
  exchange: number;
}

/** Requests that looking for smaller filters may cost in one check. */
const MOST_STEPS = 30;
const AT_ONCE = 6;

/** Sends filters to the endpoint and compares what they select with what they say. */
export class Seeker {
  /** Filters that the endpoint says it does not support. */
  refused = 0;
  private steps = 0;
  private readonly tools: Pick<CheckTools, 'scim' | 'given'>;
  private readonly cast: Cast;

  constructor(tools: Pick<CheckTools, 'scim' | 'given'>, cast: Cast) {
    this.tools = tools;
    this.cast = cast;
  }

  /**
   * Filters that the endpoint answers otherwise, each reduced to the smallest that still does.
   * @param most how many of those that differ are reduced and given
   */
  async differences(filters: Filter[], most: number): Promise<Difference[]> {
    const found: Difference[] = [];
    for (let start = 0; start < filters.length; start += AT_ONCE) {
      const answers = await Promise.all(
        filters.slice(start, start + AT_ONCE).map((filter) => this.ask(filter)),
      );
      found.push(...answers.filter((answer) => answer !== undefined));
    }
    // The shallowest need the fewest steps; what stays large for want of requests is shown as it is.
    found.sort((left, right) => write(left.filter).length - write(right.filter).length);
    const smallest: Difference[] = [];
    for (const difference of found.slice(0, most)) smallest.push(await this.reduce(difference));
    return smallest;
  }

  private async reduce(difference: Difference): Promise<Difference> {
    for (const filter of simpler(difference.filter)) {
      if (this.steps >= MOST_STEPS) return difference;
      this.steps += 1;
      const smaller = await this.ask(filter);
      if (smaller !== undefined) return this.reduce(smaller);
    }
    return difference;
  }

  private async ask(filter: Filter): Promise<Difference | undefined> {
    const { scim, given } = this.tools;
    const text = narrowed(this.cast, filter.kind === 'or' ? `(${write(filter)})` : write(filter));
    const { answers, resources } = await walkShared({ scim, given }, given.users, { filter: text });
    const bad = answers.find((answer) => answer.status !== 200);
    const exchange = (bad ?? answers[0])?.exchange ?? 0;
    // What is too much to work out may be refused as such (RFC 7644 section 3.12).
    if (bad !== undefined && (isRefusal(bad) || isTooMany(bad))) {
      this.refused += 1;
      return undefined;
    }
    if (bad !== undefined) return { filter, observed: describe(bad), exchange };
    const found = resources.map((resource) => String(member(resource, 'id')));
    const observed = differs(this.cast, ({ shown }) => matches(filter, shown), found);
    return observed === undefined ? undefined : { filter, observed, exchange };
  }
}

import { type Attributes, member } from '../../../schemas/attributes.ts';
import { readList } from '../../wire/lists.ts';
import { resourcePath } from '../../wire/paths.ts';
import type { Sender } from '../../wire/request.ts';
import type { ScimResponse } from '../../wire/response.ts';
import { quote, type RequestOptions, Scim } from '../../wire/scim.ts';
import type { Sending } from '../../wire/sending.ts';
import { type Hindrance, passing } from './persistence.ts';

/** Resources that a page is asked for, and the attributes that tell whose they are. */
const PAGE = { count: 200, attributes: 'userName,displayName,externalId,meta' };
/** What is walked through at most where a filter cannot be used. */
const MOST_RESOURCES = 10_000;
const MOST_PAGES = 400;
/** Those where nothing is known to be missing. */
const FEW_PAGES = 6;

/** What a lookup showed. */
export interface Looked {
  resources: Attributes[];
  /** Why it may not have shown all. */
  short?: Hindrance;
}

/**
 * Looks for resources of a run: by a filter; by a search where a filter is refused as sensitive in an address (RFC 7644
 * section 7.5.2); and page by page where the endpoint takes no such filter, or pays no heed to it. One walk through a
 * collection serves all lookups of a round.
 */
export class Lookups {
  private readonly scim: Scim;
  private readonly keeps: (endpoint: string, resource: Attributes) => boolean;
  private readonly walks = new Map<string, Promise<Looked>>();
  private readonly pages = new Map<string, Promise<Attributes[] | undefined>>();

  /** @param keeps which resources are of interest, of all that a walk comes across */
  constructor(session: Sending, sender: Sender, keeps: Lookups['keeps']) {
    this.scim = new Scim(session, sender);
    this.keeps = keeps;
  }

  /** Forgets what pages and walks showed, where something was removed since. */
  forget(): void {
    this.walks.clear();
    this.pages.clear();
  }

  /**
   * Looks for what an attribute names.
   * @param isIt whether a resource is what is looked for
   * @param walking whether to look through the collection where a filter does not tell
   * @throws NoAnswer, Refused, Stopped
   */
  async byName(
    endpoint: string,
    { attribute, value }: { attribute: string; value: string },
    isIt: (resource: Attributes) => boolean,
    walking = true,
  ): Promise<Looked> {
    const answer = await this.scim.find(endpoint, `${attribute} eq ${quote(value)}`).as('clean-up');
    if (answer.ok && answer.json === undefined)
      return { resources: [], short: { says: 'the lookup returned no list' } };
    const { resources } = readList(answer);
    if (answer.ok && (resources.length === 0 || resources.some(isIt))) return { resources };
    const refusal = { says: `the lookup answered ${answer.status}`, again: passing(answer.status) };
    if (refusal.again || !walking) return { resources: [], short: refusal };
    const walked = await this.walkOnce(endpoint);
    const found = walked.resources.filter(isIt);
    if (found.length > 0) return { resources: found };
    // One that a filter shows under another name may be it, under a name that the endpoint made of it.
    if (resources.length === 1) return { resources };
    const { short } = walked;
    if (short === undefined) return { resources: [] };
    const says = answer.ok ? short.says : `${refusal.says}, and ${short.says}`;
    return { resources: [], short: { ...short, says } };
  }

  /**
   * The resources whose name begins with this text.
   * @param walking whether to look at some pages where a filter shows nothing of the kind
   */
  async byBeginning(
    endpoint: string,
    { attribute, value }: { attribute: string; value: string },
    walking: boolean,
  ): Promise<Attributes[]> {
    const query = { attributes: attribute, count: PAGE.count };
    const answer = await this.scim.find(endpoint, `${attribute} sw ${quote(value)}`, query).as('clean-up');
    const { resources } = readList(answer);
    const kept = resources.filter((resource) => this.keeps(endpoint, resource));
    if (answer.ok && (kept.length > 0 || resources.length === 0)) return kept;
    if (!walking || passing(answer.status)) return [];
    return (await this.walk(endpoint, FEW_PAGES)).resources;
  }

  /**
   * All resources whose name begins with this text, asked for once a round; `undefined` where one page did not show
   * them all, or showed nothing at all, which does not tell such a filter from one that finds nothing.
   */
  allByBeginning(
    endpoint: string,
    { attribute, value }: { attribute: string; value: string },
  ): Promise<Attributes[] | undefined> {
    const known = this.pages.get(endpoint);
    if (known !== undefined) return known;
    const ask = async () => {
      const query = { attributes: attribute, count: PAGE.count };
      const answer = await this.scim.find(endpoint, `${attribute} sw ${quote(value)}`, query).as('clean-up');
      const { resources, total } = readList(answer);
      const isWhole = answer.ok && resources.length > 0 && (total ?? Infinity) <= resources.length;
      return isWhole && resources.every((one) => this.keeps(endpoint, one)) ? resources : undefined;
    };
    const page = ask().catch(() => undefined);
    this.pages.set(endpoint, page);
    return page;
  }

  private walkOnce(endpoint: string): Promise<Looked> {
    const known = this.walks.get(endpoint);
    if (known !== undefined) return known;
    const walk = this.walk(endpoint, MOST_PAGES);
    this.walks.set(endpoint, walk);
    const forget = () => this.walks.delete(endpoint);
    walk.then(({ short }) => short?.again && forget(), forget);
    return walk;
  }

  /** Walks through a collection from its end, where what is new stands as a rule, or as its cursors lead. */
  private async walk(endpoint: string, most: number): Promise<Looked> {
    const seen = new Set<string>();
    const kept = new Map<string, Attributes>();
    const page = async (query: RequestOptions['query']): Promise<ScimResponse> => {
      const answer = await this.scim.get(endpoint, { query: { ...PAGE, ...query } }).as('clean-up');
      for (const [index, resource] of (answer.ok ? readList(answer).resources : []).entries()) {
        const path = resourcePath(endpoint, resource) ?? `${answer.exchange}/${index}`;
        seen.add(path);
        if (this.keeps(endpoint, resource)) kept.set(path, resource);
      }
      return answer;
    };
    const first = await page({});
    if (!first.ok)
      return {
        resources: [],
        short: { says: `the list of all resources answered ${first.status}`, again: passing(first.status) },
      };
    const size = seen.size;
    const { total } = readList(first);
    let cursor = cursorIn(first);
    let startIndex = size === 0 ? 0 : 1 + Math.floor(((total ?? size) - 1) / size) * size;
    const isWhole = () => (total === undefined ? cursor === undefined : seen.size >= total);
    for (let pages = 1; !isWhole() && pages < most && seen.size < MOST_RESOURCES; pages += 1) {
      if (cursor === undefined && startIndex <= 1) break;
      const before = seen.size;
      const answer = await page(cursor === undefined ? { startIndex } : { cursor });
      if (!answer.ok || seen.size === before) break;
      cursor = cursorIn(answer);
      startIndex -= size;
    }
    const resources = [...kept.values()];
    if (isWhole()) return { resources };
    const all = total === undefined ? '' : ` of ${total}`;
    return { resources, short: { says: `it is not among the ${seen.size}${all} that could be seen` } };
  }
}

function cursorIn({ body }: ScimResponse): string | undefined {
  const cursor = member(body, 'nextCursor');
  return typeof cursor === 'string' && cursor !== '' ? cursor : undefined;
}

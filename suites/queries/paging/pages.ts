import { type List, type Must, readList } from '../../../kit/check/must.ts';
import type { RequestOptions, Scim } from '../../../kit/check/scim.ts';
import type { ScimResponse } from '../../../kit/wire/response.ts';
import { type Attributes, member, unassigned } from '../../../schemas/attributes.ts';

type Query = NonNullable<RequestOptions['query']>;

/** A list read to its end. */
export interface Pages {
  answers: ScimResponse[];
  /** What the pages hold, in their order. */
  resources: Attributes[];
}

/** Ends a walk that an endpoint would make endless; the crowd and a group fit, one to a page. */
const MOST_PAGES = 16;
const SIZE = 50;

/** How a walk goes on; `any`: by cursor where the endpoint gives one, else by index. */
export type Method = 'any' | 'index' | 'cursor';

/**
 * Reads a list page by page. Ends at the first answer that is not 2xx, at an empty page, or after 16 pages.
 * @param query its `count` is the size of a page, 50 where it is not said
 */
export async function walkPages(
  scim: Scim,
  endpoint: string,
  query: Query,
  by: Method = 'any',
): Promise<Pages> {
  return walk((position) => scim.get(endpoint, { query: { count: SIZE, ...query, ...position } }), by);
}

/** As `walkPages`, for any request that takes a position: `{}`, `{ startIndex }` or `{ cursor }`. */
export async function walk(
  page: (position: Query) => PromiseLike<ScimResponse>,
  by: Method = 'any',
): Promise<Pages> {
  const answers: ScimResponse[] = [];
  const resources: Attributes[] = [];
  let position: Query | undefined = {};
  while (position !== undefined && answers.length < MOST_PAGES) {
    const answer: ScimResponse = await page(position);
    const list = readList(answer);
    answers.push(answer);
    resources.push(...list.resources);
    position = answer.ok && list.resources.length > 0 ? next(answer, resources.length, by) : undefined;
  }
  return { answers, resources };
}

function next(answer: ScimResponse, seen: number, by: Method): Query | undefined {
  const cursor = by === 'index' ? undefined : cursorIn(answer);
  if (cursor !== undefined) return { cursor };
  return by !== 'cursor' && seen < (readList(answer).total ?? 0) ? { startIndex: seen + 1 } : undefined;
}

/** The cursor of the next page; `undefined` where the answer has none. */
export function cursorIn(answer: ScimResponse): string | undefined {
  const cursor = member(answer.body, 'nextCursor');
  return typeof cursor === 'string' && cursor !== '' ? cursor : undefined;
}

/** Claims that the query was answered, and gives its page; the form of the message is another check's claim. */
export function answered(must: Must, answer: ScimResponse): List {
  must.haveStatus(answer, 200);
  return readList(answer);
}

/** Claims that every page was answered, and gives what they hold. */
export function listed(must: Must, { answers, resources }: Pages): Attributes[] {
  for (const answer of answers) must.haveStatus(answer, 200);
  return resources;
}

/** Ids of resources, in their order. */
export function listIds(resources: Attributes[]): string[] {
  return resources.map((resource) => String(member(resource, 'id')));
}

/**
 * Whether the endpoint says that it does not support a filter (RFC 7644 section 3.12, table 9), or not in an address;
 * the keyword of the first is optional, another one is no such answer.
 */
export function isRefusal(answer: ScimResponse): boolean {
  const scimType = member(answer.body, 'scimType');
  if (answer.status === 403) return scimType === 'sensitive';
  return answer.status === 400 && (unassigned(scimType) || scimType === 'invalidFilter');
}

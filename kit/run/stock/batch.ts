import {
  type Attributes,
  BULK_REQUEST,
  equal,
  isObject,
  member,
  unassigned,
} from '../../../schemas/attributes.ts';
import { pairResults, resultsIn } from '../../../schemas/bulk.ts';
import { readList } from '../../wire/lists.ts';
import { placeBelow, resourcePath } from '../../wire/paths.ts';
import { quote, type Scim } from '../../wire/scim.ts';
import type { Kind } from './shelf.ts';

/** A resource that is to be made together with others. */
export interface Wanted {
  kind: Kind;
  endpoint: string;
  body: Attributes;
}

/** One that was made, and that a list shows as it was sent. */
export interface Stocked extends Wanted {
  path: string;
}

/** Attribute that names a resource of each kind. */
const NAMING = { User: 'userName', Group: 'displayName' } as const;
/** What no list shows as it was sent. */
const NOT_SHOWN = new Set(['schemas', 'meta', 'password']);
/** Entries that a list is asked for: more than are ever made ahead. */
const PAGE = 200;

/**
 * Makes resources by one bulk request. The first time a list of each kind has to show every one of them where the
 * answer puts it, and as it was sent: what a bulk request makes otherwise than a create would, no check shall suffer
 * from.
 * @param beginning what all their names begin with
 * @param seen endpoints where lists have shown so; those that come to it are added
 * @returns none where any is not as it was to be
 */
export async function makeTogether(
  scim: Scim,
  wanted: readonly Wanted[],
  beginning: string,
  seen: Set<string>,
): Promise<Stocked[]> {
  const job = composeJob(wanted);
  const answer = await scim.post('/Bulk', job).as('given', 'make users and groups ahead');
  if (!answer.ok) return [];
  const within = (address: string) => scim.pathWithin(address);
  const results = pairResults(job.Operations, resultsIn(answer.body), within);
  const stocked: Stocked[] = [];
  for (const [index, one] of wanted.entries()) {
    const { status = 0, location, response } = results[index] ?? {};
    const named = isObject(response) ? resourcePath(one.endpoint, response) : within(String(location));
    const path = placeBelow(one.endpoint, named);
    if (status !== 201 || path === undefined) return [];
    stocked.push({ ...one, path });
  }
  for (const endpoint of new Set(wanted.map((one) => one.endpoint))) {
    const these = stocked.filter((one) => one.endpoint === endpoint);
    const [first] = these;
    if (first === undefined || seen.has(endpoint)) continue;
    const filter = `${NAMING[first.kind]} sw ${quote(beginning)}`;
    const list = await scim.find(endpoint, filter, { count: PAGE }).as('control', 'see what was made ahead');
    const shown = new Map(readList(list).resources.map((entry) => [resourcePath(endpoint, entry), entry]));
    if (!these.every(({ path, body }) => showsAll(shown.get(path), body))) return [];
    seen.add(endpoint);
  }
  return stocked;
}

/** The bulk request that makes these. */
export function composeJob(wanted: readonly Wanted[]) {
  const Operations = wanted.map(({ endpoint, body }, index) => ({
    method: 'POST',
    path: endpoint,
    bulkId: `ahead${index}`,
    data: body,
  }));
  return { schemas: [BULK_REQUEST], Operations };
}

function showsAll(entry: Attributes | undefined, body: Attributes): boolean {
  if (entry === undefined) return false;
  return Object.entries(body).every(
    ([name, value]) => NOT_SHOWN.has(name) || unassigned(value) || equal(member(entry, name), value, false),
  );
}

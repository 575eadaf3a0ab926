import { type Attributes, BULK_REQUEST, equal, isObject, member } from '../../../schemas/attributes.ts';
import { pairResults, resultsIn } from '../../../schemas/bulk.ts';
import { readList } from '../../wire/lists.ts';
import { placeBelow, resourcePath } from '../../wire/paths.ts';
import { quote, type Scim } from '../../wire/scim.ts';
import { listParts, shows } from './shown.ts';

type Kind = 'User' | 'Group';

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
/** Entries that a list is asked for: more than are ever made ahead. */
const PAGE = 200;
/**
 * Makes resources by one bulk request. A list has to show them where the answer puts them, and each of their attributes
 * as it was sent, until it did so once: what a bulk request makes otherwise than a create would, no check shall suffer
 * from.
 * @param beginning what all their names begin with
 * @param seen attributes that lists have shown so, by endpoint; those that come to it are added
 * @returns what came of each, undefined of one that is not as it was to be; none where the answer does not say
 */
export async function makeTogether(
  scim: Scim,
  wanted: readonly Wanted[],
  beginning: string,
  seen: Set<string>,
): Promise<(Stocked | undefined)[]> {
  const job = composeJob(wanted);
  const answer = await scim.post('/Bulk', job).as('given', 'create users and groups in advance');
  if (!answer.ok) return [];
  const within = (address: string) => scim.pathWithin(address);
  const results = pairResults(job.Operations, resultsIn(answer.body), within);
  const paths: (string | undefined)[] = [];
  for (const [index, one] of wanted.entries()) {
    const { status = 0, location, response } = results[index] ?? {};
    const named = isObject(response) ? resourcePath(one.endpoint, response) : within(String(location));
    const path = placeBelow(one.endpoint, named);
    if (status === 201 && path === undefined) return [];
    paths.push(status === 201 ? path : undefined);
  }
  const made = wanted.map((one, index): Stocked | undefined => {
    const path = paths[index];
    return path === undefined ? undefined : { ...one, path };
  });
  const unseen = new Set<Stocked>();
  for (const endpoint of new Set(wanted.map((one) => one.endpoint))) {
    const these = made.filter((one) => one?.endpoint === endpoint) as Stocked[];
    for (const one of await notShown(scim, endpoint, these, beginning, seen)) unseen.add(one);
  }
  await Promise.all([...unseen].map((one) => remove(scim, one)));
  return made.map((one) => (one === undefined || unseen.has(one) ? undefined : one));
}

/** Removes what is made again by a create of its own, under a name that may hang on another's; if it is what it was to be. */
async function remove(scim: Scim, { kind, path, body }: Stocked): Promise<void> {
  const name = NAMING[kind];
  const read = await scim.get(path).as('control', 'read what the bulk job created there');
  if (read.ok && equal(member(read.body, name), member(body, name), false))
    await scim.delete(path).as('clean-up', 'remove what the bulk job created differently');
}

/** Those whose attributes no list has shown yet, nor does so now. */
async function notShown(
  scim: Scim,
  endpoint: string,
  made: readonly Stocked[],
  beginning: string,
  seen: Set<string>,
): Promise<Stocked[]> {
  const makeKey = (part: string) => `${endpoint} ${part.toLowerCase()}`;
  const open = made.filter(({ body }) => listParts(body).some(([part]) => !seen.has(makeKey(part))));
  const [first] = open;
  if (first === undefined) return [];
  const filter = `${NAMING[first.kind]} sw ${quote(beginning)}`;
  const list = await scim
    .find(endpoint, filter, { count: PAGE })
    .as('control', 'list what was created in advance');
  const shown = new Map(readList(list).resources.map((entry) => [resourcePath(endpoint, entry), entry]));
  const altered = new Set<string>();
  const lost: Stocked[] = [];
  for (const one of open) {
    const entry = shown.get(one.path);
    const missing = listParts(one.body).filter(([, value, path]) => !shows(entry, path, value));
    for (const [part] of missing) altered.add(makeKey(part));
    if (missing.length > 0) lost.push(one);
  }
  for (const { body } of open)
    for (const [part] of listParts(body)) if (!altered.has(makeKey(part))) seen.add(makeKey(part));
  return lost;
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

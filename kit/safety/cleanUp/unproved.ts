import { type Attributes, member } from '../../../schemas/attributes.ts';
import { resourcePath } from '../../wire/paths.ts';
import { quote } from '../../wire/scim.ts';
import type { Create } from '../journal/journal.ts';
import { LOOK_AT_IT, readCreated, readNames, sameName, type Vouched } from '../vouched.ts';
import type { Lookups } from './lookups.ts';
import type { Hindrance } from './persistence.ts';

/** A resource that a create under a user's own names may have made. */
export interface Found {
  path: string;
  why: string;
}

/** What lookups of each name of a create found, and why they may not have found all. */
export interface Sighting {
  found: Found[];
  short?: Hindrance;
}

/**
 * Looks by each of its names for what a create made whose answer was lost. A name without the marker proves nothing:
 * what is found is named, and left.
 */
export async function lookForCreate(
  { endpoint, vouched, refused }: Create & { vouched: Vouched; refused?: number },
  lookups: Pick<Lookups, 'byName'>,
): Promise<Sighting> {
  const found = new Map<string, Found>();
  let fault: Hindrance | undefined;
  for (const [attribute, value] of readNames(vouched.sent)) {
    const isIt = (resource: Attributes) => sameName(member(resource, attribute), value);
    const { resources, short } = await lookups.byName(endpoint, { attribute, value }, isIt);
    fault ??= short;
    for (const resource of resources) {
      const path = resourcePath(endpoint, resource) ?? endpoint;
      found.set(path, { path, why: whyLeft(resource, vouched, refused) });
    }
  }
  return { found: [...found.values()], ...(fault && { short: fault }) };
}

/** Tells whether a resource has a name that one of these creates sent. */
export function unprovedNames(
  creates: readonly { create: Create & { vouched: Vouched } }[],
): (resource: Attributes) => boolean {
  const sent = creates.flatMap(({ create }) => readNames(create.vouched.sent));
  return (resource) => sent.some(([attribute, value]) => sameName(member(resource, attribute), value));
}

function whyLeft(resource: Attributes, { sent, before }: Vouched, refused?: number): string {
  const [[, name] = []] = readNames(sent);
  const created = readCreated(resource);
  const age =
    created === undefined
      ? ''
      : ` It says that it was created at ${created}${before === undefined ? '' : `; the create was sent at ${before} by the endpoint's clock`}.`;
  const answered = refused === undefined ? 'not answered with it' : `refused with status ${refused}`;
  return `the create of ${quote(name ?? '')} was ${answered}, so nothing proves that this run made it.${age} ${LOOK_AT_IT}`;
}

import type { Attributes } from '../../schemas/attributes.ts';
import { listOf } from '../check/must.ts';
import { quote } from '../check/scim.ts';
import { resourcePath } from '../wire/paths.ts';
import type { ScimResponse } from '../wire/response.ts';
import type { Create, Vouched } from './journal.ts';
import { createdOf, namesOf } from './vouched.ts';

const WHAT_TO_DO = 'Look at it: if this run made it, delete it by hand; if it was there before, leave it.';

/** A resource that a create under a user's own names may have made. */
interface Found {
  path: string;
  why: string;
}

/** What a lookup of each name of a create found, or the status of one that could not be carried out. */
export type Sighting = { found: Found[]; status?: never } | { status: number; found?: never };

/**
 * Looks by each of its names for what a create made whose answer was lost. A name without the marker proves nothing:
 * what is found is named, and left.
 * @param ask sends a GET
 */
export async function sightingOf(
  { endpoint, vouched }: Create & { vouched: Vouched },
  ask: (path: string) => Promise<ScimResponse>,
): Promise<Sighting> {
  const found = new Map<string, Found>();
  for (const [attribute, value] of namesOf(vouched.sent)) {
    const answer = await ask(`${endpoint}?filter=${encodeURIComponent(`${attribute} eq ${quote(value)}`)}`);
    if (!answer.ok || answer.json === undefined) return { status: answer.status };
    for (const resource of listOf(answer).resources) {
      const path = resourcePath(endpoint, resource) ?? endpoint;
      found.set(path, { path, why: whyLeft(resource, vouched) });
    }
  }
  return { found: [...found.values()] };
}

/** Why a resource is left that a create was answered with, although a GET does not show that it is what was made. */
export function whyUnproved({ vouched }: Create & { vouched: Vouched }, objection: string): string {
  const [[, name] = []] = namesOf(vouched.sent);
  return `the create of ${quote(name ?? '')} was answered with it, but ${objection}. ${WHAT_TO_DO}`;
}

function whyLeft(resource: Attributes, { sent, before }: Vouched): string {
  const [[, name] = []] = namesOf(sent);
  const created = createdOf(resource);
  const age =
    created === undefined
      ? ''
      : ` It says that it was created at ${created}${before === undefined ? '' : `; the create was sent at ${before} by the endpoint's clock`}.`;
  return `the create of ${quote(name ?? '')} was not answered with it, so nothing proves that this run made it.${age} ${WHAT_TO_DO}`;
}

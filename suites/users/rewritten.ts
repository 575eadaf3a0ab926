import type { Given } from '../../kit/check/given.ts';
import type { Owned } from '../../kit/check/reader.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, at, unassigned } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { type Kind, made, replacement, taken } from '../fixtures/kinds.ts';
import { optionalPaths, sampleAt } from '../fixtures/optional.ts';

/** A resource that took its own representation back by PUT. All is noted here, so that it may be changed afterwards. */
export interface PutBack {
  resource: Owned;
  answer: ScimResponse;
  /** What a read shows afterwards. */
  read: Attributes;
}

/** Puts a user or a group back as it is, once a run. */
export function putBack(given: Given, capabilities: Capabilities, kind: Kind): Promise<PutBack> {
  return given.common(`users.put-back.${kind}`, async (own, scim) => {
    const resource = await made(own, kind);
    const body = replacement(capabilities, resource, await own.read(resource));
    const answer = await scim.put(resource.path, body).as('given', 'put it back as it is');
    return { resource, answer, read: await own.read(resource) };
  });
}

/**
 * Sees that a user takes its own representation back: where it does not, no refusal of a PUT says anything of what else
 * the body holds.
 * @throws Blocked where it was refused
 */
export async function putsBack(given: Given, capabilities: Capabilities): Promise<void> {
  taken('put a user back as it is', (await putBack(given, capabilities, 'User')).answer);
}

/** A user whose values were replaced by PUT; only the same PUT may be sent again. */
export interface Rewritten {
  user: Owned;
  /** Paths whose values the endpoint keeps; what they were, and what the PUT makes of them. */
  kept: string[];
  before: Attributes;
  after: Attributes;
  body: Attributes;
  answer: ScimResponse;
  read: Attributes;
}

/** Replaces every usual value of a user, once a run. */
export function rewritten(given: Given, capabilities: Capabilities): Promise<Rewritten> {
  return given.common('users.rewritten', async (own, scim) => {
    const paths = ['externalId', ...optionalPaths(capabilities)];
    const values = () => Object.fromEntries(paths.map((path) => [path, sampleAt(path, own, capabilities)]));
    const [before, after] = [values(), values()];
    const user = await own.user(before);
    const first = await own.read(user);
    const kept = paths.filter((path) => !unassigned(at(first, path)));
    const changes = {
      externalId: after.externalId,
      ...Object.fromEntries(kept.map((path) => [path, after[path]])),
    };
    const body = replacement(capabilities, user, first, changes);
    const answer = await scim.put(user.path, body).as('given', 'replace its values');
    return { user, kept, before, after, body, answer, read: await own.read(user) };
  });
}

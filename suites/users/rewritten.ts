import { type Fixture, fixture, type Given } from '../../kit/check/given.ts';
import type { Owned } from '../../kit/check/reader.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, at, unassigned } from '../../schemas/attributes.ts';
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
export function putBack(kind: Kind): Fixture<PutBack> {
  return fixture(`users.put-back.${kind}`, async ({ given, scim, capabilities }): Promise<PutBack> => {
    const resource = await made(given, kind);
    const body = replacement(capabilities, resource, await given.read(resource));
    const answer = await scim.put(resource.path, body).as('given', 'put it back as it is');
    return { resource, answer, read: await given.read(resource) };
  });
}

/**
 * Sees that a user takes its own representation back: where it does not, no refusal of a PUT says anything of what else
 * the body holds.
 * @throws Blocked where it was refused
 */
export async function putsBack(given: Given): Promise<void> {
  taken('put a user back as it is', (await given.the(putBack('User'))).answer);
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
export const rewritten = fixture(
  'users.rewritten',
  async ({ given, scim, capabilities }): Promise<Rewritten> => {
    const paths = ['externalId', ...optionalPaths(capabilities)];
    const values = () => Object.fromEntries(paths.map((path) => [path, sampleAt(path, given, capabilities)]));
    const [before, after] = [values(), values()];
    const user = await given.user(before);
    const first = await given.read(user);
    const kept = paths.filter((path) => !unassigned(at(first, path)));
    const changes = {
      externalId: after.externalId,
      ...Object.fromEntries(kept.map((path) => [path, after[path]])),
    };
    const body = replacement(capabilities, user, first, changes);
    const answer = await scim.put(user.path, body).as('given', 'replace its values');
    return { user, kept, before, after, body, answer, read: await given.read(user) };
  },
);

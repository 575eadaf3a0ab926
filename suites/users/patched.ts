import { setTimeout as sleep } from 'node:timers/promises';
import { fixture } from '../../kit/check/given.ts';
import type { Owned } from '../../kit/check/reader.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import type { Attributes } from '../../schemas/attributes.ts';
import { plainPath } from '../fixtures/optional.ts';

/** Longer than one tick of a clock that counts seconds. */
const TICK_MS = 1_100;

/** A user as read before and after a PATCH of one attribute. All is noted, so that it may be changed afterwards. */
export interface Patched {
  user: Owned;
  path: string;
  value: string;
  before: Attributes;
  answer: ScimResponse;
  after: Attributes;
}

/** Patches a user once a run, at least a second after its creation. */
export const patched = fixture('users.patched', async ({ given, scim, capabilities }): Promise<Patched> => {
  const path = plainPath(capabilities);
  const user = await given.user();
  const before = await given.read(user);
  await sleep(TICK_MS);
  const value = given.unique();
  const change = { op: 'replace', path, value };
  const answer = await scim.patch(user.path, [change]).as('given', 'patch it');
  return { user, path, value, before, answer, after: await given.read(user) };
});

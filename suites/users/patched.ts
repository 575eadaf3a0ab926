import { setTimeout as sleep } from 'node:timers/promises';
import type { Given } from '../../kit/check/given.ts';
import type { Owned } from '../../kit/check/reader.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import type { Attributes } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
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
export function patched(given: Given, capabilities: Capabilities): Promise<Patched> {
  return given.common('users.patched', async (own, scim) => {
    const path = plainPath(capabilities);
    const user = await own.user();
    const before = await own.read(user);
    await sleep(TICK_MS);
    const value = own.unique();
    const change = { op: 'replace', path, value };
    const answer = await scim.patch(user.path, [change]).as('given', 'patch it');
    return { user, path, value, before, answer, after: await own.read(user) };
  });
}

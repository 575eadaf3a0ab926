import { setTimeout as sleep } from 'node:timers/promises';
import type { Given } from '../../kit/check/given.ts';
import type { Owned } from '../../kit/check/reader.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import type { Attributes } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { replacement } from '../fixtures/kinds.ts';
import { changeablePath, newValue } from '../fixtures/naming.ts';

/** Longer than one tick of a clock that counts seconds. */
const TICK_MS = 1_100;

/** A user as read before and after a PUT gave it another userName, or another text where its name is set once. */
export interface Renamed {
  user: Owned;
  /** What was changed, and the value that it got. */
  path: string;
  value: string;
  answer: ScimResponse;
  before: Attributes;
  after: Attributes;
}

/** Renames a user once a run, at least a second after its creation. */
export function renamed(given: Given, capabilities: Capabilities): Promise<Renamed> {
  return given.common('attributes.renamed', async (own, scim) => {
    const user = await own.user();
    const before = await own.read(user);
    await sleep(TICK_MS);
    const path = changeablePath(capabilities);
    const value = newValue(own, path);
    const body = replacement(capabilities, user, before, { [path]: value });
    const answer = await scim.put(user.path, body).as('given', 'rename it');
    return { user, path, value, answer, before, after: await own.read(user) };
  });
}

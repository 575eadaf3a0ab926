import { setTimeout as sleep } from 'node:timers/promises';
import { fixture } from '../../kit/check/given.ts';
import type { Owned } from '../../kit/check/reader.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import type { Attributes } from '../../schemas/attributes.ts';
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
export const renamed = fixture(
  'attributes.renamed',
  async ({ given, scim, capabilities }): Promise<Renamed> => {
    const user = await given.user();
    const before = await given.read(user);
    await sleep(TICK_MS);
    const path = changeablePath(capabilities);
    const value = newValue(given, path);
    const body = replacement(capabilities, user, before, { [path]: value });
    const answer = await scim.put(user.path, body).as('given', 'rename it');
    return { user, path, value, answer, before, after: await given.read(user) };
  },
);

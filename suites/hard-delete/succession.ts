import type { Given } from '../../kit/check/given.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { freeTextOfExtension } from '../../kit/compose/choose.ts';
import { nested } from '../../kit/compose/merge.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, ENTERPRISE } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { taken } from '../users/kinds.ts';
import { optionalPaths, sampleAt } from '../users/optional.ts';

/** A user that was deleted, and one that was then created under its userName alone. Nobody changes it. */
export interface Succession {
  old: Owned;
  /** What the create of the new one was answered. */
  answer: ScimResponse;
  /** The new user as its address shows it. */
  read: Attributes;
  /** What the values of the old one hold; its externalId. */
  mark: string;
  /** Names of the attributes in which the old one carried it. */
  carried: string[];
}

/** A user full of values and the next of its name, made by the first who asks. */
export function recreation(given: Given, capabilities: Capabilities): Promise<Succession> {
  return given.common('hard-delete.succession', async (own, scim) => {
    const userName = own.address();
    const mark = own.unique();
    const values = Object.fromEntries(
      optionalPaths(capabilities).map((path) => [path, sampleAt(path, own, capabilities, mark)]),
    );
    const department = freeTextOfExtension(capabilities, ENTERPRISE);
    const extension = department === undefined ? {} : nested(department, mark);
    const marked = { externalId: mark, ...values, ...extension };
    const old = await own.user({ userName, ...marked });
    await own.step('read it while it exists', scim.get(old.path));
    await own.step('delete it', scim.delete(old.path));
    const answer = await scim
      .post(own.users, own.payload('User', { userName }))
      .as('given', 'create it again');
    const read = answer.ok ? await own.read(await own.placeOf(answer)) : {};
    return { old, answer, read, mark, carried: Object.keys(marked) };
  });
}

/**
 * The same for claims about the new user.
 * @throws Blocked where it was not created
 */
export async function succession(given: Given, capabilities: Capabilities): Promise<Succession> {
  const both = await recreation(given, capabilities);
  taken('create it again', both.answer);
  return both;
}

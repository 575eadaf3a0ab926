import { fixture, type Given } from '../../kit/check/given.ts';
import type { Owned } from '../../kit/check/reader.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import type { Attributes } from '../../schemas/attributes.ts';
import { replacement } from '../fixtures/kinds.ts';

/** A password that meets most policies and that nothing else of the run contains. */
export function makePassword(given: Given): string {
  return `Xy9!${given.unique().slice(-10).toUpperCase()}#kQ7w`;
}

/** A user and what a PUT with a new password was answered; its other values stay. */
export const newPassword = fixture(
  'users.new-password',
  async ({
    given,
    scim,
    capabilities,
  }): Promise<{ user: Owned; read: Attributes; secret: string; answer: ScimResponse }> => {
    const user = await given.anyUser();
    const secret = makePassword(given);
    const read = await given.read(user);
    const body = replacement(capabilities, user, read, { password: secret });
    return { user, read, secret, answer: await scim.put(user.path, body).as('given', 'set a password') };
  },
);

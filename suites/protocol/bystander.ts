import type { Given, Owned } from '../kit/given.ts';

/** A user that the checks of this folder read and leave as it is. */
export function bystander(given: Given): Promise<Owned> {
  return given.common('a user to read', async (own) => {
    const user = await own.user();
    await own.read(user);
    return user;
  });
}

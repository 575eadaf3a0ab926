import type { Given } from '../../kit/check/given.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { plainUser } from '../fixtures/users/users.ts';

/** A user that the checks of this folder read and leave as it is. */
export async function bystander(given: Given): Promise<Owned> {
  return (await plainUser(given)).user;
}

import type { Given } from '../../../kit/check/given.ts';
import type { Owned } from '../../../kit/check/reader.ts';
import { quote } from '../../../kit/check/scim.ts';
import { sharedAnswer } from '../../../kit/check/sharedAnswer.ts';
import type { ScimResponse } from '../../../kit/wire/response.ts';
import { creation, plainUser } from '../../users/fixtures.ts';

const nameAnswer = ({ name }: Owned) =>
  sharedAnswer('Users?filter=userName', ({ scim, given }) =>
    scim.find(given.users, `userName eq ${quote(name)}`),
  );

/** The lookup of one of several users by its userName, sent once for all that claim something about the answer. */
export async function nameLookup(given: Given): Promise<{ wanted: Owned; answer: ScimResponse }> {
  const { user: wanted } = await plainUser(given);
  // Another user is there: else a list of everybody would be right by chance.
  await given.the(creation('User'));
  const answer = await given.the(nameAnswer(wanted));
  return { wanted, answer };
}

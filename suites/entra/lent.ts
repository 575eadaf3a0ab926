import type { Given } from '../../kit/check/given.ts';
import { lender } from '../../kit/check/lender.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { member } from '../../schemas/attributes.ts';
import { provisionedUser } from './fixtures.ts';

const changed = lender('entra.changed', ({ given }) => given.user());

const switched = lender('entra.switched', (tools) => provisionedUser(tools, { active: true }));

/** A user that one check after the other changes: for claims about what a change comes to, whatever it is made to. */
export async function changedUser(given: Given): Promise<Owned> {
  const lent = await given.borrow(changed);
  return lent?.resource ?? given.user();
}

/** A user that one check after the other disables and enables, under the name that it has now. */
export async function switchedUser(given: Given, active?: true): Promise<Owned> {
  const lent = await given.borrow(
    switched,
    (before) => active === undefined || member(before, 'active') === active,
  );
  if (lent === undefined) return given.user({ active: true });
  return { ...lent.resource, name: String(member(lent.before, 'userName')) };
}

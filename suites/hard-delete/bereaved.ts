import type { CheckTools } from '../../kit/check/check.ts';
import type { Owned } from '../../kit/check/reader.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, valuesOf } from '../../schemas/attributes.ts';
import { taken } from '../fixtures/kinds.ts';
import { joiner } from '../users/rich.ts';

/** A group of two users of which one was deleted. Nobody changes it. */
export interface Bereaved {
  group: Owned;
  doomed: Owned;
  other: Owned;
  /** The group before the deletion, and what a read of it answered afterwards. */
  before: Attributes;
  /** A refusal with 4xx is honest: nothing was deleted then. */
  deleted: ScimResponse;
  after: ScimResponse;
}

/** The group that lost a member, made by the first who asks. */
export function bereaved({ given, eventually }: Pick<CheckTools, 'given' | 'eventually'>): Promise<Bereaved> {
  return given.common('hard-delete.bereaved', async (own, scim) => {
    const [doomed, other] = [await own.user(), await joiner(own)];
    const group = await own.group({}, [doomed, other]);
    const before = await own.read(group);
    await own.step('read it while it exists', scim.get(doomed.path));
    const deleted = await scim.delete(doomed.path).as('given', 'delete it');
    if (!isHonest(deleted)) taken('delete it', deleted);
    if (!deleted.ok) return { group, doomed, other, before, deleted, after: deleted };
    const hidden = own.attribute('Group', 'members').returned === 'request';
    const query = hidden ? { attributes: 'members' } : {};
    const after = await eventually(
      () => scim.get(group.path, { query }),
      ({ body }) => !valuesOf(body, 'members').includes(doomed.id),
    );
    return { group, doomed, other, before, deleted, after };
  });
}

const isHonest = ({ status }: ScimResponse): boolean => status >= 400 && status < 500;

/** A user of the name of the deleted member, and the group, as they read afterwards. */
export interface Heir {
  group: Owned;
  fresh: Owned;
  read: Attributes;
  groupRead: Attributes;
}

/** The namesake of the deleted member, made by the first who asks. */
export async function heir(tools: Pick<CheckTools, 'given' | 'eventually' | 'notApplicable'>): Promise<Heir> {
  const { group, doomed, deleted } = await bereaved(tools);
  if (!deleted.ok)
    tools.notApplicable('the endpoint refuses to delete a member of a group', 'nothing-to-observe');
  return tools.given.common('hard-delete.heir', async (own) => {
    const fresh = await own.user({ userName: doomed.name });
    return { group, fresh, read: await own.read(fresh), groupRead: await own.read(group) };
  });
}

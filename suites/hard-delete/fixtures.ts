import type { CheckTools } from '../../kit/check/check.ts';
import { fixture } from '../../kit/check/given.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { canChange } from '../../kit/compose/choose.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, readValues } from '../../schemas/attributes.ts';
import { present } from '../../schemas/present.ts';
import { taken } from '../fixtures/kinds.ts';
import { joiner } from '../users/fixtures.ts';

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
  /** What a change of the group's name was answered after that. */
  changed?: ScimResponse;
}

/** The group that lost a member, made by the first who asks. */
export const bereaved = fixture(
  'hard-delete.bereaved',
  async ({ given, scim, eventually, capabilities }): Promise<Bereaved> => {
    const [doomed, other] = [await given.user(), await given.the(joiner)];
    const group = await given.group({}, [doomed, other]);
    const before = await given.read(group);
    await given.step('read it while it exists', scim.get(doomed.path));
    const deleted = await scim.delete(doomed.path).as('given', 'delete it');
    if (!isHonest(deleted)) taken('delete it', deleted);
    if (!deleted.ok) return { group, doomed, other, before, deleted, after: deleted };
    const hidden = given.attribute('Group', 'members').returned === 'request';
    const query = hidden ? { attributes: 'members' } : {};
    const after = await eventually(
      () => scim.get(group.path, { query }),
      ({ body }) => !readValues(body, 'members').includes(doomed.id),
    );
    const name = { op: 'replace', path: 'displayName', value: given.unique() };
    const changes = capabilities.features.patch && canChange(capabilities, 'Group', name.path);
    const changed = changes ? await scim.patch(group.path, [name]) : undefined;
    return { group, doomed, other, before, deleted, after, ...present({ changed }) };
  },
);

const isHonest = ({ status }: ScimResponse): boolean => status >= 400 && status < 500;

/** A user of the name of the deleted member, and the group, as they read afterwards. */
export interface Heir {
  group: Owned;
  fresh: Owned;
  read: Attributes;
  groupRead: Attributes;
}

/** The namesake of the deleted member, made by the first who asks. */
export async function heir(tools: Pick<CheckTools, 'given' | 'notApplicable'>): Promise<Heir> {
  const { deleted } = await tools.given.the(bereaved);
  if (!deleted.ok)
    tools.notApplicable('the endpoint refuses to delete a member of a group', 'nothing-to-observe');
  return tools.given.the(namesake);
}

const namesake = fixture('hard-delete.heir', async ({ given }): Promise<Heir> => {
  const { group, doomed } = await given.the(bereaved);
  const fresh = await given.user({ userName: doomed.name });
  return { group, fresh, read: await given.read(fresh), groupRead: await given.read(group) };
});

import type { CheckTools } from '../../kit/check/check.ts';
import { fixture } from '../../kit/check/given.ts';
import { lender } from '../../kit/check/lender.ts';
import type { Owned } from '../../kit/check/reader.ts';
import type { PatchOperation } from '../../kit/check/scim.ts';
import { freeTextOfExtension, isFreeText } from '../../kit/compose/choose.ts';
import { merge } from '../../kit/compose/merge.ts';
import { type Attributes, ENTERPRISE, isObject, readValues } from '../../schemas/attributes.ts';
import { findAttribute, listAttributes } from '../../schemas/lookup.ts';
import { present } from '../../schemas/present.ts';
import { listKinds } from '../fixtures/kinds.ts';
import { CERTIFICATE } from './certificate.ts';
import { plainUser, richPayload } from './fixtures.ts';

type Tools = Pick<CheckTools, 'scim' | 'given' | 'capabilities' | 'profile'>;

/** A PATCH that gave a user more, with the user as it read before and after. */
interface Filling {
  operations: PatchOperation[];
  before: Attributes;
  after: Attributes;
}

/** A user with a value for every kind of attribute that the endpoint takes. */
interface Full {
  user: Owned;
  /** All that was sent of it. */
  sent: Attributes;
  /** As it reads now. */
  shown: Attributes;
  fillings: Filling[];
}

/** The full user that checks lend each other, and the group that it is in: what was sent of both. */
export const fullOne = fixture('users.full-one', async (tools): Promise<Full & { group?: Owned }> => {
  const { user: manager } = await plainUser(tools.given);
  const full = await fullUser(tools, manager.id);
  return { ...full, ...present({ group: await ownGroup(tools, full.user) }) };
});

/** The same user, for the one check whose turn it is. */
export const lentFull = lender('users.full', async ({ given }) => (await given.the(fullOne)).user);

/** A new user with a value for every kind of attribute that the endpoint takes. */
async function fullUser(tools: Tools, manager: string): Promise<Full> {
  const { scim, given, capabilities } = tools;
  const user = await given.userWithLists(everything(tools));
  const rest = more(tools, manager);
  let shown = await given.readPlainly(user);
  const fillings: Filling[] = [];
  for (const operations of capabilities.features.patch ? composeAdditions(rest) : []) {
    const answer = await scim.patch(user.path, operations);
    // What is refused here is no bystander; that it can be written is the claim of other checks.
    if (!answer.ok) continue;
    const before = shown;
    shown = await given.readPlainly(user);
    fillings.push({ operations, before, after: shown });
  }
  return { user, sent: merge(structuredClone(user.sent), rest), shown, fillings };
}

/** A group that has this user as its only member and shows it; none where the endpoint shows no members. */
async function ownGroup(tools: Tools, user: Owned): Promise<Owned | undefined> {
  if (!listKinds(tools).includes('Group')) return undefined;
  if (findAttribute(tools.capabilities, 'Group', 'members') === undefined) return undefined;
  const group = await tools.given.group({}, [user]);
  const externalId = tools.given.unique();
  if (tools.capabilities.features.patch)
    await tools.scim.patch(group.path, [{ op: 'add', path: 'externalId', value: externalId }]);
  const shown = await tools.given.read(group);
  if (!readValues(shown, 'members').includes(user.id)) return undefined;
  return { ...group, sent: { ...group.sent, externalId } };
}

/** A user that has every kind of attribute: texts, a name, lists, those of an extension, roles. */
function everything({ given, capabilities }: Pick<Tools, 'given' | 'capabilities'>): Attributes {
  const text = freeTextOfExtension(capabilities, ENTERPRISE);
  const name = text?.slice(text.lastIndexOf(':') + 1);
  const roles = findAttribute(capabilities, 'User', 'roles');
  const plain = roles?.mutability === 'readWrite' && roles.multiValued && roles.subAttributes.length > 0;
  return {
    ...richPayload(capabilities, given),
    externalId: given.unique(),
    ...(name === undefined ? {} : { [ENTERPRISE]: { [name]: given.unique() } }),
    ...(plain ? { roles: [given.sample(roles)].flat() } : {}),
  };
}

/** Lists that are seldom written, and the manager: bystanders like any other. */
function more({ given, capabilities }: Pick<Tools, 'given' | 'capabilities'>, manager: string): Attributes {
  const isWritten = (path: string) => findAttribute(capabilities, 'User', path)?.mutability === 'readWrite';
  const sampled = ['photos', 'ims', 'entitlements', 'profileUrl'].flatMap((name) => {
    const published = findAttribute(capabilities, 'User', name);
    return published !== undefined && isWritten(name) ? [[name, given.sample(published)]] : [];
  });
  const texts = listAttributes(capabilities, 'User').filter(
    ({ path, attribute }) => path.startsWith(ENTERPRISE) && isFreeText(attribute),
  );
  const extension: Attributes = {
    ...Object.fromEntries(texts.map(({ attribute }) => [attribute.name, given.unique()])),
    ...(isWritten(`${ENTERPRISE}:manager`) ? { manager: { value: manager } } : {}),
  };
  return {
    ...Object.fromEntries(sampled),
    ...(isWritten('x509Certificates.value') ? { x509Certificates: [{ value: CERTIFICATE }] } : {}),
    ...(Object.keys(extension).length > 0 ? { [ENTERPRISE]: extension } : {}),
  };
}

/** Operations that add these, each at its path: those of the core, of an extension, and of its manager by themselves. */
function composeAdditions({ [ENTERPRISE]: extension, ...core }: Attributes): PatchOperation[][] {
  const { manager, ...texts } = isObject(extension) ? extension : {};
  const add = (values: Attributes, before = ''): PatchOperation[] =>
    Object.entries(values).map(([name, value]) => ({ op: 'add', path: `${before}${name}`, value }));
  const inside = `${ENTERPRISE}:`;
  return [add(core), add(texts, inside), add(manager === undefined ? {} : { manager }, inside)].filter(
    ({ length }) => length > 0,
  );
}

import type { CheckTools } from '../../kit/check/check.ts';
import type { Owned } from '../../kit/check/reader.ts';
import type { PatchOperation } from '../../kit/check/scim.ts';
import { freeTextOfExtension, isFreeText } from '../../kit/compose/choose.ts';
import { merge } from '../../kit/compose/merge.ts';
import { type Attributes, ENTERPRISE, isObject, valuesOf } from '../../schemas/attributes.ts';
import { attributesOf, findAttribute } from '../../schemas/lookup.ts';
import { kindsOf } from '../fixtures/kinds.ts';
import { CERTIFICATE } from './certificate.ts';
import { richPayload } from './rich.ts';

type Tools = Pick<CheckTools, 'scim' | 'given' | 'capabilities' | 'profile'>;

/** A new user with a value for every kind of attribute that the endpoint takes, and all that was sent of it. */
export async function fullUser(tools: Tools, manager: string): Promise<{ user: Owned; sent: Attributes }> {
  const user = await tools.given.user(everything(tools));
  const rest = more(tools, manager);
  // What is refused here is no bystander; that it can be written is the claim of other checks.
  const additions = tools.capabilities.features.patch ? additionsOf(rest) : [];
  if (additions.length > 0) await tools.scim.patch(user.path, additions);
  return { user, sent: merge(structuredClone(user.sent), rest) };
}

/** A group that has this user as its only member and shows it; none where the endpoint shows no members. */
export async function ownGroup(tools: Tools, user: Owned): Promise<Owned | undefined> {
  if (!kindsOf(tools).includes('Group')) return undefined;
  if (findAttribute(tools.capabilities, 'Group', 'members') === undefined) return undefined;
  const group = await tools.given.group({}, [user]);
  const externalId = tools.given.unique();
  if (tools.capabilities.features.patch)
    await tools.scim.patch(group.path, [{ op: 'add', path: 'externalId', value: externalId }]);
  const shown = await tools.given.read(group);
  if (!valuesOf(shown, 'members').includes(user.id)) return undefined;
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
  const texts = attributesOf(capabilities, 'User').filter(
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

/** Operations that add these, each at its path. */
function additionsOf(rest: Attributes): PatchOperation[] {
  return Object.entries(rest).flatMap(([name, value]) =>
    name === ENTERPRISE && isObject(value)
      ? Object.entries(value).map(([inner, own]) => ({ op: 'add', path: `${name}:${inner}`, value: own }))
      : [{ op: 'add', path: name, value }],
  );
}

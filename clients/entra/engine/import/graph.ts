import { isObject } from '../../../../schemas/attributes.ts';
import { isList, LongList } from './longLists.ts';

type Json = Record<string, unknown>;

/** Names of Microsoft Graph, and those by which mappings of provisioning jobs read the same attributes. */
const RENAMED: Record<string, string> = {
  id: 'objectId',
  mobilePhone: 'mobile',
  officeLocation: 'physicalDeliveryOfficeName',
  faxNumber: 'facsimileTelephoneNumber',
  onPremisesImmutableId: 'immutableId',
};

/** Objects whose members are attributes of their own in mappings. */
const FLATTENED = ['onPremisesExtensionAttributes', 'employeeOrgData'];

/** Whether a value is a collection of Microsoft Graph: one answer, or a list of the pages of one. */
export function isGraph(value: unknown): boolean {
  let any = false;
  for (const page of isList(value) ? value : [value]) {
    if (!isObject(page) || !isList(page.value)) return false;
    any = true;
  }
  return any;
}

/**
 * The objects of a collection of Microsoft Graph.
 * @param place JSON path of the collection
 * @throws Error naming the file and the JSON path where a page is missing, or something is no object, once that is
 *   come to
 */
export function graphObjects(value: unknown, place: string, file: string): LongList<Json> {
  return new LongList(function* () {
    let at = 0;
    let last: Json = {};
    for (const page of (isList(value) ? value : [value]) as Iterable<Json>) {
      yield* objectsIn(page, `${place}${isList(value) ? `/${at}` : ''}/value`, file);
      at += 1;
      last = page;
    }
    if (last['@odata.nextLink'] !== undefined)
      throw new Error(
        `${file}: ${place}/@odata.nextLink says that there are more pages; fetch them all, and give them as a list of responses`,
      );
  });
}

function* objectsIn(page: Json, list: string, file: string): Generator<Json> {
  let index = 0;
  for (const one of page.value as Iterable<unknown>) {
    if (!isObject(one) || typeof one.id !== 'string') throw new Error(`${file}: ${list}/${index} has no id`);
    yield one;
    index += 1;
  }
}

/** A user of Microsoft Graph by the names of mappings. */
export function readUser(user: Json): Json {
  const own = renamed(user);
  const [phone] = Array.isArray(user.businessPhones) ? user.businessPhones : [];
  if (own.telephoneNumber === undefined && phone !== undefined) own.telephoneNumber = phone;
  if (isObject(user.manager)) own.manager = user.manager.id;
  return own;
}

/** A group of Microsoft Graph; its members where they were expanded. */
export function readGroup(group: Json): Json {
  const own = renamed(group);
  if (Array.isArray(group.members)) own.members = memberIds(group.members);
  return own;
}

/** objectIds of members that can be provisioned: users and groups, no devices or service principals. */
export function memberIds(members: readonly unknown[]): string[] {
  return members
    .filter(isObject)
    .filter((one) => /^(#microsoft\.graph\.)?(user|group)$/.test(String(one['@odata.type'] ?? 'user')))
    .flatMap((one) => (typeof one.id === 'string' ? [one.id] : []));
}

function renamed(object: Json): Json {
  const own: Json = {};
  for (const [name, value] of Object.entries(object)) {
    if (name.includes('@') || value === null) continue;
    if (FLATTENED.includes(name) && isObject(value)) {
      for (const [inner, held] of Object.entries(value)) if (held !== null) own[inner] = held;
      continue;
    }
    // What is an object has no meaning in a mapping.
    if ([value].flat().some((one) => isObject(one))) continue;
    own[RENAMED[name] ?? name] = value;
  }
  return own;
}

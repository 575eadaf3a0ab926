import { isObject } from '../../../../schemas/attributes.ts';

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
  const pages = Array.isArray(value) ? value : [value];
  return pages.length > 0 && pages.every((page) => isObject(page) && Array.isArray(page.value));
}

/**
 * The objects of a collection of Microsoft Graph.
 * @param place JSON path of the collection
 * @throws Error naming the file and the JSON path where a page is missing, or something is no object
 */
export function graphObjects(value: unknown, place: string, file: string): Json[] {
  const pages = (Array.isArray(value) ? value : [value]) as Json[];
  const last = pages.at(-1);
  if (last?.['@odata.nextLink'] !== undefined)
    throw new Error(
      `${file}: ${place}/@odata.nextLink says that there are further pages; get them all, and state them as a list of answers`,
    );
  return pages.flatMap((page, at) => {
    const list = `${place}${Array.isArray(value) ? `/${at}` : ''}/value`;
    return (page.value as unknown[]).map((one, index) => {
      if (!isObject(one) || typeof one.id !== 'string')
        throw new Error(`${file}: ${list}/${index} has no id`);
      return one;
    });
  });
}

/** A user of Microsoft Graph by the names of mappings. */
export function userOf(user: Json): Json {
  const own = renamed(user);
  const [phone] = Array.isArray(user.businessPhones) ? user.businessPhones : [];
  if (own.telephoneNumber === undefined && phone !== undefined) own.telephoneNumber = phone;
  if (isObject(user.manager)) own.manager = user.manager.id;
  return own;
}

/** A group of Microsoft Graph; its members where they were expanded. */
export function groupOf(group: Json): Json {
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

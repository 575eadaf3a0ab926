import { isObject, SCHEMA, type ScimObject, type TenantRequest, type TenantResponse } from '../../model.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isOne, nameType, readId, refuse, succeeded } from '../kit.ts';
import { takeOut } from '../reach.ts';
import { readOperations, readPath } from './kit.ts';

const KILLS = { breaks: ['7644:3.5.2/patch-names-its-targets'], kills: ['patch.changes-only-what-it-names'] };

const RENAMED = 'x-renamed';

type Effect = (operation: { path: string; value: unknown }, data: ScimObject) => ScimObject;

/** PATCH that changes more of a user, or of other users, than it names. */
export const otherDefects: Defect[] = [
  spreading(
    'work-address-renames',
    'a PATCH of the work address gives userName the same value',
    ({ path, value }) => (path.startsWith('emails[') && typeof value === 'string' ? { userName: value } : {}),
  ),
  spreading(
    'rename-overwrites-the-address',
    'a PATCH of userName overwrites the addresses',
    ({ path, value }, data) =>
      path === 'userName' && Array.isArray(data.emails)
        ? { emails: [{ value, type: 'work', primary: true }] }
        : {},
  ),
  spreading(
    'core-change-empties-the-extension',
    'a PATCH of a core attribute empties the enterprise extension',
    ({ path }) => (path !== '' && !path.startsWith('urn:') ? { [SCHEMA.enterprise]: undefined } : {}),
  ),
  spreading(
    'extension-change-empties-names',
    'a PATCH of the enterprise extension empties name',
    ({ path }) => (path.startsWith('urn:') && path.includes('enterprise') ? { name: undefined } : {}),
  ),
  spreading(
    'enabling-takes-external-id-away',
    'a PATCH that sets active to true clears externalId',
    ({ path, value }) => (path === 'active' && value === true ? { externalId: undefined } : {}),
  ),
  spreading(
    'any-change-enables',
    'a PATCH of any attribute but active sets active to true',
    ({ path }, data) => (path !== 'active' && data.active === false ? { active: true } : {}),
  ),
  spreading(
    'manager-change-empties-its-extension',
    'a PATCH of manager removes the other attributes of its extension',
    ({ path }, { [SCHEMA.enterprise]: own }) =>
      path === `${SCHEMA.enterprise}:manager` && isObject(own) && own.manager !== undefined
        ? { [SCHEMA.enterprise]: { manager: own.manager } }
        : {},
  ),
  spreading(
    'work-address-takes-the-others-away',
    'a PATCH of the work address removes the other addresses',
    ({ path }, data) =>
      path === 'emails[type eq "work"].value' && Array.isArray(data.emails)
        ? { emails: data.emails.filter((one) => isObject(one) && one.type === 'work') }
        : {},
  ),
  spreading(
    'mobile-number-is-that-of-work',
    'a PATCH of the mobile number sets the work number to the same value',
    ({ path, value }, data) => givenToWork('phoneNumbers', 'mobile', path, value, data),
  ),
  spreading(
    'home-address-is-that-of-work',
    'a PATCH of the home email address sets the work one to the same value',
    ({ path, value }, data) => givenToWork('emails', 'home', path, value, data),
  ),
  spreading(
    'part-of-an-address-takes-the-others',
    'a PATCH of part of an address removes its other parts',
    ({ path, value }, data) =>
      path === 'addresses[type eq "work"].locality' && Array.isArray(data.addresses)
        ? { addresses: [{ type: 'work', locality: value }] }
        : {},
  ),
  spreading(
    'family-name-takes-the-given-away',
    'a PATCH of the family name removes the given name',
    ({ path }, data) =>
      path === 'name.familyName' && isObject(data.name)
        ? { name: { ...data.name, givenName: undefined } }
        : {},
  ),
  spreading('pathless-takes-certificates-away', 'a PATCH without path removes certificates', ({ path }) =>
    path === '' ? { x509Certificates: undefined } : {},
  ),
  spreading('phone-takes-photos-away', 'a PATCH of a telephone number removes photos', ({ path }) =>
    path.startsWith('phoneNumbers[') ? { photos: undefined } : {},
  ),
  {
    id: 'patch.rename-loses-the-user',
    says: 'a renamed user is no longer found at its address',
    ...KILLS,
    before: (request, { store }) => {
      const user = isOne(request, 'GET')
        ? store.get('User', request.path.slice('/Users/'.length))
        : undefined;
      return user?.data[RENAMED] === true ? refuse(404) : undefined;
    },
    after: (request, response, tenancy) =>
      change(request, response, tenancy, ({ path }) => (path === 'userName' ? { [RENAMED]: true } : {})),
  },
  {
    id: 'patch.address-reaches-other-users',
    says: 'a PATCH of an address removes the title from every other user',
    ...KILLS,
    after(request, response, { store }) {
      if (!succeeded(response) || !readOperations(request).some((one) => readPath(one).startsWith('emails[')))
        return undefined;
      for (const other of store.own('User'))
        if (other.id !== readId(request) && other.data.title !== undefined)
          store.put({ ...other, data: { ...other.data, title: undefined } });
    },
  },
  {
    id: 'patch.rename-leaves-the-groups',
    says: 'a PATCH of userName takes the user out of its groups',
    ...KILLS,
    after(request, response, tenancy) {
      const renames = readOperations(request).some(({ path }) => path === 'userName');
      if (renames && succeeded(response)) takeOut(tenancy, readId(request));
    },
  },
  {
    id: 'patch.clearing-clears-more',
    says: 'a PATCH that removes a string also removes locale and timezone',
    ...KILLS,
    after(request, response, { store }) {
      if (nameType(request) !== 'User' || !succeeded(response)) return undefined;
      const clears = readOperations(request).some(
        (one) => String(one.op).toLowerCase() === 'remove' && /^[a-z]+$/i.test(readPath(one)),
      );
      const user = clears ? store.get('User', readId(request)) : undefined;
      if (user === undefined) return undefined;
      const { locale: _, timezone: __, ...data } = user.data;
      store.put({ ...user, data });
    },
  },
  {
    id: 'patch.locale-falls-back',
    says: 'a PATCH of a user sets its locale and its preferred language to en-US',
    ...KILLS,
    after(request, response, { store }) {
      const user =
        namesNoLocale(request) && succeeded(response) ? store.get('User', readId(request)) : undefined;
      if (user?.data.locale === undefined) return undefined;
      store.put({ ...user, data: { ...user.data, locale: 'en-US', preferredLanguage: 'en-US' } });
    },
  },
];

/** The entries of a list with the value that a path gives to one type given to that of work, too. */
function givenToWork(list: string, type: string, path: string, value: unknown, data: ScimObject): ScimObject {
  const entries = data[list];
  if (!path.startsWith(`${list}[type eq "${type}"]`) || !Array.isArray(entries)) return {};
  return { [list]: entries.map((one) => (isObject(one) && one.type === 'work' ? { ...one, value } : one)) };
}

/** A PATCH of one operation with a path that has effects beside its own. */
function spreading(id: string, says: string, effect: Effect): Defect {
  return {
    id: `patch.${id}`,
    says,
    ...KILLS,
    after: (request, response, tenancy) => change(request, response, tenancy, effect),
  };
}

function change(
  request: TenantRequest,
  response: TenantResponse,
  { store }: Tenancy,
  effect: Effect,
): undefined {
  if (!succeeded(response) || !request.path.startsWith('/Users/')) return undefined;
  for (const operation of readOperations(request)) {
    const user = store.get('User', readId(request));
    if (user === undefined) return undefined;
    const changes = effect({ path: readPath(operation), value: operation.value }, user.data);
    const data = { ...user.data, ...changes };
    for (const [name, value] of Object.entries(data)) if (value === undefined) delete data[name];
    store.put({ ...user, data });
    if (isObject(response.body)) delete response.body[RENAMED];
  }
  return undefined;
}

/** Whether a PATCH of a user speaks of other attributes than its languages. */
function namesNoLocale(request: TenantRequest): boolean {
  const operations = readOperations(request);
  return (
    nameType(request) === 'User' &&
    operations.length > 0 &&
    !operations.some((one) => /locale|language/i.test(JSON.stringify(one)))
  );
}

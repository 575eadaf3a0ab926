import { isObject, SCHEMA, type ScimObject, type TenantRequest } from '../../model.ts';
import { ofTenant } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isOne, nameType, readId, refuse } from '../kit.ts';
import { readOperations, readPath } from '../patch/kit.ts';

/** Alters the parts of a person's name in whatever a client writes. */
function alteringNames(change: (part: string) => string): NonNullable<Defect['before']> {
  const alter = (holder: ScimObject) => {
    for (const key of ['givenName', 'familyName'])
      if (typeof holder[key] === 'string') holder[key] = change(holder[key]);
  };
  return (request) => {
    if (isObject(request.body) && isObject(request.body.name)) alter(request.body.name);
    for (const operation of readOperations(request))
      if (/^name\.(given|family)Name$/.test(readPath(operation)) && typeof operation.value === 'string')
        operation.value = change(operation.value);
    return undefined;
  };
}

const NAMES = { breaks: ['entra:R12'], kills: ['entra.names-of-people-are-kept'] };

const lowerName = ({ userName }: ScimObject): string => String(userName).toLowerCase();

/** userNames of the deleted users of each tenant. */
const gone = ofTenant(() => new Set<string>());

/** Values and people that are not stored, or not deleted, as Entra said. */
export const storedDefects: Defect[] = [
  {
    id: 'entra.tidies-values',
    says: 'runs of blanks in names and titles become one blank',
    breaks: ['entra:R12'],
    kills: ['entra.values-are-stored-as-sent'],
    semantics: { keep: (value) => (typeof value === 'string' ? value.replace(/ {2,}/g, ' ') : value) },
  },
  {
    id: 'entra.only-one-address-is-kept',
    says: 'of several email addresses in a create or PUT the first one is kept',
    breaks: ['entra:R12'],
    kills: ['entra.values-are-stored-as-sent'],
    before(request) {
      const { body } = request;
      const writes = isCreate(request) || isOne(request, 'PUT');
      if (writes && isObject(body) && Array.isArray(body.emails)) body.emails = body.emails.slice(0, 1);
    },
  },
  {
    id: 'entra.names-lose-dots',
    says: 'dots in the names of people are dropped',
    ...NAMES,
    before: alteringNames((part) => part.replaceAll('.', '')),
  },
  {
    id: 'entra.names-lose-second-parts',
    says: 'of names with a hyphen or an apostrophe the first part is kept',
    ...NAMES,
    before: alteringNames((part) => part.split(/['-]/)[0] ?? part),
  },
  {
    id: 'entra.given-name-drops-the-middle',
    says: 'a PATCH of the given name removes the middle name',
    breaks: ['entra:R12'],
    kills: ['entra.names-of-people-are-kept'],
    before(request, tenancy) {
      if (!readOperations(request).some((one) => readPath(one) === 'name.givenName')) return undefined;
      const user = tenancy.store.get('User', readId(request));
      if (!user || !isObject(user.data.name)) return undefined;
      const { middleName: _, ...name } = user.data.name;
      tenancy.store.put({ ...user, data: { ...user.data, name } });
    },
  },
  {
    id: 'entra.lowers-family-names',
    says: 'family names are stored in lower case',
    breaks: ['entra:Q39'],
    kills: ['entra.telephone-numbers-are-kept'],
    semantics: {
      keep: (value, attribute) =>
        attribute.name === 'familyName' && typeof value === 'string' ? value.toLowerCase() : value,
    },
  },
  {
    id: 'entra.numbers-lose-their-plus',
    says: 'the plus before telephone numbers is dropped',
    breaks: ['entra:Q39'],
    kills: ['entra.telephone-numbers-are-kept'],
    semantics: {
      keep: (value) => (typeof value === 'string' && /^\+\d[\d ()-]+$/.test(value) ? value.slice(1) : value),
    },
  },
  {
    id: 'entra.numbers-are-digits-alone',
    says: 'telephone numbers lose their plus, blanks and hyphens',
    breaks: ['entra:Q39'],
    kills: ['entra.telephone-numbers-are-kept'],
    semantics: {
      keep: (value) =>
        typeof value === 'string' && /^(tel:)?\+\d[\d ().-]+$/.test(value)
          ? value.replace(/[^\da-z]/g, '')
          : value,
    },
  },
  {
    id: 'entra.numbers-are-tidied',
    says: 'telephone numbers are kept as a plus and digits, whatever stands between these',
    breaks: ['entra:Q39'],
    kills: ['entra.telephone-numbers-are-kept'],
    semantics: {
      keep: (value) =>
        typeof value === 'string' && /^\+\d[\d ().-]+$/.test(value) ? value.replace(/[^+\d]/g, '') : value,
    },
  },
  {
    id: 'entra.types-are-capitalised',
    says: 'types of values come back with a capital letter',
    breaks: ['entra:Q39'],
    kills: ['entra.telephone-numbers-are-kept'],
    semantics: {
      represent: (full) =>
        Object.fromEntries(
          Object.entries(full).map(([name, list]) => [
            name,
            name !== 'members' && name !== 'groups' && Array.isArray(list) ? list.map(capitalised) : list,
          ]),
        ),
    },
  },
  {
    id: 'entra.cannot-take-away',
    says: 'DELETE and active false both succeed and do nothing',
    breaks: ['entra:R21'],
    kills: ['entra.user-can-be-taken-away'],
    before: (request, { store }) => {
      const found = request.path.startsWith('/Users/') && store.find(request.path.slice(7)) !== undefined;
      const disables = readOperations(request).some(({ path }) => path === 'active');
      const ignored = isOne(request, 'DELETE') || disables;
      return found && ignored ? { status: 204, headers: {} } : undefined;
    },
  },
  {
    id: 'entra.removal-is-refused',
    says: 'users can be neither deleted nor set inactive: both are answered 403',
    breaks: ['entra:R21'],
    kills: ['entra.user-can-be-taken-away'],
    before: (request) =>
      nameType(request) === 'User' && (isOne(request, 'DELETE') || setsInactive(request))
        ? refuse(403)
        : undefined,
  },
  {
    id: 'delete.disabled-user-stays',
    says: 'DELETE of a user that is set inactive answers 204 and deletes no one',
    breaks: ['entra:Q50'],
    kills: ['entra.member-of-a-group-is-deleted'],
    before: (request, { store }) =>
      isOne(request, 'DELETE') && store.get('User', readId(request))?.data.active === false
        ? { status: 204, headers: {} }
        : undefined,
  },
  {
    id: 'delete.reports-stay',
    says: 'DELETE of a user who has a manager answers 204 and deletes no one',
    breaks: ['entra:Q50'],
    kills: ['entra.member-of-a-group-is-deleted'],
    before: (request, { store }) =>
      isOne(request, 'DELETE') && hasManager(store.get('User', readId(request))?.data)
        ? { status: 204, headers: {} }
        : undefined,
  },
  {
    id: 'entra.returning-users-are-inactive',
    says: 'who is created with the userName of a deleted user is inactive',
    breaks: ['entra:Q33'],
    kills: ['entra.deleted-name-is-free'],
    before(request, tenancy) {
      const { body } = request;
      if (isOne(request, 'DELETE') && nameType(request) === 'User') {
        const user = tenancy.store.get('User', readId(request));
        if (user) gone(tenancy).add(lowerName(user.data));
      }
      if (isCreate(request) && isObject(body) && gone(tenancy).has(lowerName(body)))
        request.body = { ...body, active: false };
    },
  },
];

const isOff = (value: unknown): boolean => /^false$/i.test(String(value));

/** Whether a PUT or a PATCH sets a user inactive. */
function setsInactive(request: TenantRequest): boolean {
  if (isOne(request, 'PUT')) return isObject(request.body) && isOff(request.body.active);
  return readOperations(request).some(({ path, value }) =>
    path === 'active' ? isOff(value) : isObject(value) && isOff(value.active),
  );
}

function hasManager(data: ScimObject | undefined): boolean {
  const own = data?.[SCHEMA.enterprise];
  return isObject(own) && own.manager !== undefined;
}

function capitalised(entry: unknown): unknown {
  if (!isObject(entry) || typeof entry.type !== 'string') return entry;
  return { ...entry, type: entry.type.charAt(0).toUpperCase() + entry.type.slice(1) };
}

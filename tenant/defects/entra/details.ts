import { isObject, SCHEMA, type ScimObject, type TenantRequest } from '../../model.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isOne, nameType, readId, refuse } from '../kit.ts';
import { done, readOp, readOperations, readPath } from '../patch/kit.ts';

/** Whether a PATCH adds a part of an entry that is selected by a value filter, of one of these lists. */
const addsTo = (request: TenantRequest, lists: RegExp): boolean =>
  readOperations(request).some((one) => readOp(one) === 'add' && lists.test(readPath(one)));

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

/** Whether a PATCH changes a disabled user and leaves active alone. */
function changesDisabled(request: TenantRequest, { store }: Tenancy): boolean {
  const operations = readOperations(request);
  if (operations.length === 0 || nameType(request) !== 'User') return false;
  return store.get('User', readId(request))?.data.active === false && operations.every(leavesActive);
}

const leavesActive = (operation: ScimObject): boolean =>
  readPath(operation) !== 'active' && !(isObject(operation.value) && operation.value.active !== undefined);

/** Whether a group that is to be deleted has members. */
function isFullGroup(request: TenantRequest, { store }: Tenancy): boolean {
  if (!isOne(request, 'DELETE') || nameType(request) !== 'Group') return false;
  const members = store.get('Group', readId(request))?.data.members;
  return Array.isArray(members) && members.length > 0;
}

const DETAILS = { breaks: ['entra:Q57'], kills: ['entra.add-creates-numbers-and-addresses'] };
const NAMES = { breaks: ['entra:R12'], kills: ['entra.names-of-people-are-kept'] };
const DISABLED = { breaks: ['entra:Q58'], kills: ['entra.disabled-user-is-changed'] };
const FULL = { breaks: ['entra:Q59'], kills: ['entra.group-with-members-is-deleted'] };

/** What goes wrong with details of people, with disabled people, with leavers and with groups that have members. */
export const entraDetailDefects: Defect[] = [
  {
    id: 'entra.first-number-is-lost',
    says: 'add of the first telephone number by a value path is answered 204 and does nothing',
    ...DETAILS,
    before: (request) => (addsTo(request, /^phoneNumbers\[/) ? done() : undefined),
  },
  {
    id: 'entra.parts-of-addresses-refused',
    says: 'add of a part of a postal address by a value path is refused',
    ...DETAILS,
    before: (request) => (addsTo(request, /^addresses\[/) ? refuse(400) : undefined),
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
    id: 'entra.disabled-users-locked',
    says: 'changes of a disabled user are refused',
    ...DISABLED,
    before: (request, tenancy) => (changesDisabled(request, tenancy) ? refuse(403) : undefined),
  },
  {
    id: 'entra.disabled-users-frozen',
    says: 'changes of a disabled user are answered 204 and not done',
    ...DISABLED,
    before: (request, tenancy) => (changesDisabled(request, tenancy) ? done() : undefined),
  },
  {
    id: 'entra.full-groups-refused',
    says: 'DELETE of a group that has members is answered 409',
    ...FULL,
    before: (request, tenancy) => (isFullGroup(request, tenancy) ? refuse(409) : undefined),
  },
  {
    id: 'entra.full-groups-stay',
    says: 'DELETE of a group that has members is answered 204 and not done',
    ...FULL,
    before: (request, tenancy) => (isFullGroup(request, tenancy) ? done() : undefined),
  },
  {
    id: 'entra.manager-cannot-be-removed',
    says: 'remove of the manager is answered 204 and not done',
    profile: 'entra',
    breaks: ['entra:Q60'],
    kills: ['entra.manager-is-removed'],
    before: (request) =>
      readOperations(request).some((one) => readOp(one) === 'remove' && readPath(one).endsWith(':manager'))
        ? done()
        : undefined,
  },
  {
    id: 'entra.any-manager-is-removed',
    says: 'remove of a manager by a value filter takes away whoever is the manager',
    profile: 'entra',
    breaks: ['entra:Q60'],
    kills: ['entra.manager-is-removed'],
    before(request) {
      for (const one of readOperations(request))
        if (readOp(one) === 'remove') one.path = readPath(one).replace(/(:manager)\[.*$/, '$1');
    },
  },
  {
    id: 'entra.given-name-drops-the-middle',
    says: 'a PATCH of the given name takes the middle name away',
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
    id: 'delete.disabled-user-stays',
    says: 'DELETE of a user that is set inactive answers 204 and deletes nobody',
    breaks: ['entra:Q50'],
    kills: ['entra.member-of-a-group-is-deleted'],
    before: (request, { store }) =>
      isOne(request, 'DELETE') && store.get('User', readId(request))?.data.active === false
        ? { status: 204, headers: {} }
        : undefined,
  },
  {
    id: 'delete.reports-stay',
    says: 'DELETE of a user who has a manager answers 204 and deletes nobody',
    breaks: ['entra:Q50'],
    kills: ['entra.member-of-a-group-is-deleted'],
    before: (request, { store }) =>
      isOne(request, 'DELETE') && hasManager(store.get('User', readId(request))?.data)
        ? { status: 204, headers: {} }
        : undefined,
  },
  {
    id: 'entra.second-number-is-refused',
    says: 'a PATCH that adds a mobile number to a user without one is refused',
    breaks: ['entra:Q57'],
    kills: ['entra.add-creates-numbers-and-addresses'],
    before: (request) =>
      readOperations(request).some((one) => readPath(one).startsWith('phoneNumbers[type eq "mobile"]'))
        ? refuse(400)
        : undefined,
  },
];

function hasManager(data: ScimObject | undefined): boolean {
  const own = data?.[SCHEMA.enterprise];
  return isObject(own) && own.manager !== undefined;
}

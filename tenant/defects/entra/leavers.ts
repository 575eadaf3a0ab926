import { isObject, type ScimObject, type TenantRequest } from '../../model.ts';
import { ofTenant, type Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isOne, nameType, readId, refuse, valuesIn } from '../kit.ts';
import { done, readOp, readOperations, readPath } from '../patch/kit.ts';
import { alter } from '../reach.ts';

/** Whether a PATCH of a group removes somebody by a value filter who does not exist. */
function removesNobody(request: TenantRequest, { store }: Tenancy): boolean {
  if (!isOne(request, 'PATCH') || nameType(request) !== 'Group') return false;
  return readOperations(request)
    .filter((one) => readOp(one) === 'remove')
    .flatMap((one) => /^members\[value eq "([^"]+)"\]$/.exec(readPath(one))?.[1] ?? [])
    .some((id) => store.find(id) === undefined);
}

/** Ids of the disabled users whom a PATCH of a group adds, or removes, by a list. */
const disabledIn = (request: TenantRequest, { store }: Tenancy, op: 'add' | 'remove'): string[] =>
  isOne(request, 'PATCH') && nameType(request) === 'Group'
    ? readOperations(request)
        .filter((one) => readOp(one) === op)
        .flatMap(({ value }) => valuesIn(value))
        .map(String)
        .filter((id) => store.get('User', id)?.data.active === false)
    : [];

const lowerName = ({ userName }: ScimObject): string => String(userName).toLowerCase();

/** userNames of the deleted users of each tenant. */
const gone = ofTenant(() => new Set<string>());

const LEAVERS = { breaks: ['entra:Q13'], kills: ['entra.deleted-members-can-be-removed'] };

/** What goes wrong with those who leave, are switched off, or come back. */
export const entraLeaverDefects: Defect[] = [
  {
    id: 'entra.deleted-member-is-not-found',
    says: 'removing a member who was deleted is answered 404',
    ...LEAVERS,
    before: (request, tenancy) => (removesNobody(request, tenancy) ? refuse(404) : undefined),
  },
  {
    id: 'entra.deleted-member-ends-the-patch',
    says: 'a PATCH that removes a member who was deleted is answered 204, and nothing of it is done',
    ...LEAVERS,
    before: (request, tenancy) => (removesNobody(request, tenancy) ? done() : undefined),
  },
  {
    id: 'entra.disabled-users-cannot-join',
    says: 'adding a disabled user to a group is refused',
    breaks: ['entra:Q58'],
    kills: ['entra.disabled-user-is-changed'],
    before: (request, tenancy) => (disabledIn(request, tenancy, 'add').length > 0 ? refuse(400) : undefined),
  },
  {
    id: 'entra.joining-enables',
    says: 'a disabled user who is added to a group is set active',
    breaks: ['entra:Q58'],
    kills: ['entra.disabled-user-is-changed'],
    before(request, tenancy) {
      for (const id of disabledIn(request, tenancy, 'add')) alter(tenancy, id, { active: true });
      return undefined;
    },
  },
  {
    id: 'entra.disabled-members-stay',
    says: 'removing a disabled user from a group is answered 204 and not done',
    breaks: ['entra:Q58'],
    kills: ['entra.disabled-user-is-changed'],
    before: (request, tenancy) => (disabledIn(request, tenancy, 'remove').length > 0 ? done() : undefined),
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

import { isObject, type ScimObject, type TenantRequest } from '../../model.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isOne, nameType, operationsIn, readId, refuse, valuesIn } from '../kit.ts';
import { done, readOp, readOperations, readPath } from '../patch/kit.ts';
import { alter } from '../reach.ts';

const isInactive = ({ data }: { data: ScimObject }): boolean => data.active === false;

/** Whether a PATCH changes a disabled user and leaves active alone. */
function changesDisabled(request: TenantRequest, { store }: Tenancy): boolean {
  const operations = readOperations(request);
  if (operations.length === 0 || nameType(request) !== 'User') return false;
  return store.get('User', readId(request))?.data.active === false && operations.every(leavesActive);
}

const leavesActive = (operation: ScimObject): boolean =>
  readPath(operation) !== 'active' && !(isObject(operation.value) && operation.value.active !== undefined);

const DISABLED = { breaks: ['entra:Q58'], kills: ['entra.disabled-user-is-changed'] };

/** Ids of the disabled users whom a PATCH of a group adds, or removes, by a list. */
const disabledIn = (request: TenantRequest, { store }: Tenancy, op: 'add' | 'remove'): string[] =>
  isOne(request, 'PATCH') && nameType(request) === 'Group'
    ? readOperations(request)
        .filter((one) => readOp(one) === op)
        .flatMap(({ value }) => valuesIn(value))
        .map(String)
        .filter((id) => store.get('User', id)?.data.active === false)
    : [];

/** What goes wrong with people who are disabled; the profile that maps them is `entra`. */
export const softDeleteDefects: Defect[] = [
  {
    id: 'entra.disabled-users-vanish',
    says: 'a disabled user is no longer found by filters',
    profile: 'entra',
    breaks: ['entra:R07', 'entra:Q34'],
    kills: ['entra.disabled-user-stays-and-returns', 'entra.disabled-name-stays-taken'],
    after(request, { body }) {
      if (request.method !== 'GET' || !isObject(body) || !Array.isArray(body.Resources)) return undefined;
      const shown = body.Resources.filter((one) => !isObject(one) || one.active !== false);
      if (shown.length < body.Resources.length)
        Object.assign(body, { Resources: shown, totalResults: shown.length, itemsPerPage: shown.length });
    },
  },
  {
    id: 'entra.disabled-users-are-not-read',
    says: 'a disabled user is not found at its address, though it can be enabled there',
    profile: 'entra',
    breaks: ['entra:R07'],
    kills: ['entra.disabled-user-stays-and-returns', 'entra.unassigned-user-is-disabled-and-returns'],
    after: (request, { status, body }) =>
      isOne(request, 'GET') && status === 200 && isObject(body) && body.active === false
        ? refuse(404)
        : undefined,
  },
  {
    id: 'entra.disabling-is-refused',
    says: 'no one can be disabled',
    profile: 'entra',
    breaks: ['entra:R33', 'entra:R07'],
    kills: [
      'entra.both-ways-of-deprovisioning-exist',
      'entra.disabled-user-stays-and-returns',
      'entra.unassigned-user-is-disabled-and-returns',
    ],
    before: (request) =>
      isOne(request, 'PATCH') && operationsIn(request.body).some(({ path }) => path === 'active')
        ? refuse(400)
        : undefined,
  },
  {
    id: 'entra.disabled-users-leave-groups',
    says: 'a user who is disabled leaves its groups',
    profile: 'entra',
    breaks: ['entra:R34'],
    kills: ['entra.disabled-user-keeps-memberships'],
    after(request, _response, { store }) {
      if (!isOne(request, 'PATCH')) return undefined;
      const gone = new Set(
        store
          .own('User')
          .filter(isInactive)
          .map(({ id }) => id),
      );
      for (const group of store.own('Group')) {
        const members = Array.isArray(group.data.members) ? group.data.members.filter(isObject) : [];
        const left = members.filter(({ value }) => !gone.has(String(value)));
        if (left.length < members.length) store.put({ ...group, data: { ...group.data, members: left } });
      }
    },
  },
  {
    id: 'entra.second-user-beside-a-disabled',
    says: 'the userName of a disabled user can be created again',
    profile: 'entra',
    breaks: ['entra:Q34'],
    kills: ['entra.disabled-name-stays-taken'],
    before(request, { store }) {
      const name = isCreate(request) && isObject(request.body) ? request.body.userName : undefined;
      const user =
        name === undefined
          ? undefined
          : store.own('User').find((one) => isInactive(one) && one.data.userName === name);
      if (user) store.put({ ...user, data: { ...user.data, userName: `${String(name)}.old` } });
    },
  },
  {
    id: 'entra.disabled-managers-passed-over',
    says: 'a PATCH that makes a disabled user the manager of another is answered 204 and changes nothing',
    profile: 'entra',
    ...DISABLED,
    before(request, { store }) {
      const isPassed = readOperations(request).some(({ path, value }) => {
        const id = isObject(value) ? value.value : value;
        const boss = typeof id === 'string' ? store.get('User', id) : undefined;
        return /:manager$/i.test(String(path)) && boss !== undefined && isInactive(boss);
      });
      return isPassed ? done() : undefined;
    },
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
];

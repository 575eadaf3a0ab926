import { isObject, type ScimObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isOne, refuse } from '../kit.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

function operations(body: unknown): ScimObject[] {
  const listed = isObject(body) ? body.Operations : undefined;
  return Array.isArray(listed) ? listed.filter(isObject) : [];
}

const clearsManager = ({ path, value }: ScimObject): boolean =>
  path === `${ENTERPRISE}:manager` && value === '';

const isInactive = ({ data }: { data: ScimObject }): boolean => data.active === false;

/** What goes wrong with disabled accounts, managers and roles; the profile that maps them is `entra`. */
export const entraAccountDefects: Defect[] = [
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
    id: 'entra.disabling-is-refused',
    says: 'nobody can be disabled',
    profile: 'entra',
    breaks: ['entra:R33', 'entra:R07'],
    kills: [
      'entra.both-ways-of-deprovisioning-exist',
      'entra.disabled-user-stays-and-returns',
      'entra.unassigned-user-is-disabled-and-returns',
    ],
    before: (request) =>
      isOne(request, 'PATCH') && operations(request.body).some(({ path }) => path === 'active')
        ? refuse(400)
        : undefined,
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
    id: 'entra.manager-as-text-ignored',
    says: 'a manager sent as a bare identifier is passed over with a 2xx',
    profile: 'entra',
    breaks: ['entra:Q10'],
    kills: ['entra.manager-forms-take-effect'],
    before: (request) =>
      isOne(request, 'PATCH') &&
      operations(request.body).some(
        ({ path, value }) => path === `${ENTERPRISE}:manager` && typeof value === 'string' && value !== '',
      )
        ? { status: 204, headers: {} }
        : undefined,
  },
  {
    id: 'entra.empty-manager-ignored',
    says: 'a manager that is cleared with an empty text stays, with a 2xx',
    profile: 'entra',
    breaks: ['entra:Q10'],
    kills: ['entra.manager-forms-take-effect'],
    before: (request) =>
      isOne(request, 'PATCH') && operations(request.body).some(clearsManager)
        ? { status: 204, headers: {} }
        : undefined,
  },
  {
    id: 'entra.empty-manager-refused',
    says: 'clearing a manager with an empty text is refused',
    profile: 'entra',
    breaks: ['entra:Q10'],
    kills: ['entra.manager-forms-take-effect'],
    before: (request) =>
      isOne(request, 'PATCH') && operations(request.body).some(clearsManager) ? refuse(400) : undefined,
  },
  {
    id: 'entra.manager-as-text',
    says: 'the manager is returned as a bare identifier',
    profile: 'entra',
    breaks: ['entra:Q11'],
    kills: [
      'entra.manager-is-returned-as-object',
      'users.manager-is-an-object',
      'entra.manager-arrives-in-the-reference-pass',
    ],
    after(_request, { body }) {
      const extension = isObject(body) ? body[ENTERPRISE] : undefined;
      if (isObject(extension) && isObject(extension.manager))
        Object.assign(extension, { manager: extension.manager.value });
    },
  },
  {
    id: 'entra.roles-keep-text',
    says: 'primary of a role stays the text that was sent',
    profile: 'entra',
    breaks: ['entra:Q28'],
    kills: ['entra.roles-primary-is-boolean'],
    after(_request, { body }) {
      const roles = isObject(body) && Array.isArray(body.roles) ? body.roles.filter(isObject) : [];
      for (const role of roles)
        if (role.primary !== undefined) role.primary = role.primary ? 'True' : 'False';
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
];

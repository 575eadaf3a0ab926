import { isObject, type ScimObject, type TenantRequest } from '../../model.ts';
import { ofTenant } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isList, isOne, refuse, succeeded } from '../kit.ts';

/** The provisioning service names itself in this header. */
const isService = ({ headers }: TenantRequest): boolean => headers.adscimversion !== undefined;

function readOperations(body: unknown): ScimObject[] {
  const listed = isObject(body) ? body.Operations : undefined;
  return Array.isArray(listed) ? listed.filter(isObject) : [];
}

const done = { status: 204, headers: {} };
const madeByService = ofTenant(() => new Set<string>());
const deletedNames = ofTenant(() => new Set<string>());
const emptyGroups = ofTenant(() => new Set<string>());

const nameIn = (body: unknown): string => String(isObject(body) ? body.userName : '').toLowerCase();

/** What lets single requests of the provisioning service succeed, and yet its cycles go wrong. */
export const provisioningDefects: Defect[] = [
  {
    id: 'provisioning.first-members-lost',
    says: 'the first members that the service adds to a group of its own are acknowledged and lost',
    breaks: ['entra:R02', 'smartfile:S22'],
    kills: ['entra.initial-cycle-converges', 'entra.group-made-before-its-members-is-filled'],
    after(request, response, tenancy) {
      if (isService(request) && isCreate(request) && request.path === '/Groups' && succeeded(response))
        emptyGroups(tenancy).add(`/Groups/${isObject(response.body) ? response.body.id : ''}`);
    },
    before: (request, tenancy) =>
      isOne(request, 'PATCH') && emptyGroups(tenancy).delete(request.path) ? { ...done } : undefined,
  },
  {
    id: 'provisioning.display-name-not-updated',
    says: 'the service cannot change the displayName of a user, though it is told that it did',
    breaks: ['entra:R02'],
    kills: ['entra.existing-account-is-matched', 'entra.incremental-change-arrives'],
    before(request) {
      if (!isService(request) || !isOne(request, 'PATCH') || request.path.startsWith('/Groups'))
        return undefined;
      const touches = ({ path, value }: ScimObject) =>
        path === 'displayName' || (isObject(value) && value.displayName !== undefined);
      return readOperations(request.body).some(touches) ? { ...done } : undefined;
    },
  },
  {
    id: 'provisioning.finds-no-accounts-without-external-id',
    says: 'the lookups of the service find only users that have an externalId',
    breaks: ['entra:R04'],
    kills: [
      'entra.existing-account-is-matched',
      'entra.every-resource-has-its-id',
      'entra.restart-finds-everything-again',
    ],
    after(request, response) {
      if (!isService(request) || !isList(request) || !request.query.get('filter')?.startsWith('userName '))
        return undefined;
      const { body } = response;
      if (!isObject(body) || !Array.isArray(body.Resources)) return undefined;
      const Resources = body.Resources.filter((one) => isObject(one) && one.externalId !== undefined);
      return { ...response, body: { ...body, Resources, totalResults: Resources.length } };
    },
  },
  {
    id: 'provisioning.made-accounts-not-found',
    says: 'the lookups of the service do not find the users that it made',
    breaks: ['entra:Q35'],
    kills: ['entra.failing-cycle-converges-afterwards', 'entra.new-user-is-there-at-once'],
    after(request, response, tenancy) {
      const { body } = response;
      if (!isService(request) || !isObject(body)) return undefined;
      if (isCreate(request) && succeeded(response)) madeByService(tenancy).add(String(body.id));
      if (!isList(request) || !Array.isArray(body.Resources)) return undefined;
      const Resources = body.Resources.filter(
        (one) => !isObject(one) || !madeByService(tenancy).has(String(one.id)),
      );
      return { ...response, body: { ...body, Resources, totalResults: Resources.length } };
    },
  },
  {
    id: 'provisioning.renames-not-carried-out',
    says: 'the service cannot change a userName, though it is told that it did',
    breaks: ['smartfile:S27'],
    kills: ['entra.renamed-user-is-found-by-the-new-name', 'entra.replace-without-path-sets-each'],
    before(request) {
      if (!isService(request) || !isOne(request, 'PATCH')) return undefined;
      const renames = ({ path, value }: ScimObject) =>
        path === 'userName' || (isObject(value) && value.userName !== undefined);
      return readOperations(request.body).some(renames) ? { ...done } : undefined;
    },
  },
  {
    id: 'provisioning.managers-lost',
    says: 'a manager that the service sends as an object is acknowledged and lost',
    breaks: ['entra:Q11'],
    profile: 'entra',
    kills: ['entra.manager-arrives-in-the-reference-pass'],
    before(request) {
      if (!isService(request) || !isOne(request, 'PATCH')) return undefined;
      const sets = ({ path, value }: ScimObject) =>
        String(path).endsWith(':manager') && isObject(value) && value.value !== undefined;
      return readOperations(request.body).some(sets) ? { ...done } : undefined;
    },
  },
  {
    id: 'provisioning.members-stay',
    says: 'a member whom the service removes by a value filter stays in the group',
    breaks: ['entra:R02'],
    kills: ['entra.membership-change-arrives', 'entra.several-memberships-in-one-patch'],
    before(request) {
      if (!isService(request) || !isOne(request, 'PATCH')) return undefined;
      const removes = ({ op, path }: ScimObject) => op === 'remove' && /^members\[/.test(String(path));
      return readOperations(request.body).some(removes) ? { ...done } : undefined;
    },
  },
  {
    id: 'provisioning.leavers-stay',
    says: 'a user whom the service deletes stays, though it is told that the user is gone',
    breaks: ['smartfile:S11'],
    kills: [
      'entra.unassigned-user-is-deleted',
      'entra.reassigned-user-is-made-again',
      'entra.bare-requests-are-served',
      'smartfile.users-alone-can-be-provisioned',
    ],
    before: (request, { store }) =>
      isService(request) &&
      isOne(request, 'DELETE') &&
      request.path.startsWith('/Users/') &&
      store.find(request.path.slice(7)) !== undefined
        ? { ...done }
        : undefined,
  },
  {
    id: 'provisioning.returning-users-refused',
    says: 'the service cannot make a user whose name it deleted',
    breaks: ['smartfile:S12'],
    kills: ['entra.reassigned-user-is-made-again'],
    before(request, tenancy) {
      if (!isService(request)) return undefined;
      if (isOne(request, 'DELETE'))
        deletedNames(tenancy).add(nameIn(tenancy.store.find(request.path.slice(7))?.data));
      return isCreate(request) && request.path === '/Users' && deletedNames(tenancy).has(nameIn(request.body))
        ? refuse(409)
        : undefined;
    },
  },
  {
    id: 'provisioning.probes-find-nothing',
    says: 'a query for a group by id and member finds nothing',
    breaks: ['smartfile:S28'],
    kills: ['entra.restart-finds-everything-again', 'entra.membership-is-probed'],
    before(request) {
      const filter = request.query.get('filter') ?? '';
      if (isService(request) && / and members eq /.test(filter))
        request.query.set('filter', 'id eq "nothing"');
    },
  },
];

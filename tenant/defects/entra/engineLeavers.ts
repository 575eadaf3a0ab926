import { isObject, type ScimObject } from '../../model.ts';
import { ofTenant } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isList, isOne, operationsIn, refuse, succeeded } from '../kit.ts';
import { isService, noContent } from './kit.ts';

const madeByService = ofTenant(() => new Set<string>());
const deletedNames = ofTenant(() => new Set<string>());

const nameIn = (body: unknown): string => String(isObject(body) ? body.userName : '').toLowerCase();

/** What lets cycles go wrong in which people leave and return. */
export const engineLeaverDefects: Defect[] = [
  {
    id: 'provisioning.members-stay',
    says: 'a member whom the service removes by a value filter stays in the group',
    breaks: ['entra:R02'],
    kills: ['entra.membership-change-arrives', 'entra.several-memberships-in-one-patch'],
    before(request) {
      if (!isService(request) || !isOne(request, 'PATCH')) return undefined;
      const removes = ({ op, path }: ScimObject) => op === 'remove' && /^members\[/.test(String(path));
      return operationsIn(request.body).some(removes) ? { ...noContent } : undefined;
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
        ? { ...noContent }
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
];

import { isObject, type ScimObject } from '../../model.ts';
import { ofTenant } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isList, isOne, operationsIn, succeeded } from '../kit.ts';
import { isService, noContent } from './kit.ts';

const emptyGroups = ofTenant(() => new Set<string>());

/** What lets single requests of the provisioning service succeed, and yet its cycles go wrong. */
export const engineDefects: Defect[] = [
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
      isOne(request, 'PATCH') && emptyGroups(tenancy).delete(request.path) ? { ...noContent } : undefined,
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
      return operationsIn(request.body).some(touches) ? { ...noContent } : undefined;
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
    id: 'provisioning.renames-not-carried-out',
    says: 'the service cannot change a userName, though it is told that it did',
    breaks: ['smartfile:S27'],
    kills: [
      'entra.renamed-user-is-found-by-the-new-name',
      'entra.replace-without-path-sets-each',
      'entra.writes-are-answered-in-time',
      'smartfile.renamed-user-keeps-its-id',
      'smartfile.renamed-user-is-found-by-new-name',
      'entra.patch-may-answer-briefly',
    ],
    before(request) {
      if (!isService(request) || !isOne(request, 'PATCH')) return undefined;
      const renames = ({ path, value }: ScimObject) =>
        path === 'userName' || (isObject(value) && value.userName !== undefined);
      return operationsIn(request.body).some(renames) ? { ...noContent } : undefined;
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
      return operationsIn(request.body).some(sets) ? { ...noContent } : undefined;
    },
  },
];

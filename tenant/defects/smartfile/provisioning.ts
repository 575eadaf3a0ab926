import { isObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isOne, operationsIn, refuse } from '../kit.ts';

/** What goes wrong with the requests of the connector. */
export const provisioningDefects: Defect[] = [
  {
    id: 'smartfile.groups-come-first',
    says: 'a user who belongs to no group keeps its userName, with a 2xx',
    breaks: ['smartfile:S18'],
    kills: ['smartfile.users-alone-can-be-provisioned'],
    before: (request, { store }) => {
      if (!isOne(request, 'PATCH') || !request.path.startsWith('/Users/')) return undefined;
      const id = request.path.slice(7);
      const member = store.own('Group').some(({ data }) => JSON.stringify(data.members ?? []).includes(id));
      const renames = operationsIn(request.body).some(({ path }) => path === 'userName');
      return renames && !member ? { status: 204, headers: {} } : undefined;
    },
  },
  {
    id: 'smartfile.cannot-rename-alone',
    says: 'users and groups that belong to nothing are not changed by PATCH, with a 2xx',
    breaks: ['smartfile:S19'],
    kills: ['smartfile.groups-alone-can-be-provisioned'],
    before: (request, { store }) => {
      const group = request.path.startsWith('/Groups/') ? store.find(request.path.slice(8)) : undefined;
      const renames = operationsIn(request.body).some(({ path }) => path === 'displayName');
      const empty = group !== undefined && !Array.isArray(group.data.members);
      return isOne(request, 'PATCH') && empty && renames ? { status: 204, headers: {} } : undefined;
    },
  },
  {
    id: 'smartfile.lists-lack-external-ids',
    says: 'lists leave externalId out',
    breaks: ['smartfile:S28'],
    kills: ['smartfile.restart-finds-what-was-provisioned'],
    after(_request, { body }) {
      if (isObject(body) && Array.isArray(body.Resources))
        for (const one of body.Resources.filter(isObject)) delete one.externalId;
    },
  },
  {
    id: 'smartfile.one-dialect-only',
    says: 'a PATCH without path is refused',
    breaks: ['smartfile:S30'],
    kills: [
      'smartfile.both-dialects-work',
      'entra.renaming-without-path-keeps-members',
      'entra.incremental-change-arrives',
      'patch.replace-without-path-keeps-sub-attributes',
    ],
    before: (request) =>
      isOne(request, 'PATCH') && operationsIn(request.body).some(({ path }) => path === undefined)
        ? refuse(400)
        : undefined,
  },
];

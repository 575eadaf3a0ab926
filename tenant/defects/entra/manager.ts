import { isObject, type ScimObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isOne, operationsIn, refuse, resourcesIn } from '../kit.ts';
import { done, readOp, readOperations, readPath } from '../patch/kit.ts';
import { refusing } from './kit.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const clearsManager = ({ path, value }: ScimObject): boolean =>
  path === `${ENTERPRISE}:manager` && value === '';

/** What every wrong form of the manager breaks. */
const MISSHOWN = {
  profile: 'entra' as const,
  breaks: ['entra:Q11'],
  kills: [
    'entra.manager-is-returned-as-object',
    'users.manager-is-an-object',
    'entra.manager-arrives-in-the-reference-pass',
  ],
};

/** What goes wrong with managers. */
export const managerDefects: Defect[] = [
  {
    id: 'entra.manager-as-text-ignored',
    says: 'a manager sent as a bare identifier is ignored with a 2xx',
    profile: 'entra',
    breaks: ['entra:Q10'],
    kills: ['entra.manager-forms-take-effect'],
    before: (request) =>
      isOne(request, 'PATCH') &&
      operationsIn(request.body).some(
        ({ path, value }) => path === `${ENTERPRISE}:manager` && typeof value === 'string' && value !== '',
      )
        ? { status: 204, headers: {} }
        : undefined,
  },
  {
    id: 'entra.empty-manager-ignored',
    says: 'a manager that is cleared with an empty string stays, with a 2xx',
    profile: 'entra',
    breaks: ['entra:Q10'],
    kills: ['entra.manager-forms-take-effect'],
    before: (request) =>
      isOne(request, 'PATCH') && operationsIn(request.body).some(clearsManager)
        ? { status: 204, headers: {} }
        : undefined,
  },
  {
    id: 'entra.empty-manager-refused',
    says: 'clearing a manager with an empty string is refused',
    profile: 'entra',
    breaks: ['entra:Q10'],
    kills: ['entra.manager-forms-take-effect'],
    before: (request) =>
      isOne(request, 'PATCH') && operationsIn(request.body).some(clearsManager) ? refuse(400) : undefined,
  },
  {
    ...refusing(
      'bare-manager-is-refused',
      'a manager that is sent as a bare id is refused',
      'entra:Q10',
      ['entra.manager-forms-take-effect'],
      (one) => readPath(one).endsWith(':manager') && typeof one.value === 'string' && one.value !== '',
    ),
    profile: 'entra',
  },
  {
    id: 'entra.manager-as-text',
    says: 'the manager is returned as a bare identifier',
    ...MISSHOWN,
    after(_request, { body }) {
      const extension = isObject(body) ? body[ENTERPRISE] : undefined;
      if (isObject(extension) && isObject(extension.manager))
        Object.assign(extension, { manager: extension.manager.value });
    },
  },
  {
    id: 'entra.manager-by-name',
    says: 'the manager is returned with its userName in the place of its id',
    ...MISSHOWN,
    after(_request, response, { store }) {
      for (const user of resourcesIn(response)) {
        const manager = isObject(user[ENTERPRISE]) ? user[ENTERPRISE].manager : undefined;
        const boss = isObject(manager) ? store.get('User', String(manager.value)) : undefined;
        if (boss) Object.assign(manager as ScimObject, { value: boss.data.userName });
      }
    },
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
];

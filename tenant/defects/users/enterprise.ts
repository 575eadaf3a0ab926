import { isObject, SCHEMA, type ScimObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isOne, resourcesIn, succeeded } from '../kit.ts';
import { alter, userIn } from '../reach.ts';

/** What goes wrong with the enterprise extension. */
export const enterpriseDefects: Defect[] = [
  {
    id: 'lifecycle.cost-centre-lost',
    says: 'costCenter of the enterprise extension is published but not stored',
    breaks: ['7643:4.3/ext-roundtrip'],
    kills: ['users.enterprise-values-are-kept', 'entra.enterprise-path-stays-inside'],
    semantics: { represent: (full) => without(full, 'costCenter') },
  },
  {
    id: 'user.manager-as-text',
    says: 'manager is a string',
    breaks: ['7643:4.3/manager-shape'],
    kills: [
      'users.manager-is-an-object',
      'patch.extension-sub-attribute-path',
      'bulk.resolves-references-in-extensions',
    ],
    after(_request, response) {
      for (const resource of resourcesIn(response)) {
        const extension = resource['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'];
        if (isObject(extension) && isObject(extension.manager)) extension.manager = extension.manager.value;
      }
    },
  },
  {
    id: 'lifecycle.manager-without-address',
    says: 'manager has no $ref',
    breaks: ['7643:4.3/manager-ref'],
    kills: ['users.manager-has-an-address'],
    semantics: {
      represent(full) {
        const extension = full[SCHEMA.enterprise];
        const manager = isObject(extension) ? extension.manager : undefined;
        if (!isObject(extension) || !isObject(manager)) return full;
        const { $ref: _, ...rest } = manager;
        return { ...full, [SCHEMA.enterprise]: { ...extension, manager: rest } };
      },
    },
  },
  {
    id: 'lifecycle.manager-name-from-the-client',
    says: 'manager.displayName is set by the client',
    breaks: ['7643:4.3/manager-displayname-readonly'],
    kills: ['users.manager-name-is-read-only'],
    semantics: {
      takesReadOnly: ({ name }) => name === 'displayName',
      represent(full, { data }) {
        const kept = data[SCHEMA.enterprise];
        const extension = full[SCHEMA.enterprise];
        if (!isObject(kept) || !isObject(kept.manager) || !isObject(extension)) return full;
        const { displayName } = kept.manager;
        if (displayName === undefined || !isObject(extension.manager)) return full;
        return {
          ...full,
          [SCHEMA.enterprise]: { ...extension, manager: { ...extension.manager, displayName } },
        };
      },
    },
  },
  {
    id: 'users.reports-rename-their-manager',
    says: 'manager.displayName in a create or a PUT is written into the account of the manager',
    breaks: ['7643:4.3/manager-displayname-readonly'],
    kills: ['users.manager-name-is-read-only'],
    after(request, response, tenancy) {
      const extension = userIn(request)?.[SCHEMA.enterprise];
      const manager = isObject(extension) ? extension.manager : undefined;
      if (!succeeded(response) || !isObject(manager) || typeof manager.displayName !== 'string') return;
      alter(tenancy, String(manager.value), { displayName: manager.displayName });
    },
  },
  {
    id: 'lifecycle.manager-name-patch-passed-over',
    says: 'a PATCH of manager.displayName succeeds but is ignored',
    breaks: ['7643:4.3/manager-displayname-readonly'],
    kills: ['users.manager-name-cannot-be-patched'],
    before(request) {
      if (isOne(request, 'PATCH') && /manager\.displayName/i.test(JSON.stringify(request.body ?? null)))
        request.method = 'GET';
    },
  },
];

function without(full: ScimObject, name: string): ScimObject {
  const extension = full[SCHEMA.enterprise];
  if (!isObject(extension)) return full;
  const { [name]: _, ...rest } = extension;
  return { ...full, [SCHEMA.enterprise]: rest };
}

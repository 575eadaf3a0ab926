import { isObject, SCHEMA } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isOne, resourcesIn } from '../kit.ts';

/** Extensions that are not where they belong, or not named. */
export const extensionDefects: Defect[] = [
  {
    id: 'schema.extension-not-listed',
    says: 'schemas lacks extensions whose data is present',
    breaks: ['7643:3.3/ext-in-schemas'],
    kills: ['attributes.extensions-are-in-schemas', 'patch.extension-path'],
    semantics: { represent: (full) => ({ ...full, schemas: (full.schemas as string[]).slice(0, 1) }) },
  },
  {
    id: 'schema.extension-at-top',
    says: 'enterprise attributes are at the top of the resource',
    breaks: ['7643:3.3/ext-container', '7643:3/undeclared-attributes', '7643:4.3/ext-roundtrip'],
    kills: [
      'users.enterprise-values-are-kept',
      'attributes.extensions-stay-in-their-container',
      'traffic.attributes-are-published',
      'attributes.extensions-are-in-schemas',
      'entra.extension-without-its-urn-is-accepted',
    ],
    after(request, response) {
      const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
      if (!isOne(request) && !isCreate(request)) return undefined;
      for (const resource of resourcesIn(response)) {
        if (!isObject(resource[enterprise])) continue;
        Object.assign(resource, resource[enterprise]);
        delete resource[enterprise];
      }
    },
  },
  {
    id: 'attributes.department-also-at-top',
    says: 'department is in the enterprise extension and at the top of the resource as well',
    breaks: ['7643:3.3/ext-container', '7643:3/undeclared-attributes'],
    kills: ['attributes.extensions-stay-in-their-container', 'traffic.attributes-are-published'],
    after(_request, response) {
      for (const resource of resourcesIn(response)) {
        const own = resource[SCHEMA.enterprise];
        if (isObject(own) && own.department !== undefined) resource.department = own.department;
      }
    },
  },
  {
    id: 'characteristic.core-schema-must-come-first',
    says: 'extensions are lost if the core schema is not the first in schemas',
    breaks: ['7643:3/schemas-order-irrelevant'],
    kills: ['attributes.order-of-schemas-means-nothing'],
    before({ body }) {
      if (!isObject(body) || !Array.isArray(body.schemas) || !/:extension:/.test(String(body.schemas[0])))
        return undefined;
      for (const uri of body.schemas.map(String)) if (/:extension:/.test(uri)) delete body[uri];
    },
  },
];

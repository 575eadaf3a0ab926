import { isObject, type ScimObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isOne, resourcesIn, succeeded } from '../kit.ts';

/** What goes wrong with the shape of resources. */
export const shapeDefects: Defect[] = [
  {
    id: 'secret.password-returned',
    says: 'the password is in answers',
    breaks: ['7643:4.1.1/password-never-returned', '7643:7/returned-never', '7643:7/writeonly-not-returned'],
    kills: [
      'users.password-is-never-returned',
      'traffic.write-only-stays-hidden',
      'traffic.never-returned-stays-hidden',
      'users.create-takes-write-only',
      'patch.password-is-never-shown',
    ],
    semantics: {
      shows: (attribute, key, projection) =>
        attribute.name === 'password' || strict.shows(attribute, key, projection),
    },
  },
  {
    id: 'secret.password-when-asked',
    says: 'the password is in answers that name it',
    breaks: ['7644:3.9/attributes-never', '7643:7/returned-never', '7643:4.1.1/password-never-returned'],
    kills: [
      'users.password-is-never-returned',
      'traffic.never-returned-stays-hidden',
      'queries.never-returned-cannot-be-asked-for',
    ],
    semantics: {
      shows: (attribute, key, projection) =>
        (attribute.name === 'password' && projection.attributes?.has('password') === true) ||
        strict.shows(attribute, key, projection),
    },
  },
  {
    id: 'meta.location-missing',
    says: 'meta has no location',
    breaks: ['7643:3.1/meta-assigned', '7644:3.3/create-meta-location', '7643:3.1/meta-location-resolves'],
    kills: [
      'users.create-repeats-location-in-meta',
      'attributes.meta-is-assigned',
      'attributes.meta-location-leads-back',
      'entra.create-names-its-address',
    ],
    after(_request, response) {
      for (const { meta } of resourcesIn(response)) if (isObject(meta)) delete meta.location;
    },
  },
  {
    id: 'meta.type-in-plural',
    says: 'meta.resourceType is the name of the endpoint',
    breaks: ['7643:3.1/meta-resourcetype-name', '7644:3.3.1/create-resourcetype'],
    kills: ['users.create-names-resource-type', 'traffic.meta-names-the-resource-type'],
    semantics: {
      represent: (full) => ({ ...full, meta: { ...(full.meta as ScimObject), resourceType: 'Users' } }),
    },
  },
  {
    id: 'meta.dates-as-numbers',
    says: 'meta.created is a number of seconds',
    breaks: ['7643:3.1/meta-created-datetime'],
    kills: ['traffic.meta-dates-are-date-times'],
    after(_request, response) {
      for (const { meta } of resourcesIn(response)) if (isObject(meta)) meta.created = 1_700_000_000;
    },
  },
  {
    id: 'schema.extension-not-listed',
    says: 'schemas lacks extensions whose data is there',
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
    id: 'group.members-without-value',
    says: 'members have addresses but no identifiers',
    breaks: ['7643:4.2/members-roundtrip'],
    kills: ['groups.keep-their-members'],
    after(_request, response) {
      if (!succeeded(response)) return undefined;
      for (const { members } of resourcesIn(response)) {
        if (Array.isArray(members)) for (const member of members) delete member.value;
      }
    },
  },
  {
    id: 'user.groups-by-name',
    says: 'accounts show their groups by name instead of by id',
    breaks: ['7643:4.1.2/groups-reflects-membership'],
    kills: ['users.groups-show-memberships'],
    semantics: {
      represent: (full) =>
        Array.isArray(full.groups)
          ? { ...full, groups: full.groups.map((group) => ({ ...group, value: group.display })) }
          : full,
    },
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
    id: 'me.without-location',
    says: '/Me does not say whose resource it is',
    breaks: ['7644:3.11/me-location'],
    kills: ['me.names-its-permanent-address'],
    after(request, response) {
      if (request.path === '/Me') delete response.headers.location;
    },
  },
];

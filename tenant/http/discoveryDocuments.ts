import {
  type DiscoveryName,
  MESSAGE,
  SCHEMA,
  type SchemaDefinition,
  type ScimObject,
  type TypeDefinition,
} from '../model.ts';
import { CURSOR_TIMEOUT } from '../queries/cursor.ts';
import { publish } from '../schemas/build.ts';
import { metaSchemas } from '../schemas/meta.ts';
import type { Tenancy } from '../store/tenancy.ts';

/** The ServiceProviderConfig of RFC 7643 section 5, with the pagination of RFC 9865 section 4. */
export function serviceProviderConfig(tenancy: Tenancy): ScimObject {
  const { face, url } = tenancy;
  const { pagination, limits, bulk } = face;
  return alter(tenancy, 'ServiceProviderConfig', {
    schemas: [SCHEMA.spc],
    documentationUri: 'https://docs.example.test/scim',
    patch: { supported: face.patch },
    bulk: {
      supported: bulk !== false,
      maxOperations: bulk ? bulk.maxOperations : 0,
      maxPayloadSize: bulk ? bulk.maxPayloadSize : 0,
    },
    filter: { supported: face.filter, maxResults: limits.maxSize },
    changePassword: { supported: face.changePassword },
    sort: { supported: face.sort },
    etag: { supported: face.etag },
    ...(pagination.publish
      ? {
          pagination: {
            cursor: pagination.cursor,
            index: pagination.index,
            defaultPaginationMethod: pagination.index ? 'index' : 'cursor',
            defaultPageSize: limits.defaultSize,
            maxPageSize: limits.maxSize,
            cursorTimeout: CURSOR_TIMEOUT,
          },
        }
      : {}),
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Bearer token',
        description: 'One long-lived token: product key, colon, product password',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${url}/ServiceProviderConfig` },
  });
}

/** All resource types as a ListResponse (RFC 7644 section 4). */
export function resourceTypes(tenancy: Tenancy): ScimObject {
  return alter(
    tenancy,
    'ResourceTypes',
    composeList(tenancy.types.map((type) => resourceType(tenancy, type))),
  );
}

/** All schemas as a ListResponse, those of the discovery resources among them. */
export function schemas(tenancy: Tenancy): ScimObject {
  const all = [...tenancy.schemas, ...metaSchemas];
  return alter(tenancy, 'Schemas', composeList(all.map((definition) => schema(tenancy, definition))));
}

function resourceType({ url, face }: Tenancy, type: TypeDefinition): ScimObject {
  const isRequired = ({ id, required }: SchemaDefinition) =>
    required === true || (face.requiresEnterprise && id === SCHEMA.enterprise);
  return {
    schemas: [SCHEMA.resourceType],
    id: type.name,
    name: type.name,
    description: type.description,
    endpoint: type.endpoint,
    schema: type.base.id,
    schemaExtensions: type.extensions.map((extension) => ({
      schema: extension.id,
      required: isRequired(extension),
    })),
    meta: { resourceType: 'ResourceType', location: `${url}/ResourceTypes/${type.name}` },
  };
}

function schema({ url }: Tenancy, definition: SchemaDefinition): ScimObject {
  return {
    schemas: [SCHEMA.schema],
    id: definition.id,
    name: definition.name,
    description: definition.description,
    attributes: definition.attributes.map(publish),
    meta: { resourceType: 'Schema', location: `${url}/Schemas/${definition.id}` },
  };
}

function composeList(resources: ScimObject[]): ScimObject {
  return {
    schemas: [MESSAGE.list],
    totalResults: resources.length,
    startIndex: 1,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}

function alter(tenancy: Tenancy, name: DiscoveryName, document: ScimObject): ScimObject {
  return [...tenancy.variations, ...tenancy.defects].reduce(
    (altered, change) => change.publishes?.(name, altered) ?? altered,
    document,
  );
}

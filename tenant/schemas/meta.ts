import { SCHEMA, type SchemaAttribute, type SchemaDefinition } from '../model.ts';
import { attribute } from './build.ts';

const fixed = { mutability: 'readOnly' } as const;

const text = (name: string, description: string, required = false): SchemaAttribute =>
  attribute(name, 'string', description, { ...fixed, required, caseExact: true });

const flag = (name: string, description: string): SchemaAttribute =>
  attribute(name, 'boolean', description, { ...fixed, required: true });

const number = (name: string, description: string): SchemaAttribute =>
  attribute(name, 'integer', description, { ...fixed });

const group = (name: string, description: string, subAttributes: SchemaAttribute[]): SchemaAttribute =>
  attribute(name, 'complex', description, { ...fixed, required: true, subAttributes });

const supported = flag('supported', 'Whether the tenant offers it.');

const serviceProviderConfig: SchemaDefinition = {
  id: SCHEMA.spc,
  name: 'ServiceProviderConfig',
  description: 'What a service provider offers',
  attributes: [
    attribute('documentationUri', 'reference', 'Page with help for people.', fixed),
    group('patch', 'PATCH.', [supported]),
    group('bulk', 'Bulk operations.', [
      supported,
      number('maxOperations', 'Most operations in one request.'),
      number('maxPayloadSize', 'Most bytes in one request.'),
    ]),
    group('filter', 'Filters.', [supported, number('maxResults', 'Most resources in one response.')]),
    group('changePassword', 'Changes of passwords.', [supported]),
    group('sort', 'Sorted lists.', [supported]),
    group('etag', 'Entity tags.', [supported]),
    attribute('pagination', 'complex', 'Ways to page through lists.', {
      ...fixed,
      subAttributes: [
        flag('cursor', 'Pages by cursor.'),
        flag('index', 'Pages by index.'),
        text('defaultPaginationMethod', 'Method of requests that name none.'),
        number('defaultPageSize', 'Resources on a page of requests that name no size.'),
        number('maxPageSize', 'Most resources on a page.'),
        number('cursorTimeout', 'Seconds for which a cursor holds.'),
      ],
    }),
    attribute('authenticationSchemes', 'complex', 'Ways to authenticate.', {
      ...fixed,
      multiValued: true,
      required: true,
      subAttributes: [
        text('type', 'Kind of scheme.', true),
        text('name', 'Name of the scheme.', true),
        text('description', 'What the scheme asks for.', true),
        attribute('specUri', 'reference', 'Specification of the scheme.', fixed),
        attribute('documentationUri', 'reference', 'Help for the scheme.', fixed),
        attribute('primary', 'boolean', 'Whether the scheme is the preferred one.', fixed),
      ],
    }),
  ],
};

const resourceType: SchemaDefinition = {
  id: SCHEMA.resourceType,
  name: 'ResourceType',
  description: 'A kind of resource',
  attributes: [
    text('id', 'Identifier of the resource type.'),
    text('name', 'Name of the resource type.', true),
    text('description', 'What its resources are.'),
    attribute('endpoint', 'reference', 'Where its resources are.', {
      ...fixed,
      required: true,
      referenceTypes: ['uri'],
    }),
    attribute('schema', 'reference', 'Base schema.', { ...fixed, required: true, referenceTypes: ['uri'] }),
    attribute('schemaExtensions', 'complex', 'Extensions of the base schema.', {
      ...fixed,
      multiValued: true,
      subAttributes: [
        attribute('schema', 'reference', 'Schema of the extension.', {
          ...fixed,
          required: true,
          referenceTypes: ['uri'],
        }),
        flag('required', 'Whether every resource has it.'),
      ],
    }),
  ],
};

function characteristics(): SchemaAttribute[] {
  return [
    text('name', 'Name of the attribute.', true),
    text('type', 'Data type.', true),
    flag('multiValued', 'Whether the value is a list.'),
    text('description', 'What the attribute is for.'),
    flag('required', 'Whether a resource must have it.'),
    attribute('canonicalValues', 'string', 'Suggested values.', {
      ...fixed,
      multiValued: true,
      caseExact: true,
    }),
    attribute('caseExact', 'boolean', 'Whether case matters.', fixed),
    text('mutability', 'When the attribute can be written.', true),
    text('returned', 'When the attribute is in responses.', true),
    text('uniqueness', 'How far a value is unique.'),
    attribute('referenceTypes', 'string', 'What a reference may point at.', {
      ...fixed,
      multiValued: true,
      caseExact: true,
    }),
  ];
}

const schema: SchemaDefinition = {
  id: SCHEMA.schema,
  name: 'Schema',
  description: 'The attributes of a kind of resource',
  attributes: [
    text('id', 'URI of the schema.', true),
    text('name', 'Name of the schema.'),
    text('description', 'What the schema describes.'),
    attribute('attributes', 'complex', 'Attributes of the schema.', {
      ...fixed,
      multiValued: true,
      required: true,
      subAttributes: [
        ...characteristics(),
        attribute('subAttributes', 'complex', 'Attributes of a complex attribute.', {
          ...fixed,
          multiValued: true,
          subAttributes: characteristics(),
        }),
      ],
    }),
  ],
};

/** Schemas of the discovery resources; by RFC 7643 section 7 they have Schema resources of their own. */
export const metaSchemas: SchemaDefinition[] = [serviceProviderConfig, resourceType, schema];

import { isObject, type ScimObject } from '../../model.ts';
import { deeply, eachListed } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** Definitions of schemas terse and lavish, in any order, and more of them. */
export const definitionVariations: Variation[] = [
  {
    id: 'discovery.definitions-lavish',
    says: 'schema definitions state defaults, including empty lists',
    basis: ['7643:7'],
    choice: 'definitions',
    publishes: (name, document) =>
      name === 'Schemas' ? eachListed(document, (schema) => deeply(schema, lavish) as ScimObject) : document,
  },
  {
    id: 'discovery.definitions-terse',
    says: 'schema definitions omit defaults',
    basis: ['7643:2.2', '7643:7'],
    choice: 'definitions',
    publishes: (name, document) =>
      name === 'Schemas' ? eachListed(document, (schema) => deeply(schema, terse) as ScimObject) : document,
  },
  {
    id: 'discovery.definitions-reversed',
    says: 'schema definitions list their attributes in reverse order',
    basis: ['7643:7', '8259:4'],
    publishes: (name, document) =>
      name === 'Schemas'
        ? eachListed(
            document,
            (schema) =>
              deeply(schema, (object) => ({
                ...object,
                ...(Array.isArray(object.attributes) ? { attributes: [...object.attributes].reverse() } : {}),
                ...(Array.isArray(object.subAttributes)
                  ? { subAttributes: [...object.subAttributes].reverse() }
                  : {}),
              })) as ScimObject,
          )
        : document,
  },
  {
    id: 'discovery.definitions-named-otherwise',
    says: 'schemas and resource types have other descriptions, and schemas other names',
    basis: ['7643:6', '7643:7'],
    publishes: (name, document) =>
      name === 'ServiceProviderConfig'
        ? document
        : eachListed(document, (entry) => ({
            ...entry,
            ...(name === 'Schemas' ? { name: `Our ${String(entry.name)}` } : {}),
            description: 'Nach RFC 7643, „so wie es da steht“',
          })),
  },
  {
    id: 'discovery.schemas-of-nobody',
    says: 'a schema is defined that no resource type uses',
    basis: ['7643:7', '7644:4'],
    publishes: (name, document) => (name === 'Schemas' ? withOneMore(document) : document),
  },
  {
    id: 'discovery.definitions-without-descriptions',
    says: 'attributes of definitions have no description',
    basis: ['7643:7'],
    choice: 'definitions',
    publishes: (name, document) =>
      name === 'Schemas'
        ? eachListed(
            document,
            (schema) =>
              deeply(schema, (object) => {
                const { description: _, ...rest } = object;
                return object.mutability === undefined ? object : rest;
              }) as ScimObject,
          )
        : document,
  },
  {
    id: 'discovery.common-attributes-listed',
    says: 'definitions list id, externalId and meta among the attributes of the core',
    basis: ['7643:3.1', '7643:7'],
    publishes: (name, document) =>
      name === 'Schemas'
        ? eachListed(document, (schema) =>
            /core:2\.0:(?:User|Group)$/.test(String(schema.id))
              ? { ...schema, attributes: [...common, ...(schema.attributes as unknown[])] }
              : schema,
          )
        : document,
  },
];

const common: ScimObject[] = [
  characteristics('id', {
    caseExact: true,
    mutability: 'readOnly',
    returned: 'always',
    uniqueness: 'global',
  }),
  characteristics('externalId', { caseExact: true }),
  {
    ...characteristics('meta', { type: 'complex', mutability: 'readOnly' }),
    subAttributes: [
      characteristics('resourceType', { caseExact: true, mutability: 'readOnly' }),
      characteristics('created', { type: 'dateTime', mutability: 'readOnly' }),
      characteristics('lastModified', { type: 'dateTime', mutability: 'readOnly' }),
      characteristics('location', {
        type: 'reference',
        caseExact: true,
        mutability: 'readOnly',
        referenceTypes: ['uri'],
      }),
      characteristics('version', { caseExact: true, mutability: 'readOnly' }),
    ],
  },
];

function characteristics(name: string, differs: ScimObject): ScimObject {
  return {
    name,
    type: 'string',
    multiValued: false,
    description: `The ${name} of RFC 7643 section 3.1.`,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...differs,
  };
}

/** What an attribute is where nothing is said (RFC 7643 section 2.2). */
const DEFAULTS: ScimObject = {
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
};

function terse(object: ScimObject): ScimObject {
  if (object.mutability === undefined) return object;
  return Object.fromEntries(Object.entries(object).filter(([name, value]) => DEFAULTS[name] !== value));
}

const nobodys: ScimObject = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
  id: 'urn:example:params:scim:schemas:printing:2.0:Printer',
  name: 'Printer',
  description: 'What nobody has yet',
  attributes: [characteristics('tray', { type: 'integer' })],
};

const placed = (url: string): ScimObject => ({
  ...nobodys,
  meta: { resourceType: 'Schema', location: `${url}/Schemas/${String(nobodys.id)}` },
});

/** The list with one schema more; its address is on the host of the others. */
function withOneMore(list: ScimObject): ScimObject {
  const listed = Array.isArray(list.Resources) ? (list.Resources as ScimObject[]) : [];
  const meta = listed[0]?.meta;
  const address = isObject(meta) ? String(meta.location).replace(/\/Schemas\/.*$/s, '') : '';
  const count = (name: string) => (typeof list[name] === 'number' ? { [name]: list[name] + 1 } : {});
  return {
    ...list,
    ...count('totalResults'),
    ...count('itemsPerPage'),
    Resources: [...listed, placed(address)],
  };
}

function lavish(object: ScimObject): ScimObject {
  if (object.mutability === undefined) return object;
  return { caseExact: false, canonicalValues: [], referenceTypes: [], subAttributes: [], ...object };
}

import { isObject, SCHEMA } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isCreate } from '../kit.ts';

/** Alters schemas of users before they are shown. */
function naming(alter: (schemas: string[]) => string[]): NonNullable<Defect['semantics']> {
  return {
    represent: (full, { type }) =>
      type === 'User' ? { ...full, schemas: alter(full.schemas as string[]) } : full,
  };
}

/** Schema URIs that a create listed and no schema has, by the id of what was made. */
const kept = new Map<string, unknown[]>();

/** What is shown and in no schema. */
export const schemaDefects: Defect[] = [
  {
    id: 'schema.named-twice',
    says: 'users name their base schema twice',
    breaks: ['7643:3/schemas-no-duplicates'],
    kills: ['traffic.schemas-are-a-set'],
    semantics: naming((schemas) => [SCHEMA.user, ...schemas]),
  },
  {
    id: 'schema.undeclared-named',
    says: 'users name a schema that their type does not declare',
    breaks: ['7643:3/schemas-only-declared'],
    kills: ['traffic.schemas-are-declared'],
    semantics: naming((schemas) => [...schemas, 'urn:example:schemas:extension:more:2.0:User']),
  },
  {
    id: 'entra.keeps-unknown-schemas',
    says: 'schema URIs of a create are returned, whatever they are',
    breaks: ['7643:3/schemas-only-declared'],
    kills: ['traffic.schemas-are-declared'],
    company: true,
    after(request, response) {
      const { body } = request;
      if (!isCreate(request) || !isObject(body) || !isObject(response.body) || !Array.isArray(body.schemas))
        return undefined;
      const foreign = body.schemas.filter((uri) => String(uri).startsWith('http:'));
      if (foreign.length > 0) kept.set(String(response.body.id), foreign);
    },
    semantics: {
      represent: (full, resource) => {
        const foreign = kept.get(resource.id) ?? [];
        return foreign.length > 0 ? { ...full, schemas: [...(full.schemas as unknown[]), ...foreign] } : full;
      },
    },
  },
  {
    id: 'schema.base-not-named',
    says: 'users name an extension instead of their base schema',
    breaks: ['7643:3.3/base-schema-present'],
    kills: [
      'traffic.base-schema-is-named',
      'bulk.carries-out-every-method',
      'bulk.keeps-the-order-of-changes',
      'versions.current-tag-lets-writes-proceed',
      'practice.simultaneous-replaces-do-not-mix',
    ],
    semantics: naming((schemas) => [
      ...schemas.filter((urn) => urn !== SCHEMA.user && urn !== SCHEMA.enterprise),
      SCHEMA.enterprise,
    ]),
  },
  {
    id: 'create.keeps-unknown',
    says: 'attributes outside of the schema are kept',
    breaks: ['7643:3/undeclared-attributes'],
    kills: ['traffic.attributes-are-published'],
    company: true,
    semantics: { keepsUnknown: true },
  },
];

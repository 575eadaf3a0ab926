import { isObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isCreate } from '../kit.ts';

/** Schema URIs that a create listed and no schema has, by the id of what was made. */
const kept = new Map<string, unknown[]>();

/** What is shown and in no schema. */
export const trafficSchemaDefects: Defect[] = [
  {
    id: 'create.keeps-unknown',
    says: 'attributes outside of the schema are kept',
    breaks: ['7643:3/undeclared-attributes'],
    kills: ['traffic.attributes-are-published'],
    company: true,
    semantics: { keepsUnknown: true },
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
];

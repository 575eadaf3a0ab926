import { isObject, type ScimObject } from '../../model.ts';
import type { Variation } from '../variation.ts';

/** Small limits, and documents that say more than they have to. */
export const limitVariations: Variation[] = [
  {
    id: 'features.bulk-of-one',
    says: 'a bulk job has one operation and 2 kB at most',
    basis: ['7644:3.7.4'],
    choice: 'bulk',
    options: () => ({ bulk: { maxOperations: 1, maxPayloadSize: 2_048 } }),
  },
  {
    id: 'features.pages-of-two',
    says: 'pages hold at most two resources',
    basis: ['7643:5', '7644:3.4.2.4'],
    choice: 'pages',
    options: () => ({ limits: { defaultSize: 2, maxSize: 2 } }),
  },
  {
    id: 'discovery.definitions-with-keywords',
    says: 'attributes of definitions have keywords of JSON Schema beside their characteristics',
    basis: ['7643:7', '7643:2.2'],
    // Entra wants the names in definitions in camelCase.
    smartfileRows: ['entra:R22'],
    publishes: (name, document) => (name === 'Schemas' ? (worded(document) as ScimObject) : document),
  },
  {
    id: 'discovery.types-with-more-members',
    says: 'resource types have extra members',
    basis: ['7643:6', '7644:3.1'],
    publishes: (name, document) => {
      if (name === 'ResourceTypes' && Array.isArray(document.Resources))
        for (const type of document.Resources)
          if (isObject(type))
            Object.assign(type, { 'x-order': 1, operations: ['create', 'read'], deprecated: false });
      return document;
    },
  },
  {
    id: 'me.forbidden',
    says: '/Me is answered 403, as the token belongs to no account',
    basis: ['7644:3.11', '7644:3.12'],
    choice: 'me',
    options: () => ({ me: false }),
    after: ({ path }, response) => {
      if (path !== '/Me' || response.status !== 501) return;
      response.status = 403;
      if (isObject(response.body))
        Object.assign(response.body, { status: '403', detail: 'nobody is behind the token' });
    },
  },
  {
    id: 'lists.last-changed-first',
    says: 'lists begin with what was changed last',
    basis: ['7644:3.4.2.3', '7644:3.4.2.4'],
    choice: 'order',
    semantics: () => ({
      arrange: (matches) =>
        [...matches].sort(
          (left, right) =>
            Date.parse(right.lastModified) - Date.parse(left.lastModified) || right.sequence - left.sequence,
        ),
    }),
  },
];

function worded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(worded);
  if (!isObject(value)) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, worded(one)]));
  return typeof value.mutability === 'string'
    ? { ...inner, minLength: 0, 'x-label': 'a label', nullable: true }
    : inner;
}

import { isObject, SCHEMA } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isCreate, refuse } from '../kit.ts';

/** What goes wrong with what a create ought to pass over. */
export const createIgnoredDefects: Defect[] = [
  {
    id: 'create.takes-client-id',
    says: 'the id sent by the client is adopted',
    breaks: ['7643:3.1/id-client-supplied', '7644:3.3/create-ignores-readonly'],
    kills: [
      'users.create-ignores-read-only',
      'attributes.id-is-the-endpoints-own',
      'entra.values-of-the-server-are-ignored',
    ],
    semantics: {
      newId: (type, body, tenancy) =>
        typeof body.id === 'string' ? body.id : strict.newId(type, body, tenancy),
    },
  },
  {
    id: 'create.refuses-read-only',
    says: 'a body with readOnly attributes is refused',
    breaks: ['7644:3.3/create-ignores-readonly', 'entra:Q36'],
    kills: ['users.create-ignores-read-only', 'entra.values-of-the-server-are-ignored'],
    before: (request) =>
      isCreate(request) && isObject(request.body) && (request.body.id ?? request.body.groups) !== undefined
        ? refuse(400)
        : undefined,
  },
  {
    id: 'write.takes-read-only',
    says: 'POST and PUT write readOnly attributes',
    breaks: ['7644:3.5.1/put-readonly-ignored', '7643:4.1.2/groups-readonly'],
    kills: [
      'users.create-ignores-read-only',
      'users.groups-cannot-be-written',
      'users.replace-ignores-read-only',
    ],
    semantics: { takesReadOnly: () => true },
  },
  {
    id: 'users.unknown-attributes-break',
    says: 'a create with an attribute that is not known breaks the server',
    breaks: ['7644:3.3/create-unknown-attr'],
    kills: ['users.create-with-unknown-attribute'],
    before: (request) =>
      isCreate(request) &&
      isObject(request.body) &&
      Object.keys(request.body).some((one) => /unknown/i.test(one))
        ? refuse(500)
        : undefined,
  },
  {
    id: 'users.unknown-schemas-break',
    says: 'a create that does not name the schema of users breaks the server',
    breaks: ['7643:3/create-missing-schemas'],
    kills: ['users.create-without-schemas'],
    before({ method, path, body }) {
      const named = isObject(body) && Array.isArray(body.schemas) && body.schemas.includes(SCHEMA.user);
      return method === 'POST' && path === '/Users' && isObject(body) && !named ? refuse(500) : undefined;
    },
  },
];

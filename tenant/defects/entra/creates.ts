import { errorBody } from '../../errors.ts';
import { isObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isCreate, refuse } from '../kit.ts';

/** Creates that are refused in a form in which Entra sends them. */
export const createDefects: Defect[] = [
  {
    id: 'entra.refuses-empty-roles',
    says: 'an empty list of roles is refused in a create',
    breaks: ['entra:R01', 'entra:Q26'],
    kills: [
      'entra.user-is-created-as-entra-sends-it',
      'entra.empty-roles-are-accepted',
      'entra.nulls-in-a-create-are-not-assigned',
      'smartfile.users-and-groups-are-served',
      'smartfile.few-attributes-suffice',
    ],
    before: (request) =>
      isCreate(request) &&
      isObject(request.body) &&
      Array.isArray(request.body.roles) &&
      request.body.roles.length === 0
        ? refuse(400)
        : undefined,
  },
  {
    id: 'entra.group-needs-members',
    says: 'a group without members is refused',
    breaks: ['entra:R23'],
    kills: ['entra.group-is-created-without-members'],
    before: (request) =>
      isCreate(request) &&
      request.path === '/Groups' &&
      isObject(request.body) &&
      (!Array.isArray(request.body.members) || request.body.members.length === 0) &&
      Array.isArray(request.body.schemas) &&
      request.body.schemas.length === 1 &&
      request.body.members !== undefined
        ? refuse(400)
        : undefined,
  },
  {
    id: 'entra.breaks-on-null',
    says: 'null for an extension or an attribute in a create breaks the server',
    breaks: ['entra:Q24', '7644:3.12/no-5xx'],
    kills: ['entra.nulls-in-a-create-are-not-assigned', 'traffic.no-internal-error'],
    before: (request) =>
      isCreate(request) && isObject(request.body) && Object.values(request.body).includes(null)
        ? refuse(500)
        : undefined,
  },
  {
    id: 'entra.schema-uri-of-groups-is-refused',
    says: 'a create of a group that lists the schema URI of Microsoft is refused',
    breaks: ['entra:Q54'],
    kills: ['entra.unknown-schema-uri-is-tolerated'],
    before: (request) =>
      isCreate(request) &&
      isObject(request.body) &&
      /microsoft/.test(JSON.stringify(request.body.schemas ?? []))
        ? { status: 400, headers: {}, body: errorBody(400, 'there is no such schema', 'invalidSyntax') }
        : undefined,
  },
];

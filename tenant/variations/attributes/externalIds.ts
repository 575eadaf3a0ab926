import { errorResponse, invalid } from '../../errors.ts';
import { isObject, SCHEMA, type ScimObject, ScimProblem, type TenantRequest } from '../../model.ts';
import { eachListed, isAuthorized } from '../kit.ts';
import type { Variation } from '../variation.ts';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The definitions of accounts and groups with one of externalId in them. */
const publishing = (differs: ScimObject): NonNullable<Variation['publishes']> => {
  const definition = {
    name: 'externalId',
    type: 'string',
    multiValued: false,
    description: 'The name that the client has for it.',
    required: false,
    caseExact: true,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...differs,
  };
  const added = (schema: ScimObject): ScimObject =>
    schema.id === SCHEMA.user || schema.id === SCHEMA.group
      ? { ...schema, attributes: [definition, ...(schema.attributes as unknown[])] }
      : schema;
  return (name, document) => (name === 'Schemas' ? eachListed(document, added) : document);
};

/** Of what type a whole resource is that a request brings. */
function typeWritten({ method, path, body }: TenantRequest): 'User' | 'Group' | undefined {
  if ((method !== 'POST' && method !== 'PUT') || !isObject(body) || path.endsWith('.search'))
    return undefined;
  if (path.startsWith('/Users')) return 'User';
  return path.startsWith('/Groups') ? 'Group' : undefined;
}

/** Whether a body leaves an attribute out, in whatever letters. */
function unassigned(body: unknown, name: string): boolean {
  const [, value] =
    Object.entries(isObject(body) ? body : {}).find(([key]) => key.toLowerCase() === name.toLowerCase()) ??
    [];
  return value === undefined || value === null;
}

/** What is asked of the names that clients give. */
export const externalIdVariations: Variation[] = [
  {
    id: 'schema.external-id-required',
    says: 'externalId is required, which is published',
    choice: 'definition of externalId',
    basis: ['7643:3.1', '7643:7'],
    excludes: ['discovery.common-attributes-listed'],
    publishes: publishing({ required: true }),
    before(request, tenancy) {
      const isLacking = typeWritten(request) !== undefined && unassigned(request.body, 'externalId');
      return isLacking && isAuthorized(request, tenancy)
        ? errorResponse(invalid('externalId is required'))
        : undefined;
    },
  },
  {
    id: 'schema.external-id-unique',
    says: 'no two accounts and no two groups have one externalId, which is published',
    choice: 'definition of externalId',
    basis: ['7643:3.1', '7643:7', '7644:3.3'],
    excludes: ['discovery.common-attributes-listed'],
    publishes: publishing({ uniqueness: 'server' }),
    before(request, tenancy) {
      const type = typeWritten(request);
      const { body, path } = request;
      if (type === undefined || unassigned(body, 'externalId') || !isAuthorized(request, tenancy))
        return undefined;
      const own = decodeURIComponent(path.split('/')[2] ?? '');
      const isTaken = [...tenancy.store.own(type)].some(
        ({ id, data }) => id !== own && data.externalId === (body as ScimObject).externalId,
      );
      return isTaken
        ? errorResponse(new ScimProblem(409, 'another one has this externalId', 'uniqueness'))
        : undefined;
    },
  },
  {
    id: 'writes.external-ids-of-one-form',
    says: 'an externalId is a UUID, and anything else is refused',
    choice: 'definition of externalId',
    basis: ['7643:3.1', '7644:3.3', '7644:3.12'],
    excludes: ['discovery.common-attributes-listed'],
    // Entra sends the nickname of the mailbox, too.
    smartfileRows: [
      ...['R01', 'R02', 'R16', 'R35', 'Q15', 'Q24', 'Q31', 'Q35', 'Q40', 'Q54'].map((id) => `entra:${id}`),
      ...['S09', 'S21', 'S22', 'S38'].map((id) => `smartfile:${id}`),
    ],
    semantics: (usual) => ({
      keep: (value, attribute) => {
        if (attribute.name === 'externalId' && !UUID.test(String(value)))
          throw invalid('externalId is a UUID');
        return usual.keep(value, attribute);
      },
    }),
  },
  {
    id: 'writes.external-ids-passed-over',
    says: 'an externalId that a client sends is passed over, although it is published',
    choice: 'definition of externalId',
    basis: ['7643:3.1', '7644:3.3'],
    excludes: ['discovery.common-attributes-listed'],
    rows: ['7643:3.1/externalid-roundtrip'],
    // Entra matches by it, and sends it with most of its changes.
    smartfileRows: [
      ...['G02', 'G03', 'R01', 'R04', 'R12', 'R15', 'R24', 'R35'].map((id) => `entra:${id}`),
      ...['Q04', 'Q15', 'Q35', 'Q45', 'Q54', 'Q58'].map((id) => `entra:${id}`),
      ...['S21', 'S28', 'S30'].map((id) => `smartfile:${id}`),
    ],
    publishes: publishing({}),
    semantics: (usual) => ({
      complete: (type, data) => {
        const { externalId: _, ...made } = usual.complete(type, data);
        return made;
      },
    }),
  },
];

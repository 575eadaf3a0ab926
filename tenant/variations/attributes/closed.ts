import { errorResponse, syntax } from '../../errors.ts';
import { isObject, SCHEMA, type TenantRequest } from '../../model.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import { isAuthorized } from '../kit.ts';
import { of } from '../users/schemaOf.ts';
import type { Variation } from '../variation.ts';

const COMMON = ['schemas', 'id', 'externalid', 'meta'];

/** The first attribute of a whole resource in a request that the tenant's schemas do not have. */
function findUnknown({ method, path, body }: TenantRequest, { types }: Tenancy): string | undefined {
  const type = types.find(({ endpoint }) => path === endpoint || path.startsWith(`${endpoint}/`));
  const isWhole = (method === 'POST' && path === type?.endpoint) || method === 'PUT';
  if (type === undefined || !isWhole || !isObject(body)) return undefined;
  const known = [...type.base.attributes.map(({ name }) => name), ...type.extensions.map(({ id }) => id)];
  const names = new Set([...COMMON, ...known.map((name) => name.toLowerCase())]);
  return Object.keys(body).find((name) => !names.has(name.toLowerCase()));
}

/** Attributes that clients of most endpoints write, and that are closed to them here, as published (RFC 7643 section 7). */
export const closedVariations: Variation[] = [
  of(
    'user-name-immutable',
    'userName is set once',
    ['7643:7', '7643:4.1.1'],
    'userName',
    { mutability: 'immutable' },
    // Entra renames accounts.
    { smartfileRows: ['smartfile:S26'] },
  ),
  of(
    'active-read-only',
    'whether an account is active is managed by the tenant',
    ['7643:7', '7643:4.1.1', '7644:3.3'],
    'active',
    { mutability: 'readOnly' },
    { smartfileRows: ['smartfile:S14'] },
  ),
  of(
    'manager-read-only',
    'who manages whom is managed by the tenant',
    ['7643:7', '7643:4.3'],
    'manager',
    { mutability: 'readOnly' },
    { on: SCHEMA.enterprise },
  ),
  of(
    'members-read-only',
    'who is in a group is managed by the tenant',
    ['7643:7', '7643:4.2'],
    'members',
    { mutability: 'readOnly' },
    {
      // Entra puts every member into its group by PATCH.
      smartfileRows: [
        ...['R01', 'R02', 'R31', 'Q12', 'Q13', 'Q15', 'Q16', 'Q17', 'Q40', 'Q55'].map((id) => `entra:${id}`),
        ...['S20', 'S21', 'S22', 'S37'].map((id) => `smartfile:${id}`),
      ],
    },
  ),
  {
    id: 'schema.unknown-refused',
    says: 'a resource with an attribute that the schemas do not have is refused',
    basis: ['7644:3.3', '7644:3.12'],
    // Entra sends what its mapping has, whether the schemas have it or not.
    smartfileRows: ['entra:Q23', 'entra:Q31', 'entra:Q35', 'entra:R01', 'entra:R35', 'smartfile:S12'],
    before(request, tenancy) {
      const unknown = isAuthorized(request, tenancy) ? findUnknown(request, tenancy) : undefined;
      return unknown === undefined ? undefined : errorResponse(syntax(`${unknown} is unknown`));
    },
  },
];

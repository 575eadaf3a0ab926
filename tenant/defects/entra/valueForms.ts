import { isObject, type ScimObject, type TenantRequest } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isCreate, refuse } from '../kit.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const readCreateBody = (request: TenantRequest): ScimObject =>
  isCreate(request) && isObject(request.body) ? request.body : {};

const addressesIn = ({ addresses }: ScimObject): ScimObject[] =>
  Array.isArray(addresses) ? addresses.filter(isObject) : [];

const hasNull = (entry: ScimObject): boolean => Object.values(entry).includes(null);

const NULLS = { breaks: ['entra:Q61'], kills: ['entra.nulls-within-entries-are-not-assigned'] };
const TEXTS = { breaks: ['entra:Q62'], kills: ['entra.values-as-text-are-taken-or-refused'] };

/** What goes wrong with values that are written otherwise than the schema has them. */
export const valueFormDefects: Defect[] = [
  {
    id: 'entra.nulls-within-entries-refused',
    says: 'a create with null in an address is refused',
    ...NULLS,
    before: (request) => (addressesIn(readCreateBody(request)).some(hasNull) ? refuse(400) : undefined),
  },
  {
    id: 'entra.entries-with-nulls-dropped',
    says: 'an address with null in it is not kept',
    ...NULLS,
    before(request) {
      const body = readCreateBody(request);
      if (addressesIn(body).some(hasNull)) body.addresses = addressesIn(body).filter((one) => !hasNull(one));
    },
  },
  {
    id: 'entra.nulls-become-texts',
    says: 'null in an address is stored as the text null',
    ...NULLS,
    before(request) {
      for (const entry of addressesIn(readCreateBody(request)))
        for (const [name, value] of Object.entries(entry)) if (value === null) entry[name] = 'null';
    },
  },
  {
    id: 'entra.manager-as-text-lost',
    says: 'a manager that a create sends as a string is ignored',
    ...TEXTS,
    before(request) {
      const extension = readCreateBody(request)[ENTERPRISE];
      if (isObject(extension) && typeof extension.manager === 'string') delete extension.manager;
    },
  },
  {
    id: 'entra.roles-as-text-break',
    says: 'a role that a create sends as a string breaks the server',
    ...TEXTS,
    before(request) {
      const { roles } = readCreateBody(request);
      return Array.isArray(roles) && roles.some((one) => typeof one === 'string') ? refuse(500) : undefined;
    },
  },
];

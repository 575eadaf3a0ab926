import { isObject, type TenantRequest } from '../../model.ts';
import { ofTenant } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isOne, nameType, refuse, succeeded } from '../kit.ts';
import { done, readOperations, readPath } from '../patch/kit.ts';

const URNS = { breaks: ['entra:Q63'], kills: ['entra.misspelled-urns-do-no-harm'] };

/** The enterprise URN cut short, or without its last colon. */
const ODD = /^urn:ietf:params:scim:schemas:extension:enterprise:2\.0(?:User)?(?=$|:(?!User))/;

const oddSchemaIn = ({ body }: TenantRequest): string | undefined => {
  const list = isObject(body) && Array.isArray(body.schemas) ? body.schemas : [];
  return list.find((uri): uri is string => typeof uri === 'string' && ODD.test(uri));
};

const oddOnes = ofTenant(() => new Map<string, string>());

/** What goes wrong with the URNs of Microsoft's samples. */
export const unusualUrnDefects: Defect[] = [
  {
    id: 'entra.odd-urns-break',
    says: 'a create whose schemas hold the enterprise URN cut short breaks the server',
    ...URNS,
    kills: [...URNS.kills, 'traffic.no-internal-error-to-entra'],
    before: (request) => (isCreate(request) && oddSchemaIn(request) !== undefined ? refuse(500) : undefined),
  },
  {
    id: 'entra.odd-urns-are-kept',
    says: 'the enterprise URN cut short is kept among the schemas of a user',
    ...URNS,
    after(request, response, tenancy) {
      const { body } = response;
      if (!isObject(body) || nameType(request) !== 'User' || !succeeded(response)) return undefined;
      const odd = isCreate(request) ? oddSchemaIn(request) : undefined;
      const known = oddOnes(tenancy);
      if (odd !== undefined) known.set(String(body.id), odd);
      const kept = known.get(String(body.id));
      if (kept === undefined || !Array.isArray(body.schemas)) return undefined;
      return { ...response, body: { ...body, schemas: [...body.schemas, kept] } };
    },
  },
  {
    id: 'entra.odd-paths-are-passed-over',
    says: 'a PATCH behind the enterprise URN cut short is answered 204 and not done',
    ...URNS,
    before: (request) =>
      isOne(request, 'PATCH') && readOperations(request).some((one) => ODD.test(readPath(one)))
        ? done()
        : undefined,
  },
];

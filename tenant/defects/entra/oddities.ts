import { isObject, type TenantRequest, type TenantResponse } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isList, isOne, nameType, refuse, succeeded } from '../kit.ts';
import { done, readOperations, readPath } from '../patch/kit.ts';
import { ofTenant } from '../reach.ts';

const URNS = { breaks: ['entra:Q63'], kills: ['entra.misspelled-urns-do-no-harm'] };

/** The enterprise URN cut short, or without its last colon. */
const ODD = /^urn:ietf:params:scim:schemas:extension:enterprise:2\.0(?:User)?(?=$|:(?!User))/;

const oddSchemaIn = ({ body }: TenantRequest): string | undefined => {
  const list = isObject(body) && Array.isArray(body.schemas) ? body.schemas : [];
  return list.find((uri): uri is string => typeof uri === 'string' && ODD.test(uri));
};

const empties = ofTenant(() => new Map<string, TenantResponse>());
const oddOnes = ofTenant(() => new Map<string, string>());

/** A lookup by its address; undefined for other requests. */
const lookupIn = (request: TenantRequest): string | undefined =>
  isList(request) && request.method === 'GET' && request.query.has('filter')
    ? `${request.path} ${request.query.get('filter')}`
    : undefined;

/** What goes wrong with the order of Entra's requests and the URNs of its samples. */
export const oddityDefects: Defect[] = [
  {
    id: 'entra.nobody-is-remembered',
    says: 'a lookup that found nobody is answered from a cache ever after',
    breaks: ['entra:Q35'],
    kills: ['entra.new-user-is-there-at-once'],
    before(request, tenancy) {
      const lookup = lookupIn(request);
      const known = lookup === undefined ? undefined : empties(tenancy).get(lookup);
      return known && structuredClone(known);
    },
    after(request, response, tenancy) {
      const lookup = lookupIn(request);
      const isEmpty = isObject(response.body) && response.body.totalResults === 0;
      if (lookup !== undefined && isEmpty) empties(tenancy).set(lookup, structuredClone(response));
      return undefined;
    },
  },
  {
    id: 'entra.numbers-lose-their-plus',
    says: 'the plus before telephone numbers is dropped',
    breaks: ['entra:Q39'],
    kills: ['entra.telephone-numbers-are-kept'],
    semantics: {
      keep: (value) => (typeof value === 'string' && /^\+\d[\d ()-]+$/.test(value) ? value.slice(1) : value),
    },
  },
  {
    id: 'entra.odd-urns-break',
    says: 'a create whose schemas hold the enterprise URN cut short breaks the server',
    ...URNS,
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

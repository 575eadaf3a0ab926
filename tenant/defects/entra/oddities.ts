import { isObject, type TenantRequest, type TenantResponse } from '../../model.ts';
import { ofTenant } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isList, isOne, nameType, readId, refuse, succeeded } from '../kit.ts';
import { done, readOperations, readPath } from '../patch/kit.ts';
import { alter } from '../reach.ts';

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
    id: 'entra.numbers-are-digits-alone',
    says: 'telephone numbers lose their plus, blanks and hyphens',
    breaks: ['entra:Q39'],
    kills: ['entra.telephone-numbers-are-kept'],
    semantics: {
      keep: (value) =>
        typeof value === 'string' && /^(tel:)?\+\d[\d ().-]+$/.test(value)
          ? value.replace(/[^\da-z]/g, '')
          : value,
    },
  },
  {
    id: 'entra.numbers-are-tidied',
    says: 'telephone numbers are kept as a plus and digits, whatever stands between these',
    breaks: ['entra:Q39'],
    kills: ['entra.telephone-numbers-are-kept'],
    semantics: {
      keep: (value) =>
        typeof value === 'string' && /^\+\d[\d ().-]+$/.test(value) ? value.replace(/[^+\d]/g, '') : value,
    },
  },
  {
    id: 'entra.types-are-capitalised',
    says: 'types of values come back with a capital letter',
    breaks: ['entra:Q39'],
    kills: ['entra.telephone-numbers-are-kept'],
    semantics: {
      represent: (full) =>
        Object.fromEntries(
          Object.entries(full).map(([name, list]) => [
            name,
            name !== 'members' && name !== 'groups' && Array.isArray(list) ? list.map(capitalised) : list,
          ]),
        ),
    },
  },
  {
    id: 'entra.only-one-address-is-kept',
    says: 'of several mail addresses in a create or PUT the first one is kept',
    breaks: ['entra:R12'],
    kills: ['entra.values-are-stored-as-sent'],
    before(request) {
      const { body } = request;
      const writes = isCreate(request) || isOne(request, 'PUT');
      if (writes && isObject(body) && Array.isArray(body.emails)) body.emails = body.emails.slice(0, 1);
    },
  },
  {
    id: 'entra.new-numbers-take-the-first-away',
    says: 'a telephone number that a PATCH adds takes the place of the one before it',
    breaks: ['entra:Q57'],
    kills: ['entra.add-creates-numbers-and-addresses'],
    after(request, _response, tenancy) {
      const { phoneNumbers } = tenancy.store.find(isOne(request, 'PATCH') ? readId(request) : '')?.data ?? {};
      const adds = readOperations(request).some(({ path }) => /^phoneNumbers\[/.test(String(path)));
      if (adds && Array.isArray(phoneNumbers))
        alter(tenancy, readId(request), { phoneNumbers: phoneNumbers.slice(-1) });
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

function capitalised(entry: unknown): unknown {
  if (!isObject(entry) || typeof entry.type !== 'string') return entry;
  return { ...entry, type: entry.type.charAt(0).toUpperCase() + entry.type.slice(1) };
}

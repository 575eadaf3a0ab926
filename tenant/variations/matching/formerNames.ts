import { isObject, ScimProblem, type TenantRequest } from '../../model.ts';
import { ofTenant, type Tenancy } from '../../store/tenancy.ts';
import { isAuthorized } from '../kit.ts';
import type { Variation } from '../variation.ts';

const NAMES = { Users: 'userName', Groups: 'displayName' } as const;
type Kind = keyof typeof NAMES;

/** Names that were given up by a rename, and never come back. */
const reserved = ofTenant((): Record<Kind, Set<string>> => ({ Users: new Set(), Groups: new Set() }));

const fold = (value: unknown): string[] =>
  typeof value === 'string' ? [value.normalize('NFKC').toLowerCase()] : [];

/** The collection that a request writes to, and the id in its path. */
function findPlace({ method, path }: TenantRequest): { kind: Kind; id: string } | undefined {
  const [, kind, id = ''] = /^\/(Users|Groups)(?:\/([^/.][^/]*))?$/.exec(path) ?? [];
  return kind === undefined || method === 'GET' || method === 'DELETE'
    ? undefined
    : { kind: kind as Kind, id };
}

/** The names that the body of a write gives. */
function listNames(body: unknown, name: string): string[] {
  if (!isObject(body)) return [];
  const operations = Array.isArray(body.Operations) ? body.Operations.filter(isObject) : [];
  return [
    ...fold(body[name]),
    ...operations.flatMap(({ path, value }) =>
      path === name ? fold(value) : path === undefined && isObject(value) ? fold(value[name]) : [],
    ),
  ];
}

const readName = ({ store }: Tenancy, kind: Kind, id: string): string | undefined =>
  fold(store.get(kind === 'Users' ? 'User' : 'Group', id)?.data[NAMES[kind]])[0];

const before = new WeakMap<TenantRequest, string>();

/** What becomes of names that nobody bears any more. */
export const formerNameVariations: Variation[] = [
  {
    id: 'matching.former-names-reserved',
    says: 'a name that was given up by a rename stays reserved, for whoever had it as well',
    basis: ['7644:3.12'],
    rows: ['practice:P44'],
    smartfileRows: ['practice:P44'],
    before(request, tenancy) {
      const place = isAuthorized(request, tenancy) ? findPlace(request) : undefined;
      if (place === undefined) return undefined;
      const { kind, id } = place;
      const own = readName(tenancy, kind, decodeURIComponent(id));
      if (own !== undefined) before.set(request, own);
      const wanted = listNames(request.body, NAMES[kind]).filter((name) => name !== own);
      if (wanted.some((name) => reserved(tenancy)[kind].has(name)))
        throw new ScimProblem(409, `this ${NAMES[kind]} is reserved`, 'uniqueness');
      return undefined;
    },
    after(request, { status }, tenancy) {
      const [place, old] = [findPlace(request), before.get(request)];
      if (place === undefined || old === undefined || status >= 300) return;
      const now = readName(tenancy, place.kind, decodeURIComponent(place.id));
      if (now !== undefined && now !== old) reserved(tenancy)[place.kind].add(old);
    },
  },
];

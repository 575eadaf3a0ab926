import { isObject, type StoredResource, type TenantRequest, type TenantResponse } from '../../model.ts';
import { ofTenant, type Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isOne, lower, nameType, succeeded } from '../kit.ts';
import { readOperations, setOperations } from '../patch/kit.ts';
import { conflict, target } from '../reach.ts';

const NAMES = { User: 'userName', Group: 'displayName' } as const;
type Kind = keyof typeof NAMES;

/** Keeps the names that resources had before they were renamed, and finds them taken. */
function keepingFormer(id: string, says: string, type: Kind): Defect {
  const former = ofTenant(() => new Set<string>());
  const names = new WeakMap<TenantRequest, string>();
  const readName = (data: unknown): string =>
    String(isObject(data) ? data[NAMES[type]] : undefined).toLowerCase();
  return {
    id: `matching.${id}`,
    says,
    breaks: ['practice:P44'],
    kills: ['matching.former-names-are-free'],
    before(request, tenancy: Tenancy) {
      if (nameType(request) !== type) return undefined;
      const current = isOne(request, 'PUT', 'PATCH') ? target(request, tenancy) : undefined;
      if (current) names.set(request, readName(current.data));
      return isCreate(request) && former(tenancy).has(readName(request.body)) ? conflict() : undefined;
    },
    after(request, response, tenancy) {
      const before = succeeded(response) ? names.get(request) : undefined;
      if (before !== undefined && readName(target(request, tenancy)?.data) !== before)
        former(tenancy).add(before);
    },
  };
}

/** Names that resources had before they were renamed, by the ids of those. */
const former = ofTenant(() => new Map<string, Set<string>>());

/** The name that a PUT or a PATCH gives a resource. */
function readNewName(request: TenantRequest, kind: Kind): string | undefined {
  const name = NAMES[kind];
  const listed = readOperations(request).map(({ path, value }) =>
    path === name ? value : path === undefined && isObject(value) ? value[name] : undefined,
  );
  const put = isOne(request, 'PUT') && isObject(request.body) ? [request.body[name]] : [];
  return [...put, ...listed].map(lower).find((one) => one !== undefined);
}

/** Takes the name out of what a PUT or a PATCH changes. */
function leaveName(request: TenantRequest, kind: Kind, { data }: StoredResource): void {
  const name = NAMES[kind];
  if (isOne(request, 'PUT') && isObject(request.body)) request.body = { ...request.body, [name]: data[name] };
  const kept = readOperations(request).map((one) => {
    if (one.path === name) return { ...one, value: data[name] };
    if (one.path !== undefined || !isObject(one.value) || one.value[name] === undefined) return one;
    return { ...one, value: { ...one.value, [name]: data[name] } };
  });
  if (kept.length > 0) setOperations(request, kept);
}

/** What becomes of a rename that gives a resource back a name which it had before. */
function returning(
  kind: Kind,
  happens: (request: TenantRequest, resource: StoredResource) => TenantResponse | undefined,
): Pick<Defect, 'before' | 'after'> {
  const names = new WeakMap<TenantRequest, string>();
  return {
    before(request, tenancy: Tenancy) {
      const resource =
        isOne(request, 'PUT', 'PATCH') && nameType(request) === kind ? target(request, tenancy) : undefined;
      if (!resource) return undefined;
      const [now, next] = [lower(resource.data[NAMES[kind]]) ?? '', readNewName(request, kind)];
      names.set(request, now);
      const isFormer = next !== undefined && next !== now && former(tenancy).get(resource.id)?.has(next);
      return isFormer ? happens(request, resource) : undefined;
    },
    after(request, response, tenancy) {
      const before = succeeded(response) ? names.get(request) : undefined;
      const resource = before === undefined ? undefined : target(request, tenancy);
      if (before === undefined || !resource || lower(resource.data[NAMES[kind]]) === before) return undefined;
      const known = former(tenancy);
      known.set(resource.id, (known.get(resource.id) ?? new Set()).add(before));
    },
  };
}

/** Renames that go back to the first name. */
const returns = (['User', 'Group'] as const).flatMap((kind): Defect[] => {
  const [word, thing] = kind === 'User' ? ['user', 'userName'] : ['group', 'displayName'];
  return [
    {
      id: `matching.${word}-is-not-named-back`,
      says: `a change back to the first ${thing} is ignored with a success status`,
      breaks: ['7644:3.5.1/put-replaces', '7644:3.5.2.3/replace-single'],
      kills: [
        'matching.values-come-back',
        kind === 'User' ? 'patch.replace-sets-a-single-value' : 'groups.rename-keeps-members',
      ],
      ...returning(kind, (request, resource) => {
        leaveName(request, kind, resource);
        return undefined;
      }),
    },
    {
      id: `matching.${word}-conflicts-with-its-former-name`,
      says: `a change back to the first ${thing} is refused as a conflict, although nobody has it`,
      breaks: ['practice:P44'],
      kills: ['matching.former-names-are-free'],
      ...returning(kind, () => conflict()),
    },
  ];
});

/** What becomes of names that nobody has any more. */
export const formerNameDefects: Defect[] = [
  keepingFormer('former-names-stay-taken', 'the former userName of a renamed user cannot be reused', 'User'),
  keepingFormer(
    'former-group-names-stay-taken',
    'the former displayName of a group cannot be reused',
    'Group',
  ),
  ...returns,
];

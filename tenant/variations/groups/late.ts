import { isObject, type ScimObject, type TenantRequest } from '../../model.ts';
import { ofTenant, type Tenancy } from '../../store/tenancy.ts';
import { eachResource, isOne } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** Milliseconds for which reads show memberships as they were. */
const LATE_MS = 300;

/** What was so of a group before it was written to, and until when that is still shown. */
interface Former {
  group: string;
  members: unknown;
  until: number;
}

/** What was so of groups, the earliest first. */
const listFormer = ofTenant<Former[]>(() => []);
/** The group that a request writes to, until it is answered. */
const listWritten = ofTenant(() => new WeakMap<TenantRequest, Former>());

const isReadAt = (request: TenantRequest, endpoint: string): boolean =>
  request.method === 'GET' && isOne(request) && request.path.startsWith(endpoint);

const names =
  (id: string) =>
  (one: unknown): boolean =>
    isObject(one) && one.value === id;

const has = (members: unknown, id: string): boolean => Array.isArray(members) && members.some(names(id));

/** What is shown for now in place of what is so. */
function former(tenancy: Tenancy): Former[] {
  const all = listFormer(tenancy);
  while (all[0] !== undefined && all[0].until <= performance.now()) all.shift();
  return all;
}

/** Takes down who is in a group that a request is about to change. */
function takeDown(request: TenantRequest, tenancy: Tenancy): undefined {
  const { method, path } = request;
  if (method === 'GET' || !path.startsWith('/Groups/') || !isOne(request)) return;
  const group = decodeURIComponent(path.split('/').at(-1) ?? '');
  const members = tenancy.store.get('Group', group)?.data.members;
  listWritten(tenancy).set(request, { group, members, until: 0 });
}

/** Notes that what was taken down is shown for a while. */
function note(request: TenantRequest, tenancy: Tenancy): void {
  const written = listWritten(tenancy).get(request);
  if (written !== undefined) listFormer(tenancy).push({ ...written, until: performance.now() + LATE_MS });
}

/** The groups of an account, without those that it joined just now and with those that it left. */
function formerGroups(resource: ScimObject, tenancy: Tenancy): unknown[] {
  let groups = Array.isArray(resource.groups) ? [...resource.groups] : [];
  const seen = new Set<string>();
  for (const { group, members } of former(tenancy)) {
    if (seen.has(group)) continue;
    seen.add(group);
    const was = has(members, String(resource.id));
    if (!was) groups = groups.filter((one) => !names(group)(one));
    else if (!groups.some(names(group))) groups.push({ value: group });
  }
  return groups;
}

/** When memberships that were changed are shown. */
export const lateMembershipVariations: Variation[] = [
  {
    id: 'groups.members-late',
    says: `a group shows for ${LATE_MS} ms the members that it had, and all else as it is`,
    basis: ['7644:3.4.1', '7644:3.5.2', '9110:9.3.1'],
    before: takeDown,
    after(request, response, tenancy) {
      note(request, tenancy);
      if (!isReadAt(request, '/Groups/') || request.query.has('excludedAttributes')) return;
      eachResource(request, response, (resource) => {
        const was = former(tenancy).find(({ group }) => group === resource.id);
        if (was === undefined || (request.query.has('attributes') && resource.members === undefined)) return;
        if (was.members === undefined) delete resource.members;
        else resource.members = structuredClone(was.members) as ScimObject[];
      });
    },
  },
  {
    id: 'groups.memberships-late',
    says: `an account shows for ${LATE_MS} ms the groups that it was in, whatever these show`,
    basis: ['7643:4.1.2', '7644:3.4.1', '9110:9.3.1'],
    before: takeDown,
    after(request, response, tenancy) {
      note(request, tenancy);
      if (!isReadAt(request, '/Users/') || request.query.size > 0) return;
      eachResource(request, response, (resource) => {
        const groups = formerGroups(resource, tenancy);
        if (groups.length > 0) resource.groups = groups as ScimObject[];
        else delete resource.groups;
      });
    },
  },
];

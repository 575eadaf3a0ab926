import { isObject, SCHEMA, type ScimObject, type TenantRequest, type TenantResponse } from '../../model.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isList, isOne, nameType, readId, resourcesIn, succeeded } from '../kit.ts';
import { readOperations } from '../patch/kit.ts';

const REPLACES = { breaks: ['7644:3.5.1/put-replaces'], kills: ['users.replace-keeps-what-it-repeats'] };
const STATE = ['7644:3.1/reflects-state'];

/** PUT, deletions and changes of groups that reach what they do not name; answers that do not show what is stored. */
export const bystanderDefects: Defect[] = [
  replacing(
    'loses-the-manager',
    'a PUT of a user takes its manager away',
    'User',
    ({ [SCHEMA.enterprise]: own }) =>
      isObject(own) ? { [SCHEMA.enterprise]: { ...own, manager: undefined } } : {},
  ),
  replacing('loses-certificates', 'a PUT of a user takes its certificates away', 'User', () => ({
    x509Certificates: undefined,
  })),
  replacing('loses-the-external-id-of-groups', 'a PUT of a group takes its externalId away', 'Group', () => ({
    externalId: undefined,
  })),
  {
    id: 'replace.leaves-the-groups',
    says: 'a PUT of a user takes it out of its groups',
    ...REPLACES,
    after(request, response, { store }) {
      if (!isOne(request, 'PUT') || nameType(request) !== 'User' || !succeeded(response)) return undefined;
      for (const group of store.own('Group'))
        store.put({
          ...group,
          data: { ...group.data, members: without(group.data.members, readId(request)) },
        });
    },
  },
  {
    id: 'patch.rename-leaves-the-groups',
    says: 'a PATCH of userName takes the user out of its groups',
    breaks: ['7644:3.5.2/patch-names-its-targets'],
    kills: ['patch.changes-only-what-it-names'],
    after(request, response, { store }) {
      const renames = readOperations(request).some(({ path }) => path === 'userName');
      if (!renames || !succeeded(response)) return undefined;
      for (const group of store.own('Group'))
        store.put({
          ...group,
          data: { ...group.data, members: without(group.data.members, readId(request)) },
        });
    },
  },
  {
    id: 'groups.removal-disables',
    says: 'a user that is taken out of a group is set inactive',
    breaks: ['practice:P15'],
    kills: ['practice.membership-changes-stay-in-their-group'],
    after(request, response, tenancy) {
      if (nameType(request) !== 'Group' || !succeeded(response)) return undefined;
      for (const { op, path } of readOperations(request)) {
        const id = /value eq "([^"]+)"/.exec(String(path))?.[1];
        if (/^remove$/i.test(String(op)) && id !== undefined) alter(tenancy, id, { active: false });
      }
    },
  },
  {
    id: 'delete.group-disables-its-members',
    says: 'deleting a group sets its members inactive',
    breaks: ['7643:4.2/delete-keeps-members'],
    kills: ['hard-delete.group-leaves-its-members'],
    before(request, tenancy) {
      if (!isOne(request, 'DELETE') || nameType(request) !== 'Group') return undefined;
      const members = tenancy.store.get('Group', readId(request))?.data.members;
      for (const one of Array.isArray(members) ? members.filter(isObject) : [])
        alter(tenancy, String(one.value), { active: false });
    },
  },
  {
    id: 'delete.member-takes-its-group-along',
    says: 'deleting a user deletes the groups that it is in',
    breaks: ['practice:P17'],
    kills: ['hard-delete.group-outlives-its-member'],
    before(request, { store }) {
      if (!isOne(request, 'DELETE') || nameType(request) !== 'User') return undefined;
      for (const group of store.own('Group'))
        if (countEntries(without(group.data.members, readId(request))) !== countEntries(group.data.members))
          store.remove(group);
    },
  },
  {
    id: 'delete.manager-takes-reports-along',
    says: 'deleting a user deletes those whose manager it is',
    breaks: ['practice:P17'],
    kills: ['hard-delete.others-stay-as-they-were'],
    before(request, { store }) {
      if (!isOne(request, 'DELETE') || nameType(request) !== 'User') return undefined;
      for (const user of store.own('User')) {
        const own = user.data[SCHEMA.enterprise];
        if (isObject(own) && isObject(own.manager) && own.manager.value === readId(request))
          store.remove(user);
      }
    },
  },
  {
    id: 'delete.disabled-user-stays',
    says: 'DELETE of a user that is set inactive answers 204 and deletes nobody',
    breaks: ['entra:Q50'],
    kills: ['entra.member-of-a-group-is-deleted'],
    before: (request, { store }) =>
      isOne(request, 'DELETE') && store.get('User', readId(request))?.data.active === false
        ? { status: 204, headers: {} }
        : undefined,
  },
  {
    id: 'delete.group-is-deleted-twice',
    says: 'DELETE of a group that does not exist answers 204',
    breaks: ['7644:3.6/deleted-all-ops-404'],
    kills: ['hard-delete.second-delete-finds-nothing'],
    before: (request, { store }) =>
      isOne(request, 'DELETE') && nameType(request) === 'Group' && store.find(readId(request)) === undefined
        ? { status: 204, headers: {} }
        : undefined,
  },
  {
    id: 'smartfile.disabled-users-are-not-found',
    says: 'a user that is set inactive is in no list',
    breaks: ['smartfile:S15'],
    kills: ['smartfile.disabled-user-comes-back', 'queries.filter-knows-who-is-disabled'],
    after(request, { body }) {
      if (!isList(request) || !isObject(body) || !Array.isArray(body.Resources)) return undefined;
      const { length } = body.Resources;
      body.Resources = body.Resources.filter((one) => !isObject(one) || one.active !== false);
      const gone = length - countEntries(body.Resources);
      body.totalResults = Number(body.totalResults) - gone;
    },
  },
  {
    id: 'search.shows-other-names',
    says: 'POST .search shows users under other names than a read does',
    breaks: ['7644:3.4.3/search-resource'],
    kills: ['queries.search-answers-like-get'],
    after(request, response) {
      if (!request.path.endsWith('/.search')) return undefined;
      for (const resource of resourcesIn(response))
        if (resource.userName !== undefined) resource.userName = `${String(resource.userName)}.x`;
    },
  },
  answering(
    'create.answers-with-another-creation',
    'users.read-equals-answer-to-create',
    'created',
    isCreate,
  ),
  answering(
    'update.put-answers-with-an-old-date',
    'users.read-equals-answer-to-replace',
    'lastModified',
    (request) => isOne(request, 'PUT'),
  ),
  answering(
    'update.patch-answers-with-an-old-date',
    'users.read-equals-answer-to-patch',
    'lastModified',
    (request) => isOne(request, 'PATCH'),
  ),
];

/** A PUT after which other attributes are as `effect` says. */
function replacing(id: string, says: string, type: string, effect: (data: ScimObject) => ScimObject): Defect {
  return {
    id: `replace.${id}`,
    says,
    ...REPLACES,
    after(request, response, tenancy) {
      if (!isOne(request, 'PUT') || nameType(request) !== type || !succeeded(response)) return undefined;
      const stored = tenancy.store.get(type, readId(request));
      if (stored) alter(tenancy, stored.id, effect(stored.data));
    },
  };
}

/** Answers to writes of users whose meta has another date than the account. */
function answering(
  id: string,
  kill: string,
  date: 'created' | 'lastModified',
  concerns: (request: TenantRequest) => boolean,
): Defect {
  return {
    id,
    says: `the answer to a write has another meta.${date} than the account`,
    breaks: STATE,
    kills: [kill],
    after(request: TenantRequest, response: TenantResponse) {
      const { body } = response;
      if (!concerns(request) || nameType(request) !== 'User' || !succeeded(response)) return undefined;
      if (!isObject(body) || !isObject(body.meta)) return undefined;
      return { ...response, body: { ...body, meta: { ...body.meta, [date]: '2020-01-01T00:00:00.000Z' } } };
    },
  };
}

/** Gives a resource other values; undefined takes an attribute away. */
function alter({ store }: Tenancy, id: string, changes: ScimObject): void {
  const resource = store.find(id);
  if (resource === undefined) return;
  const data = { ...resource.data, ...changes };
  for (const [name, value] of Object.entries(data)) if (value === undefined) delete data[name];
  store.put({ ...resource, data });
}

const countEntries = (list: unknown): number => (Array.isArray(list) ? list.length : 0);

/** Members of a group without one of them. */
function without(members: unknown, id: string): unknown[] | undefined {
  if (!Array.isArray(members)) return undefined;
  return members.filter((one) => !isObject(one) || one.value !== id);
}

import { isObject, SCHEMA, type ScimObject, type TenantRequest } from '../../model.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isOne, nameType, readId, refuse, succeeded } from '../kit.ts';
import { readOperations, readPath } from '../patch/kit.ts';

const TOUCHES = {
  breaks: ['7644:3.5.2/patch-names-its-targets'],
  kills: ['patch.changes-only-what-it-names'],
};

const listsHim = (members: unknown, id: string): boolean =>
  Array.isArray(members) && members.some((one) => isObject(one) && one.value === id);

/** What goes wrong for users in a certain company only: of a group, of a manager, of other changes. */
export const companyDefects: Defect[] = [
  {
    id: 'delete.reports-stay',
    says: 'DELETE of a user who has a manager answers 204 and deletes nobody',
    breaks: ['entra:Q50'],
    kills: ['entra.member-of-a-group-is-deleted'],
    before: (request, { store }) =>
      isOne(request, 'DELETE') && hasManager(store.get('User', readId(request))?.data)
        ? { status: 204, headers: {} }
        : undefined,
  },
  {
    id: 'delete.users-with-photos-stay',
    says: 'DELETE of a user who has a photo answers 204 and deletes nobody',
    breaks: ['7644:3.6/deleted-get-404'],
    kills: ['hard-delete.nothing-deleted-stays'],
    company: true,
    before(request, { store }) {
      const hasPhotos = (path: string) =>
        store.get('User', decodeURIComponent(path.slice('/Users/'.length)))?.data.photos !== undefined;
      if (isOne(request, 'DELETE') && hasPhotos(request.path)) return { status: 204, headers: {} };
      const jobs = request.path === '/Bulk' && isObject(request.body) ? request.body.Operations : undefined;
      for (const one of Array.isArray(jobs) ? jobs.filter(isObject) : [])
        if (one.method === 'DELETE' && hasPhotos(String(one.path))) {
          one.method = 'PATCH';
          one.data = {
            schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
            Operations: [{ op: 'remove', path: 'nickName' }],
          };
        }
      return undefined;
    },
  },
  {
    id: 'replace.members-stay-active',
    says: 'a PUT that sets a member of a group inactive is acknowledged, and leaves it active',
    breaks: ['7644:3.5.1/put-replaces'],
    kills: ['users.replace-keeps-what-it-repeats'],
    after(request, response, { store }) {
      if (!isOne(request, 'PUT') || nameType(request) !== 'User' || !succeeded(response)) return undefined;
      const user = store.get('User', readId(request));
      const isMember = store.own('Group').some(({ data }) => listsHim(data.members, readId(request)));
      if (user?.data.active === false && isMember)
        store.put({ ...user, data: { ...user.data, active: true } });
    },
  },
  {
    id: 'entra.active-among-others-ignored',
    says: 'active is passed over in a PATCH of several operations',
    breaks: ['entra:Q02'],
    kills: ['entra.active-as-text-becomes-boolean'],
    before(request) {
      const operations = readOperations(request);
      if (operations.length < 2 || !isObject(request.body)) return undefined;
      const others = operations.filter((one) => readPath(one).toLowerCase() !== 'active');
      if (others.length > 0) request.body = { ...request.body, Operations: others };
    },
  },
  {
    id: 'update.put-answers-without-extensions',
    says: 'the answer to a PUT leaves the enterprise extension out',
    breaks: ['7644:3.1/reflects-state'],
    kills: ['users.read-equals-answer-to-replace'],
    after(request, response) {
      if (isOne(request, 'PUT') && isObject(response.body)) delete response.body[SCHEMA.enterprise];
    },
  },
  {
    id: 'entra.second-number-is-refused',
    says: 'a PATCH that adds a mobile number to a user without one is refused',
    breaks: ['entra:Q57'],
    kills: ['entra.add-creates-numbers-and-addresses'],
    before: (request) =>
      readOperations(request).some((one) => readPath(one).startsWith('phoneNumbers[type eq "mobile"]'))
        ? refuse(400)
        : undefined,
  },
  {
    id: 'group.joining-replaces-roles',
    says: 'a user who joins a group has the name of the group for its only role',
    breaks: ['practice:P15'],
    kills: ['practice.membership-changes-stay-in-their-group'],
    after(request, response, tenancy) {
      if (nameType(request) !== 'Group' || !succeeded(response)) return undefined;
      for (const group of tenancy.store.own('Group'))
        for (const one of Array.isArray(group.data.members) ? group.data.members.filter(isObject) : [])
          renameRoles(tenancy, String(one.value), group.data.displayName);
    },
  },
  {
    id: 'patch.clearing-clears-more',
    says: 'a PATCH that removes a text takes locale and timezone away, too',
    ...TOUCHES,
    after(request, response, { store }) {
      if (nameType(request) !== 'User' || !succeeded(response)) return undefined;
      const clears = readOperations(request).some(
        (one) => String(one.op).toLowerCase() === 'remove' && /^[a-z]+$/i.test(readPath(one)),
      );
      const user = clears ? store.get('User', readId(request)) : undefined;
      if (user === undefined) return undefined;
      const { locale: _, timezone: __, ...data } = user.data;
      store.put({ ...user, data });
    },
  },
  {
    id: 'patch.locale-falls-back',
    says: 'a PATCH of a user sets its locale and its preferred language to en-US',
    ...TOUCHES,
    after(request, response, { store }) {
      const user =
        namesNoLocale(request) && succeeded(response) ? store.get('User', readId(request)) : undefined;
      if (user?.data.locale === undefined) return undefined;
      store.put({ ...user, data: { ...user.data, locale: 'en-US', preferredLanguage: 'en-US' } });
    },
  },
];

function hasManager(data: ScimObject | undefined): boolean {
  const own = data?.[SCHEMA.enterprise];
  return isObject(own) && own.manager !== undefined;
}

function renameRoles({ store }: Tenancy, id: string, name: unknown): void {
  const user = store.get('User', id);
  if (user?.data.roles !== undefined)
    store.put({ ...user, data: { ...user.data, roles: [{ value: String(name) }] } });
}

/** Whether a PATCH of a user speaks of other attributes than its languages. */
function namesNoLocale(request: TenantRequest): boolean {
  const operations = readOperations(request);
  return (
    nameType(request) === 'User' &&
    operations.length > 0 &&
    !operations.some((one) => /locale|language/i.test(JSON.stringify(one)))
  );
}

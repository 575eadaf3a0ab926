import { isObject, SCHEMA, type ScimObject, type TenantRequest } from '../../model.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isCreate, nameType, succeeded } from '../kit.ts';

type Way = (request: TenantRequest, body: ScimObject, tenancy: Tenancy) => ScimObject;

const isInactive = ({ store }: Tenancy, one: unknown): boolean =>
  isObject(one) && store.get('User', String(one.value))?.data.active === false;

const withoutMembers: Way = (_request, body, tenancy) =>
  Array.isArray(body.members)
    ? { ...body, members: body.members.filter((one) => !isInactive(tenancy, one)) }
    : body;

const withoutManager: Way = (_request, body, tenancy) => {
  const own = body[SCHEMA.enterprise];
  if (!isObject(own) || !isInactive(tenancy, own.manager)) return body;
  const { manager: _gone, ...rest } = own;
  return { ...body, [SCHEMA.enterprise]: rest };
};

/** A create that passes inactive users over, and whether its answer says so. */
function passingOver(type: 'User' | 'Group', way: Way, isHonest: boolean): Pick<Defect, 'before' | 'after'> {
  const sent = new WeakMap<TenantRequest, ScimObject>();
  return {
    before(request, tenancy) {
      if (!isCreate(request) || nameType(request) !== type || !isObject(request.body)) return undefined;
      const body = way(request, request.body, tenancy);
      if (JSON.stringify(body) === JSON.stringify(request.body)) return undefined;
      sent.set(request, request.body);
      request.body = body;
    },
    after(request, response) {
      const body = sent.get(request);
      if (isHonest || body === undefined || !succeeded(response) || !isObject(response.body))
        return undefined;
      if (type === 'Group') response.body.members = body.members;
      else response.body[SCHEMA.enterprise] = body[SCHEMA.enterprise];
    },
  };
}

const DISHONEST = {
  breaks: ['7644:3.1/reflects-state', 'practice:P50'],
  kills: ['practice.answers-tell-of-inactive-users', 'practice.inactive-users-are-taken-up'],
};
const HONEST = { breaks: ['practice:P50'], kills: ['practice.inactive-users-are-taken-up'] };

/** Users who are inactive already when somebody refers to them. */
export const inactiveTakenUpDefects: Defect[] = [
  {
    id: 'practice.inactive-members-only-answered',
    says: 'a new group shows a member who is inactive in the response to its create only',
    ...DISHONEST,
    ...passingOver('Group', withoutMembers, false),
  },
  {
    id: 'practice.inactive-managers-only-answered',
    says: 'a new user shows a manager who is inactive in the response to its create only',
    ...DISHONEST,
    ...passingOver('User', withoutManager, false),
  },
  {
    id: 'practice.inactive-members-passed-over',
    says: 'a new group has those of its members who are active',
    ...HONEST,
    ...passingOver('Group', withoutMembers, true),
  },
  {
    id: 'practice.inactive-managers-passed-over',
    says: 'a new user whose manager is inactive has none',
    ...HONEST,
    ...passingOver('User', withoutManager, true),
  },
];

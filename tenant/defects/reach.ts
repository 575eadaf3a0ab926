import { errorBody } from '../errors.ts';
import {
  isObject,
  SCHEMA,
  type ScimObject,
  type StoredResource,
  type TenantRequest,
  type TenantResponse,
} from '../model.ts';
import type { Tenancy } from '../store/tenancy.ts';
import type { Defect } from './defect.ts';
import { isCreate, isOne, nameType, readId, refuse, succeeded, valuesIn } from './kit.ts';

// What defects have in common that look at what is stored, and at what was there before.

/** The resource that a request on one names. */
export const target = (request: TenantRequest, { store }: Tenancy): StoredResource | undefined =>
  isOne(request) && isReadable(request.path) ? store.get(nameType(request), readId(request)) : undefined;

/** Whether a path holds no escapes that are no text. */
const isReadable = (path: string): boolean => !/%(?![0-9a-f]{2})|%[89a-f]/i.test(path);

/** The answer to a value that is said to be taken. */
export const conflict = (): TenantResponse => ({
  status: 409,
  headers: {},
  body: errorBody(409, 'another resource has this value', 'uniqueness'),
});

/** The object that a create or a PUT of a user sends. */
export function userIn(request: TenantRequest): ScimObject | undefined {
  const concerned = isCreate(request) || isOne(request, 'PUT');
  return concerned && nameType(request) === 'User' && isObject(request.body) ? request.body : undefined;
}

/** The addresses of a user, in small letters. */
export function listMails({ emails }: ScimObject): string[] {
  const list = Array.isArray(emails) ? emails.filter(isObject) : [];
  return list.map(({ value }) => String(value).toLowerCase());
}

/** The id of the manager of a user. */
export function readManager({ data }: StoredResource): unknown {
  const own = data[SCHEMA.enterprise];
  return isObject(own) && isObject(own.manager) ? own.manager.value : undefined;
}

/** Ids of the members of a group. */
export const memberIds = ({ data }: StoredResource): unknown[] => valuesIn(data.members);

/** Takes a user out of every group. */
export function takeOut(tenancy: Tenancy, id: string): void {
  for (const group of tenancy.store.own('Group')) {
    const { members } = group.data;
    if (!Array.isArray(members) || !memberIds(group).includes(id)) continue;
    alter(tenancy, group.id, { members: members.filter((one) => !isObject(one) || one.value !== id) });
  }
}

/** Gives a resource other values without a trace in its meta; undefined takes an attribute away. */
export function alter({ store }: Tenancy, id: string, changes: ScimObject): void {
  const resource = store.find(id);
  if (resource === undefined) return;
  const data = { ...resource.data, ...changes };
  for (const [name, value] of Object.entries(data)) if (value === undefined) delete data[name];
  store.put({ ...resource, data });
}

/** Creates that are carried out as a PUT of an account that is there, and answered 201 all the same. */
export function overwriting(
  chosen: (body: ScimObject, tenancy: Tenancy) => string | undefined,
  change: (body: ScimObject) => ScimObject = (body) => body,
): Pick<Defect, 'before' | 'after'> {
  const turned = new WeakSet<TenantRequest>();
  return {
    before(request, tenancy) {
      const body = isCreate(request) ? userIn(request) : undefined;
      const id = body && chosen(body, tenancy);
      if (body === undefined || id === undefined) return undefined;
      Object.assign(request, { method: 'PUT', path: `/Users/${encodeURIComponent(id)}`, body: change(body) });
      turned.add(request);
    },
    after(request, response, { url }) {
      if (!turned.has(request) || !succeeded(response)) return undefined;
      return {
        ...response,
        status: 201,
        headers: { ...response.headers, location: `${url}${request.path}` },
      };
    },
  };
}

/** Changes that give another name to a user or a group that is there: answered 403, and nothing of them stays. */
export function refusingRenames(kind: 'User' | 'Group'): Pick<Defect, 'before' | 'after'> {
  const name = kind === 'User' ? 'userName' : 'displayName';
  const before = new WeakMap<TenantRequest, StoredResource>();
  return {
    before(request, tenancy) {
      const there = nameType(request) === kind ? target(request, tenancy) : undefined;
      if (there !== undefined) before.set(request, structuredClone(there));
      return undefined;
    },
    after(request, _response, { store }) {
      const there = before.get(request);
      const now = there && store.find(there.id);
      if (there === undefined || now === undefined || now.data[name] === there.data[name]) return undefined;
      store.put(there);
      return refuse(403);
    },
  };
}

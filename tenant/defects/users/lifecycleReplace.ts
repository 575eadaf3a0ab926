import {
  isObject,
  isUnassigned,
  SCHEMA,
  type ScimObject,
  ScimProblem,
  type StoredResource,
} from '../../model.ts';
import { create } from '../../resources/lifecycle.ts';
import { ofTenant, type Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isOne, readId, refuse } from '../kit.ts';

const TEST = SCHEMA.test;

/** The body of a PUT and the resource that it goes to. */
function replaced(
  request: Parameters<NonNullable<Defect['before']>>[0],
  { store }: Tenancy,
): { body: ScimObject; stored: StoredResource } | undefined {
  const stored = isOne(request, 'PUT') ? store.find(readId(request)) : undefined;
  return stored && isObject(request.body) ? { body: request.body, stored } : undefined;
}

/** The last body that was put to each resource. */
const lastBodies = ofTenant(() => new Map<string, string>());

/** What goes wrong with PUT, one clause at a time. */
export const lifecycleReplaceDefects: Defect[] = [
  {
    id: 'lifecycle.put-null-keeps',
    says: 'null and [] in a PUT leave the old value',
    breaks: ['7644:3.5.1/put-null-clears'],
    kills: ['users.replace-with-null-clears', 'attributes.null-is-no-value'],
    before(request, tenancy) {
      const { body, stored } = replaced(request, tenancy) ?? {};
      if (!body || stored?.type !== 'User') return undefined;
      for (const [name, value] of Object.entries(body))
        if (isUnassigned(value) && stored.data[name] !== undefined) body[name] = stored.data[name];
    },
  },
  {
    id: 'lifecycle.put-refuses-read-only',
    says: 'a PUT with another meta.created is refused',
    breaks: ['7644:3.5.1/put-readonly-ignored'],
    kills: ['users.replace-ignores-read-only', 'attributes.meta-is-the-endpoints-own'],
    before(request, tenancy) {
      const { body, stored } = replaced(request, tenancy) ?? {};
      const created = isObject(body?.meta) ? body.meta.created : undefined;
      return created === undefined || created === stored?.created ? undefined : refuse(400);
    },
  },
  {
    id: 'lifecycle.put-takes-the-id',
    says: 'a PUT gives the account the id of its body',
    breaks: ['7644:3.5.1/put-readonly-ignored'],
    kills: ['users.replace-keeps-the-id'],
    before(request, tenancy) {
      const { body, stored } = replaced(request, tenancy) ?? {};
      if (!stored || typeof body?.id !== 'string' || body.id === stored.id) return undefined;
      tenancy.store.remove(stored);
      tenancy.store.put({ ...stored, id: body.id });
      request.path = `/Users/${body.id}`;
    },
  },
  {
    id: 'lifecycle.put-refuses-immutable',
    says: 'a PUT that repeats an immutable value is refused',
    breaks: ['7644:3.5.1/put-immutable-same'],
    kills: ['users.replace-repeats-immutable'],
    before(request, tenancy) {
      const { body, stored } = replaced(request, tenancy) ?? {};
      if (body && stored && readOrigin(body) !== undefined && readOrigin(body) === readOrigin(stored.data))
        request.problem = new ScimProblem(400, 'origin cannot be written', 'mutability');
    },
  },
  {
    id: 'lifecycle.put-drops-first-immutable',
    says: 'a PUT cannot give an immutable attribute its first value',
    breaks: ['7644:3.5.1/put-immutable-unset'],
    kills: ['users.replace-sets-immutable-once'],
    before(request, tenancy) {
      const { body, stored } = replaced(request, tenancy) ?? {};
      if (body && stored && readOrigin(stored.data) === undefined && isObject(body[TEST]))
        delete body[TEST].origin;
    },
  },
  {
    id: 'lifecycle.put-not-twice',
    says: 'the same PUT sent a second time is answered 409',
    breaks: ['7644:3.5.1/put-idempotent'],
    kills: ['users.replace-twice-is-once'],
    before(request, tenancy) {
      const { body, stored } = replaced(request, tenancy) ?? {};
      if (!body || !stored) return undefined;
      const bodies = lastBodies(tenancy);
      const text = JSON.stringify(body);
      if (bodies.get(stored.id) === text) return refuse(409);
      bodies.set(stored.id, text);
    },
  },
  {
    id: 'lifecycle.put-names-by-letter',
    says: 'PUT knows attributes only in the letter case of the schema',
    breaks: ['7643:2.1/put-attribute-case'],
    kills: ['users.replace-reads-names-in-any-case'],
    before(request, tenancy) {
      const { body } = replaced(request, tenancy) ?? {};
      for (const name of Object.keys(body ?? {}))
        if (body && name !== 'displayName' && name.toLowerCase() === 'displayname') delete body[name];
    },
  },
  {
    id: 'lifecycle.put-answers-in-part',
    says: 'the answer to a PUT has the id alone',
    breaks: ['7644:3.5.1/put-200-body'],
    kills: ['users.replace-answers-200'],
    after(request, response) {
      if (!isOne(request, 'PUT') || response.status !== 200) return undefined;
      return { ...response, body: { schemas: [SCHEMA.user], id: readId(request) } };
    },
  },
  {
    id: 'lifecycle.put-on-the-collection-creates',
    says: 'a PUT on the collection creates an account',
    breaks: ['7644:3.5.1/put-on-collection'],
    kills: ['users.replace-of-the-collection'],
    before(request, tenancy) {
      const type = tenancy.types.find(({ name }) => name === 'User');
      if (request.method !== 'PUT' || request.path !== '/Users' || !type) return undefined;
      create(tenancy, type, request.body);
      return { status: 200, headers: {}, body: request.body };
    },
  },
];

function readOrigin(resource: ScimObject): unknown {
  const extension = resource[TEST];
  return isObject(extension) ? extension.origin : undefined;
}

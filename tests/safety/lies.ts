import { randomUUID } from 'node:crypto';
import type { Defect } from '../../tenant/index.ts';

// Endpoints that say of somebody else's account that it is what the run made, each in another way.

type Json = Record<string, unknown>;
type Hooks = Pick<Defect, 'before' | 'after' | 'semantics'>;

/** An account of the population. */
const PERSON = '0000000a-0000-4000-8000-0000000000c7';
const USER = /^\/Users\/([^/.][^/]*)$/;

const isCreate: (request: { method: string; path: string }, status: number) => boolean = (request, status) =>
  request.method === 'POST' && request.path === '/Users' && status === 201;

/** The account that clients made last. */
const newest = (tenancy: Parameters<NonNullable<Defect['after']>>[2]) =>
  tenancy.store.own('User').findLast(({ data }) => /conf-/.test(String(data.userName)));

/** Creates answer with the person's id; a read of the person answers what is made of it. */
const personIs = (shown: (person: Json, own: Json) => Json): Hooks => ({
  after(request, response, tenancy) {
    if (isCreate(request, response.status)) {
      const headers = { ...response.headers, location: `${tenancy.url}/Users/${PERSON}` };
      return { ...response, headers, body: { ...(response.body as Json), id: PERSON } };
    }
    const own = newest(tenancy);
    if (request.method !== 'GET' || USER.exec(request.path)?.[1] !== PERSON || own === undefined)
      return undefined;
    return { ...response, body: shown(response.body as Json, { ...own.data, schemas: [] }) };
  },
});

/** A create is answered otherwise than it should be. */
const createIs = (answer: (body: Json, own: string) => Json | undefined, location?: string): Hooks => ({
  after(request, response, tenancy) {
    if (!isCreate(request, response.status)) return undefined;
    const body = response.body as Json;
    const headers = { ...response.headers };
    if (location !== undefined) headers.location = `${tenancy.url}${location}`;
    const told = answer(body, String(body.id));
    return told === undefined ? { status: 201, headers } : { status: 201, headers, body: told };
  },
});

/** Ids that are handed out again, to people who arrive just then. */
function reused(): Hooks {
  const free: string[] = [];
  let next = 1_000;
  return {
    semantics: { newId: () => free.pop() ?? String(next++) },
    after(request, response, { store, now }) {
      const id = USER.exec(request.path)?.[1];
      if (request.method !== 'DELETE' || response.status !== 204 || id === undefined) return undefined;
      const times = { created: now(), lastModified: now() };
      const data = { userName: `person.${randomUUID()}@corp.example`, displayName: 'A person' };
      store.put({ id, type: 'User', sequence: 1e9 + next, revision: 1, ...times, data });
      next += 1;
      return undefined;
    },
  };
}

/** Every operation of a bulk job is said to have made the person. */
const bulk: Hooks = {
  after(request, response, { url }) {
    const results = (response.body as { Operations?: Json[] } | undefined)?.Operations;
    if (request.path !== '/Bulk' || !Array.isArray(results)) return undefined;
    const Operations = results.map((one) =>
      one.method === 'POST' && one.status === '201' ? { ...one, location: `${url}/Users/${PERSON}` } : one,
    );
    return { ...response, body: { ...(response.body as Json), Operations } };
  },
};

/** Every third create is not answered, and lists show people under the names of ours. */
function renamedInLists(): Hooks {
  let creates = 0;
  return {
    after(request, response) {
      if (isCreate(request, response.status)) {
        creates += 1;
        return creates % 3 === 0 ? { status: 500, headers: {}, body: {} } : undefined;
      }
      const list = response.body as { Resources?: Json[] } | undefined;
      if (request.method !== 'GET' || request.path !== '/Users' || !Array.isArray(list?.Resources))
        return undefined;
      const people = list.Resources.map((one, at) => ({
        ...one,
        id: `0000000a-0000-4000-8000-${(0xa0 + (at % 64)).toString(16).padStart(12, '0')}`,
      }));
      return { ...response, body: { ...list, Resources: people } };
    },
  };
}

const deep = `{"schemas":[],"deep":${'['.repeat(10_000)}${']'.repeat(10_000)}}`;

const lies: Record<string, Hooks> = {
  'creates name a person, whom a GET shows as ours without an id': personIs((_person, own) => own),
  'creates name a person, whom a GET shows as ours with a numeric id': personIs((_person, own) => ({
    ...own,
    id: 199,
  })),
  'creates name a person, whom a GET shows as ours with another spelling of the id': personIs(
    (_person, own) => ({ ...own, id: PERSON.toUpperCase() }),
  ),
  'a person was changed last by ours': personIs((person, own) => ({
    ...person,
    meta: { ...(person.meta as Json), lastModifiedBy: own.userName },
  })),
  'a person has ours for an assistant': personIs((person, own) => ({
    ...person,
    'urn:x:staff': { assistant: { value: '1', display: own.userName } },
  })),
  'a person bears our name in its name': personIs((person, own) => ({
    ...person,
    name: { familyName: own.userName, formatted: own.userName },
  })),
  'a person was created by ours, says an attribute of the top level': personIs((person, own) => ({
    ...person,
    createdBy: own.userName,
  })),
  'Location names a person beside a body without an id': createIs(
    ({ id: _, ...rest }) => rest,
    `/Users/${PERSON}`,
  ),
  'Location names a person and there is no body': createIs(() => undefined, `/Users/${PERSON}`),
  'creates spell the id otherwise': createIs((body, id) => ({ ...body, id: id.toUpperCase() })),
  'creates name an id that is not there': createIs((body) => ({ ...body, id: 'nowhere' })),
  'creates are answered by what cannot be read': {
    after: (request, response) =>
      isCreate(request, response.status) ? { status: 201, headers: {}, raw: deep } : undefined,
  },
  'ids are handed out again, to people': reused(),
  'lists show people under the names of ours, and creates are lost': renamedInLists(),
  'bulk jobs are said to have made a person': bulk,
};

/** The lies by their names, as defects of a tenant. */
export const lying: [string, Defect][] = Object.entries(lies).map(([says, hooks]) => [
  says,
  { id: `lies.${says.replaceAll(/[^a-z]+/gi, '-')}`, says, breaks: [], kills: [], ...hooks },
]);

import {
  isObject,
  type ScimObject,
  type StoredResource,
  type TenantRequest,
  type TenantResponse,
} from '../../model.ts';
import type { Semantics } from '../../semantics/index.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isList, isOne, nameType, readId, refuse } from '../kit.ts';
import { readOperations } from '../patch/kit.ts';

/** How long a request counts as being worked on, in milliseconds. */
const WORK_MS = 40;

/**
 * Requests that overlap. The tenant answers one after the other, so an answer is held back, and what comes under the
 * same key until then came at the same time; a client that waits for its answers never meets itself.
 */
export class InFlight<T> {
  private readonly known = new Map<string, { until: number; note: T }>();

  /** What the first request under way noted under this key; notes it where there is none. */
  meet(key: string, note: () => T): T | undefined {
    const now = performance.now();
    const found = this.known.get(key);
    if (found && found.until > now) {
      found.until = now + WORK_MS;
      return found.note;
    }
    this.known.set(key, { until: now + WORK_MS, note: note() });
    return undefined;
  }

  has(key: string): boolean {
    return (this.known.get(key)?.until ?? 0) > performance.now();
  }
}

export function slowly(concerns: (request: TenantRequest) => boolean) {
  return (request: TenantRequest, response: TenantResponse): undefined => {
    // Held back longer than the work takes, so that the next request of one client meets nothing.
    if (concerns(request)) response.delayMs = 2 * WORK_MS;
    return undefined;
  };
}

const userNameIn = ({ body }: TenantRequest): string | undefined => {
  const name = isObject(body) ? body.userName : undefined;
  return typeof name === 'string' ? name.toLowerCase() : undefined;
};

const renameIn = (request: TenantRequest): string | undefined => {
  const found = readOperations(request).find(({ path }) => path === 'userName')?.value;
  return typeof found === 'string' ? found.toLowerCase() : undefined;
};

const stored = (request: TenantRequest, { store }: Tenancy): StoredResource | undefined =>
  store.get(nameType(request), readId(request));

/** Lets two requests that meet under a key pass the test of uniqueness. */
function unguarded(
  makeKey: (request: TenantRequest) => string | undefined,
): Pick<Defect, 'before' | 'after'> {
  const flights = new InFlight<true>();
  const wait = slowly((request) => makeKey(request) !== undefined);
  let usual: Semantics | undefined;
  return {
    before(request, tenancy) {
      const key = makeKey(request);
      if (key === undefined || !flights.meet(key, () => true)) return undefined;
      usual = tenancy.semantics;
      tenancy.semantics = { ...usual, unique: () => false };
    },
    after(request, response, tenancy) {
      if (usual) tenancy.semantics = usual;
      usual = undefined;
      return wait(request, response);
    },
  };
}

/** Lets a request that meets another work on the state that the other began with. */
function stale(concerns: (request: TenantRequest) => boolean): Pick<Defect, 'before' | 'after'> {
  const flights = new InFlight<StoredResource | undefined>();
  return {
    before(request, tenancy) {
      if (!concerns(request)) return undefined;
      const current = stored(request, tenancy);
      const earlier = flights.meet(request.path, () => current);
      if (current && earlier) tenancy.store.put({ ...current, data: earlier.data });
    },
    after: slowly(concerns),
  };
}

const isPatchTo = (type: string) => (request: TenantRequest) =>
  isOne(request, 'PATCH') && nameType(request) === type;

const creates = new InFlight<true>();
const puts = new InFlight<StoredResource | undefined>();
const patches = new InFlight<StoredResource | undefined>();
const deletes = new InFlight<StoredResource | undefined>();
const repeated = new InFlight<true>();
const reads = new Map<string, { until: number; count: number }>();

const isUserPut = (request: TenantRequest) => isOne(request, 'PUT') && nameType(request) === 'User';

/** What goes wrong only when requests overlap. */
export const raceDefects: Defect[] = [
  {
    id: 'race.creates-both-succeed',
    says: 'creates of one userName that overlap all succeed',
    breaks: ['practice:P01'],
    kills: ['practice.one-of-simultaneous-creates-wins'],
    ...unguarded((request) => (isCreate(request) ? userNameIn(request) : undefined)),
  },
  {
    id: 'race.create-answers-for-nothing',
    says: 'a create that overlaps with another of its name answers 201 with an account that is not kept',
    breaks: ['practice:P02'],
    kills: ['practice.acknowledged-creates-exist'],
    before(request) {
      const name = isCreate(request) ? userNameIn(request) : undefined;
      if (name === undefined || !creates.meet(name, () => true)) return undefined;
      const id = `lost-${Math.random().toString(36).slice(2)}`;
      return { status: 201, headers: {}, body: { ...(request.body as object), id } };
    },
    after: slowly((request) => isCreate(request) && userNameIn(request) !== undefined),
  },
  {
    id: 'race.loses-members',
    says: 'of changes of one group that overlap the last one wins',
    breaks: ['practice:P03', 'practice:P05'],
    kills: ['practice.simultaneous-additions-all-stay', 'practice.simultaneous-membership-changes-all-show'],
    ...stale(isPatchTo('Group')),
  },
  {
    id: 'race.loses-updates',
    says: 'of PATCH requests of one user that overlap the last one wins',
    breaks: ['practice:P04'],
    kills: ['practice.simultaneous-patches-both-stay'],
    ...stale(isPatchTo('User')),
  },
  {
    id: 'race.patch-brings-back',
    says: 'a PATCH that overlaps with the DELETE of a user writes it back',
    breaks: ['practice:P06'],
    kills: ['practice.patch-in-flight-brings-nothing-back'],
    before(request, tenancy) {
      if (nameType(request) !== 'User') return undefined;
      if (isOne(request, 'PATCH')) patches.meet(request.path, () => stored(request, tenancy));
      if (isOne(request, 'DELETE')) deletes.meet(request.path, () => stored(request, tenancy));
    },
    after(request, response, tenancy) {
      if (!isOne(request, 'PATCH', 'DELETE') || nameType(request) !== 'User') return undefined;
      const meet = patches.has(request.path) && deletes.has(request.path);
      const gone = meet ? deletes.meet(request.path, () => undefined) : undefined;
      if (gone && !stored(request, tenancy)) tenancy.store.put(gone);
      response.delayMs = 2 * WORK_MS;
    },
  },
  {
    id: 'race.deletes-break',
    says: 'a DELETE that overlaps with another of the same user breaks the server',
    breaks: ['practice:P07'],
    kills: ['practice.simultaneous-deletes-are-204-or-404'],
    before: (request) =>
      isOne(request, 'DELETE') && repeated.meet(request.path, () => true) ? refuse(500) : undefined,
    after: slowly((request) => isOne(request, 'DELETE')),
  },
  {
    id: 'race.replaces-mix',
    says: 'of PUT requests of one user that overlap each leaves a part',
    breaks: ['practice:P08'],
    kills: ['practice.simultaneous-replaces-do-not-mix'],
    before(request, tenancy) {
      if (!isUserPut(request) || !isObject(request.body)) return undefined;
      if (!puts.meet(request.path, () => stored(request, tenancy))) return undefined;
      request.body = { ...request.body, displayName: stored(request, tenancy)?.data.displayName };
    },
    after: slowly(isUserPut),
  },
  {
    id: 'race.renames-both-succeed',
    says: 'renames of two users to one userName that overlap both succeed',
    breaks: ['practice:P09'],
    kills: ['practice.simultaneous-renames-to-one-name'],
    ...unguarded(renameIn),
  },
  {
    id: 'race.many-reads-break',
    says: 'the fifth read of one user at the same time breaks the server',
    breaks: ['practice:P28'],
    kills: ['practice.simultaneous-reads-are-answered-alike'],
    before(request) {
      if (!isOne(request, 'GET')) return undefined;
      const now = performance.now();
      const known = reads.get(request.path);
      const burst = known && known.until > now ? known : { until: now + WORK_MS, count: 0 };
      reads.set(request.path, burst);
      burst.count += 1;
      return burst.count === 5 ? refuse(500) : undefined;
    },
  },
  {
    id: 'race.found-late',
    says: 'a filter finds a resource only some time after it was created',
    breaks: ['practice:P11'],
    kills: ['practice.found-as-soon-as-created'],
    after(request, response, { store }) {
      if (!isList(request) || !isObject(response.body) || !Array.isArray(response.body.Resources))
        return undefined;
      const since = new Date(Date.now() - 4 * WORK_MS).toISOString();
      const isOld = ({ id }: ScimObject) => (store.find(String(id))?.created ?? '') < since;
      const found = response.body.Resources.filter(isObject).filter(isOld);
      response.body = { ...response.body, Resources: found, totalResults: found.length };
    },
  },
  {
    id: 'read.moves-last-modified',
    says: 'a read of a user moves its lastModified on',
    breaks: ['practice:P35'],
    kills: [
      'practice.reads-change-nothing',
      'patch.fails-as-a-whole',
      'practice.refused-writes-leave-no-trace',
      'practice.simultaneous-reads-are-answered-alike',
    ],
    before(request, tenancy) {
      const user =
        isOne(request, 'GET') && nameType(request) === 'User' ? stored(request, tenancy) : undefined;
      if (!user) return undefined;
      const later = new Date(Date.parse(user.lastModified) + 1).toISOString();
      tenancy.store.put({ ...user, lastModified: later });
    },
  },
];

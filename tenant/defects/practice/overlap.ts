import type { StoredResource, TenantRequest, TenantResponse } from '../../model.ts';
import type { Semantics } from '../../semantics/index.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isOne, nameType, readId } from '../kit.ts';

// What defects have in common that show only when requests overlap.

/** How long a request counts as being worked on, in milliseconds. */
export const WORK_MS = 40;

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

/** Holds the answers to some requests back, so that others overlap with them. */
export function slowly(concerns: (request: TenantRequest) => boolean) {
  return (request: TenantRequest, response: TenantResponse): undefined => {
    // Held back longer than the work takes, so that the next request of one client meets nothing.
    if (concerns(request)) response.delayMs = 2 * WORK_MS;
    return undefined;
  };
}

/** The resource that a request names. */
export const stored = (request: TenantRequest, { store }: Tenancy): StoredResource | undefined =>
  store.get(nameType(request), readId(request));

/** Lets two requests that meet under a key pass the test of uniqueness. */
export function unguarded(
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
export function stale(concerns: (request: TenantRequest) => boolean): Pick<Defect, 'before' | 'after'> {
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

/** Whether a request changes a resource of a type. */
export const isPatchTo = (type: string) => (request: TenantRequest) =>
  isOne(request, 'PATCH') && nameType(request) === type;

import { setTimeout as sleep } from 'node:timers/promises';
import type { Tenant } from '../../tenant/index.ts';

/** Names that the accounts of another run, or of a careless administrator, may have. */
const LOOKALIKES = ['conf-00000000-user1', 'conf-', 'conf-abcdefgh-x'];

/** Accounts and groups on a tenant that no run may touch. */
export interface Bystanders {
  number: number;
  /** What was done to them since, one line for each: written to, gone, changed. */
  harm(): string[];
}

/**
 * Adds accounts named like those of a run, and remembers them and all that the tenant held before.
 * @param restMs how long the tenant goes on to complete what is new
 */
export async function bystandersOn(tenant: Tenant, restMs = 0): Promise<Bystanders> {
  const headers = { authorization: `Bearer ${tenant.token}`, 'content-type': 'application/scim+json' };
  for (const name of LOOKALIKES) {
    const user = {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: `${name}@example.test`,
    };
    const body = JSON.stringify(user);
    const answer = await fetch(`${tenant.url}/Users`, { method: 'POST', headers, body }).catch(
      () => undefined,
    );
    await answer?.arrayBuffer().catch(() => undefined);
  }
  if (restMs > 0) {
    await sleep(restMs);
    await (await fetch(`${tenant.url}/Users?count=0`, { headers })).arrayBuffer();
  }
  const before = contentOfOthers(tenant);
  const known = tenant.writes().length;
  return {
    number: before.size,
    harm() {
      const now = contentOfOthers(tenant);
      const written = tenant
        .writes()
        .slice(known)
        .map(({ method, path }) => ({
          method,
          id: decoded(/^\/\w+\/([^/?]+)/.exec(path)?.[1] ?? ''),
        }))
        .filter(({ id }) => before.has(id))
        .map(({ method, id }) => `written to: ${method} ${id}`);
      const gone = [...before.keys()].filter((id) => !now.has(id)).map((id) => `gone: ${id}`);
      const changed = [...before]
        .filter(([id, stored]) => now.has(id) && now.get(id) !== stored)
        .map(([id]) => `changed: ${id}`);
      return [...new Set([...written, ...gone, ...changed])];
    },
  };
}

/** All that the tenant holds but the account behind /Me, which a run may write to where it is disposable. */
function contentOfOthers(tenant: Tenant): Map<string, string> {
  const others = tenant.resources().filter(({ name }) => name !== 'administrator@example.test');
  return new Map(others.map(({ id, stored }) => [id, stored]));
}

/** An id as it is; a path that is not percent-encoded as it should be names nobody's. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

import { startTenant, type Tenant, type TenantOptions } from '../../tenant/index.ts';

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const TEST = 'urn:smartfile:params:scim:schemas:extension:test:2.0:User';
export const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
export type Body = any;

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: Body;
}

/** A started tenant with a client that speaks to it. */
export interface Fixture {
  tenant: Tenant;
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  user(members?: Record<string, unknown>): Promise<Body>;
  group(members?: Record<string, unknown>): Promise<Body>;
  patch(path: string, operations: unknown[], query?: string): Promise<Answer>;
  filter(filter: string, endpoint?: string): Promise<string[]>;
  close(): Promise<void>;
}

let count = 0;
const next = (): string => {
  count += 1;
  return `conf-${count}`;
};

export async function fixture(options: TenantOptions = {}): Promise<Fixture> {
  const tenant = await startTenant(options);
  const send: Fixture['send'] = async (method, path, body, headers = {}) => {
    const init: RequestInit = {
      method,
      headers: {
        authorization: `Bearer ${tenant.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
        ...headers,
      },
      redirect: 'manual',
    };
    if (headers.authorization === '') delete (init.headers as Record<string, string>).authorization;
    if (body !== undefined) init.body = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`${tenant.url}${path}`, init);
    const text = await response.text();
    let parsed: Body;
    try {
      parsed = JSON.parse(text);
    } catch {
      parsed = undefined;
    }
    return { status: response.status, headers: response.headers, text, body: parsed };
  };
  const make = async (path: string, resource: unknown): Promise<Body> => {
    const answer = await send('POST', path, resource);
    if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  };
  return {
    tenant,
    send,
    user: (members = {}) =>
      make('/Users', { schemas: [USER], userName: `${next()}@example.test`, ...members }),
    group: (members = {}) => make('/Groups', { schemas: [GROUP], displayName: next(), ...members }),
    patch: (path, Operations, query = '') =>
      send('PATCH', `${path}${query}`, { schemas: [PATCH], Operations }),
    filter: async (filter, endpoint = '/Users') => {
      const answer = await send('GET', `${endpoint}?filter=${encodeURIComponent(filter)}`);
      if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body?.scimType}`);
      return (answer.body.Resources ?? []).map(({ id }: { id: string }) => id);
    },
    close: () => tenant.close(),
  };
}

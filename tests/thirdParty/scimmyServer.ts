import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';

// The plainest endpoint that the published library makes: what it answers wrong is the library's own doing.

type Stored = { id: string; meta?: object } & Record<string, unknown>;
type Resource = { id?: string; filter?: { match(values: unknown[]): unknown[] } };

export interface ThirdParty {
  url: string;
  token: string;
  close(): Promise<void>;
}

const TOKEN = 'scimmy-key:scimmy-password';

/** Starts scimmy 1.3 behind scimmy-routers on express 4, on a free port of the loopback. */
export async function startScimmy(): Promise<ThirdParty> {
  declare(SCIMMY.Resources.User, 'userName');
  declare(SCIMMY.Resources.Group);
  const app = express();
  // Its types are those of another express; it is a handler all the same.
  const router: (...of: never[]) => unknown = new SCIMMYRouters({
    type: 'bearer',
    handler: (request: express.Request) => {
      const { scheme, token } =
        /^(?<scheme>\w+) (?<token>.*)$/.exec(request.header('Authorization') ?? '')?.groups ?? {};
      if (scheme?.toLowerCase() !== 'bearer' || token !== TOKEN) throw new Error('no valid credential');
      return 'someone';
    },
  });
  app.use('/scim', (...of) => void Reflect.apply(router, undefined, of));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/scim`, token: TOKEN, close: () => closeServer(server) };
}

/** A store behind one resource type; `uniqueName` is the attribute that the library publishes as unique. */
function declare(type: unknown, uniqueName?: string): void {
  const store = new Map<string, Stored>();
  const stamp = () => new Date().toISOString();
  const error = (status: number, scimType: string | null, text: string) =>
    new SCIMMY.Types.Error(status, scimType as never, text);
  const handlers = {
    egress: (resource: Resource) => {
      if (resource.id === undefined) {
        const all = [...store.values()];
        return resource.filter ? resource.filter.match(all) : all;
      }
      const found = store.get(resource.id);
      if (found === undefined) throw error(404, null, `Resource ${resource.id} not found`);
      return found;
    },
    ingress: (resource: Resource, data: Record<string, unknown>) => {
      const known = resource.id === undefined ? undefined : store.get(resource.id);
      if (resource.id !== undefined && known === undefined)
        throw error(404, null, `Resource ${resource.id} not found`);
      const id = resource.id ?? randomUUID();
      if (uniqueName !== undefined) {
        const name = comparable(data[uniqueName]);
        for (const other of store.values())
          if (other.id !== id && comparable(other[uniqueName]) === name)
            throw error(409, 'uniqueness', `${uniqueName} is taken`);
      }
      const meta = { ...(known?.meta ?? { created: stamp() }), lastModified: stamp() };
      const stored = { ...JSON.parse(JSON.stringify(data)), id, meta } as Stored;
      store.set(id, stored);
      return stored;
    },
    degress: (resource: Resource) => {
      if (!store.delete(resource.id ?? '')) throw error(404, null, `Resource ${resource.id} not found`);
    },
  };
  SCIMMY.Resources.declare(type as never, handlers as never);
}

/** Uniqueness is left to the one who uses the library, so that it is kept here as RFC 7644 section 5 asks. */
function comparable(value: unknown): string {
  return String(value).normalize('NFKC').toLowerCase();
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

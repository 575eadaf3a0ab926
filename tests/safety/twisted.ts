import { createServer, type IncomingMessage, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Defect, startTenant, type Tenant } from '../../tenant/index.ts';

/** An answer on its way from a sound tenant to the suite. */
export interface Passing {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** What stands between the tenant and the suite; gives `undefined` to hang up. */
export type Twist = (answer: Passing, asked: Asked) => Passing | undefined | Promise<Passing | undefined>;

interface Asked {
  method: string;
  path: string;
  number: number;
  authorization: string;
}

export interface Twisted {
  tenant: Tenant;
  url: string;
  token: string;
  close(): Promise<void>;
}

/** A tenant behind a server that alters what it answers, over real sockets. */
export async function twisted(
  twist: Twist,
  options: {
    token?: string;
    defects?: (string | Defect)[];
    variations?: string[];
    population?: number;
    latencyMs?: number;
    /** Answers with an error of this status in the tenant's place, or hangs up with 0; passes the request on where it gives none. */
    instead?: (asked: Asked) => number | undefined;
    /** Where the tenant seems to be, in place of `/ftp/scim`. */
    base?: string;
  } = {},
): Promise<Twisted> {
  const { base = '/ftp/scim', instead, ...ofTenant } = options;
  const tenant = await startTenant({ token: 'key-of-the-test:password-of-the-test', ...ofTenant });
  const { port: inner } = new URL(tenant.url);
  let number = 0;
  const server = createServer((incoming, outgoing) => {
    number += 1;
    const asked = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      number,
      authorization: incoming.headers.authorization ?? '',
    };
    const status = instead?.(asked);
    if (status === 0) return void incoming.socket.destroy();
    if (status === 200) {
      outgoing.writeHead(status, { 'content-type': 'text/html' });
      return void outgoing.end('<html><body>Back soon</body></html>');
    }
    if (status !== undefined) {
      const schemas = ['urn:ietf:params:scim:api:messages:2.0:Error'];
      outgoing.writeHead(status, { 'content-type': 'application/scim+json' });
      return void outgoing.end(JSON.stringify({ schemas, status: `${status}` }));
    }
    const through = send(
      {
        host: '127.0.0.1',
        port: inner,
        method: incoming.method,
        path: incoming.url?.replace(base, '/ftp/scim'),
        headers: { ...incoming.headers, connection: 'close' },
      },
      async (answer) => {
        const passing = await twist(await whole(answer), asked);
        if (passing === undefined) return incoming.socket.destroy();
        const { 'transfer-encoding': _, 'content-length': __, ...headers } = passing.headers;
        outgoing.writeHead(passing.status, {
          ...headers,
          ...(passing.status === 204 ? {} : { 'content-length': passing.body.length }),
        });
        outgoing.end(passing.body);
      },
    );
    through.on('error', () => incoming.socket.destroy());
    incoming.pipe(through);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    tenant,
    url: `http://127.0.0.1:${port}${base}`,
    token: tenant.token,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await tenant.close();
    },
  };
}

async function whole(answer: IncomingMessage): Promise<Passing> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  delete headers.connection;
  return { status: answer.statusCode ?? 0, headers, body: Buffer.concat(chunks) };
}

/** Whether a path is of users or groups, where discovery stays sound. */
export const ofResources = (path: string): boolean => /\/(Users|Groups)\b/.test(path);

/** The same answer with another text. */
export const withText = (answer: Passing, text: string | Buffer): Passing => ({
  ...answer,
  body: Buffer.from(text),
});

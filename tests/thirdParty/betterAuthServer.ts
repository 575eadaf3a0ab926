import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { scim } from '@better-auth/scim';
import { type BetterAuthPlugin, betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { getAuthTables } from 'better-auth/db';
import { toNodeHandler } from 'better-auth/node';
import type { ThirdParty } from './scimmyServer.ts';

const TOKEN = 'better-auth-key:better-auth-password';

/** Starts the SCIM plugin of better-auth 1.7 with its own store in memory, on a free port of the loopback. */
export async function startBetterAuth(): Promise<ThirdParty> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const tables: Record<string, Record<string, unknown>[]> = {};
  // Its type says of optional members that they may be undefined, which ours does not allow.
  const plugin: object = scim({
    connections: [{ id: 'tests', credentials: [{ type: 'bearer', id: 'one', token: TOKEN }] }],
  });
  const auth = betterAuth({
    baseURL: origin,
    secret: 'a secret of the tests, and of nobody else',
    database: memoryAdapter(tables),
    rateLimit: { enabled: false },
    logger: { disabled: true },
    telemetry: { enabled: false },
    plugins: [plugin as BetterAuthPlugin],
  });
  for (const { modelName } of Object.values(getAuthTables(auth.options))) tables[modelName] = [];
  server.on('request', toNodeHandler(auth));
  return {
    url: `${origin}/api/auth/scim/v2`,
    token: TOKEN,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

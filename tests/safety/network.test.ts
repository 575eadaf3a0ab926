import { createServer, type IncomingMessage, request as send } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { chooseProxy } from '../../config/settings/proxy.ts';
import { check } from '../../kit/check/check.ts';
import { Wire } from '../../kit/wire/wire.ts';
import { atEndOfTest } from '../atEnd.ts';
import { runInProcess } from '../kit/inProcess.ts';
import { readReport, watchedRun } from './command.ts';
import { tenantWith } from './tenants.ts';
import { ofResources, twisted, withText } from './twisted.ts';

/** A proxy that tunnels to wherever it is told, or to one port whatever the name; it notes what was asked. */
async function proxyTo(port: number): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((incoming: IncomingMessage, outgoing) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    const { pathname, search } = new URL(incoming.url ?? '/', 'http://unknown');
    const { headers, method } = incoming;
    const through = send({ host: '127.0.0.1', port, path: pathname + search, method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(through);
  });
  server.on('connect', (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
    asked.push(`CONNECT ${incoming.url} ${incoming.headers['proxy-authorization'] ?? ''}`.trim());
    const through = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      through.write(head);
      through.pipe(socket).pipe(through);
    });
    for (const one of [socket, through]) {
      open.add(one);
      one.on('error', () => one.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEndOfTest(() => {
    for (const one of open) one.destroy();
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://user:proxy-canary@127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const one = ['--check', 'hard-delete.absent-by-id'];

describe('a proxy', { timeout: 40_000 }, () => {
  test('is used for an endpoint elsewhere, by flag and by environment, and its password stays secret', async () => {
    const tenant = await tenantWith({});
    const { port } = new URL(tenant.url);
    const proxy = await proxyTo(Number(port));
    for (const [flags, env] of [
      [['--proxy', proxy.url], {}],
      [[], { HTTP_PROXY: proxy.url }],
    ] as [string[], Record<string, string>][]) {
      proxy.asked.length = 0;
      const url = 'http://endpoint.test:80/ftp/scim';
      const run = await watchedRun(url, tenant.token, [...one, '--allow-writes', ...flags], env);
      const { report } = await readReport(run);
      expect(report.checks.find(({ id }) => id === one[1])?.status).toBe('pass');
      expect(proxy.asked.length).toBeGreaterThan(0);
      expect(proxy.asked[0]).toContain('endpoint.test');
      expect(JSON.stringify(report) + run.stdout + run.stderr).not.toContain('proxy-canary');
    }
  });

  test('is never used for this machine', async () => {
    const tenant = await tenantWith({});
    const proxy = await proxyTo(9);
    const env = { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url, http_proxy: proxy.url };
    const { report } = await readReport(await watchedRun(tenant.url, tenant.token, one, env));
    expect(report.checks.find(({ id }) => id === one[1])?.status).toBe('pass');
    expect(proxy.asked).toEqual([]);
  });

  test('that is away ends the run with the cause, and without its password', async () => {
    const flags = ['--proxy', 'http://user:proxy-canary@127.0.0.1:9', '--allow-writes', '--timeout', '1s'];
    const run = await watchedRun('http://endpoint.test/scim', 'key-of-the-test:password-of-the-test', flags);
    const { report } = await readReport(run);
    expect(report.run.ended?.why).toBe('preflight');
    expect(JSON.stringify(report) + run.stdout + run.stderr).not.toContain('proxy-canary');
  });

  test.each<[string, string | undefined, Record<string, string>, unknown]>([
    ['none', undefined, {}, undefined],
    ['lower case', undefined, { https_proxy: 'http://p:1' }, { http: '', https: 'http://p:1', except: '' }],
    ['without a scheme', 'p:1', {}, { http: 'http://p:1', https: 'http://p:1', except: '' }],
    [
      'for plain http alone',
      undefined,
      { HTTP_PROXY: 'p:1', NO_PROXY: 'a.test' },
      { http: 'http://p:1', https: 'http://p:1', except: 'a.test' },
    ],
  ])('settings: %s', (_name, named, env, expected) => {
    expect(chooseProxy('https://site.test/scim', named, env)).toEqual(expected);
    expect(chooseProxy('https://localhost/scim', named, env)).toBeUndefined();
    expect(chooseProxy('https://[::1]/scim', named, env)).toBeUndefined();
  });
});

describe('transport', { timeout: 40_000 }, () => {
  test('--insecure accepts any certificate and marks the report loudly', async () => {
    const tenant = await tenantWith({ face: 'tls' });
    const run = await watchedRun(tenant.url, tenant.token, [...one, '--insecure']);
    const { report, html } = await readReport(run);
    expect(report.target.insecure).toBe(true);
    expect(html).toContain('Certificates were not verified');
    expect(run.stdout).toContain('CERTIFICATES NOT VERIFIED');
    expect(run.stderr).toContain('certificates are not verified');
  });

  test('an endpoint with an IPv6 address', async () => {
    const tenant = await tenantWith({ host: '::1' });
    const { report } = await readReport(await watchedRun(tenant.url, tenant.token, one));
    expect(tenant.url).toContain('[::1]');
    expect(report.checks.find(({ id }) => id === one[1])?.status).toBe('pass');
  });

  test('extra headers are sent, and hidden where their names say that they are secret', async () => {
    const seen: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers['x-api-key'] as string | undefined);
      response.writeHead(500).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    atEndOfTest(() => new Promise((resolve) => server.close(resolve)));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim`;
    const run = await watchedRun(url, 'key-of-the-test:password-of-the-test', [
      '--header',
      'X-Api-Key: header-canary',
    ]);
    expect(seen[0]).toBe('header-canary');
    expect(JSON.stringify((await readReport(run)).report)).not.toContain('header-canary');
    server.closeAllConnections();
  });

  test('neither a redirect nor a Location leads to another origin', async () => {
    let asked = 0;
    const other = createServer((_request, response) => {
      asked += 1;
      response.end('{}');
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    atEndOfTest(() => new Promise((resolve) => other.close(resolve)));
    const elsewhere = `http://127.0.0.1:${(other.address() as AddressInfo).port}/ftp/scim/Users/1`;
    const endpoint = await twisted((answer, { path, method }) =>
      !ofResources(path) || (method === 'GET' && path.includes('filter='))
        ? answer
        : method === 'POST' && answer.status === 201
          ? { ...withText(answer, '{}'), headers: { ...answer.headers, location: elsewhere } }
          : { ...answer, status: 307, headers: { location: elsewhere } },
    );
    atEndOfTest(endpoint.close);
    await watchedRun(endpoint.url, endpoint.token, ['--group', 'hard-delete', '--group', 'users']);
    expect(asked).toBe(0);
    expect(endpoint.tenant.writes().length).toBeGreaterThan(0);
  });

  test('large bodies are read one after the other and do not wait for ever', async () => {
    const body = JSON.stringify('x'.repeat(1_000_000));
    const server = createServer((_request, response) => response.end(body));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    atEndOfTest(() => new Promise((resolve) => server.close(resolve)));
    const wire = new Wire({ connections: 16, timeoutMs: 10_000, maxBodyBytes: 4_000_000 });
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const one = () => wire.send({ origin, path: '/', method: 'GET', headers: {}, timeoutMs: 10_000 });
    const answers = await Promise.all(Array.from({ length: 24 }, one));
    expect(answers.every(({ text }) => text.length === body.length)).toBe(true);
    await wire.close();
    server.closeAllConnections();
  });
});

test('plain HTTP is not asked for the credential that an address holds', { timeout: 40_000 }, async () => {
  const asked: { path: string; authorization: string }[] = [];
  const endpoint = await twisted(
    (answer, { path, authorization }) => {
      asked.push({ path, authorization });
      return answer;
    },
    { base: '/key-of-the-test/scim' },
  );
  atEndOfTest(() => endpoint.close());
  const knocks = check(
    'protocol.knocks',
    ['7644:7.2/tls'],
    'knocks',
    { reads: true },
    async ({ scim, given, network, must }) => {
      await given.step('list users', scim.get(given.users));
      const knock = await network.plainHttp('/ServiceProviderConfig');
      must.hold('status' in knock, { key: 'asked', expected: 'an answer', observed: JSON.stringify(knock) });
    },
  );
  const { outcomes } = await runInProcess(endpoint, { entries: [knocks] });
  expect(outcomes.get('protocol.knocks')).toMatchObject({ status: 'pass' });
  const open = asked.filter(({ authorization }) => authorization === '');
  expect(open.map(({ path }) => path)).toEqual(['/***/scim/ServiceProviderConfig']);
});

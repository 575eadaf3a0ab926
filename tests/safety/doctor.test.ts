import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { selfSigned } from '../../tenant/http/certificate.ts';
import { atEndOfTest } from '../atEnd.ts';
import { command, newFolder } from '../cli/command.ts';
import { tenantWith } from './tenants.ts';

describe('doctor', { timeout: 40_000 }, () => {
  interface Step {
    name: string;
    state: string;
    says: string;
    fix?: string;
  }
  async function doctor(url: string, token: string, flags: string[] = [], env: Record<string, string> = {}) {
    const { code, stdout } = await command(['doctor', '--url', url, '--timeout', '2s', '--json', ...flags], {
      cwd: newFolder(),
      env: { SCIM_TOKEN: token, ...env },
    });
    const { fit, steps } = JSON.parse(stdout) as { fit: boolean; steps: Step[] };
    for (const { state, fix } of steps)
      if (state === 'failed' || state === 'warning') expect(fix).toBeTruthy();
    return { code, fit, steps, step: (name: string) => steps.find((one) => one.name.startsWith(name)) };
  }

  test('a sound endpoint is fit', async () => {
    const tenant = await tenantWith({});
    const { code, fit, steps } = await doctor(tenant.url, tenant.token);
    expect({ code, fit }).toEqual({ code: 0, fit: true });
    expect(steps.map(({ name }) => name)).toEqual([
      'DNS',
      'TCP',
      'TLS',
      'HTTP',
      'Clock',
      'Authentication',
      'Test Connection, users',
      'Test Connection, groups',
      '/ServiceProviderConfig',
      '/ResourceTypes',
      '/Schemas',
      'Rate',
    ]);
  });

  test('a wrong key, a port without a listener and an unknown host are told apart', async () => {
    const tenant = await tenantWith({});
    expect((await doctor(tenant.url, 'wrong-key:wrong-password')).step('Authentication')).toMatchObject({
      state: 'failed',
      fix: expect.stringContaining('SCIM_TOKEN'),
    });
    const nobody = await doctor('http://127.0.0.1:9/scim', tenant.token);
    expect(nobody.step('TCP')?.state).toBe('failed');
    expect(nobody.step('HTTP')?.state).toBe('not-reached');
    expect((await doctor('http://nowhere.invalid/scim', tenant.token)).step('DNS')?.state).toBe('failed');
  });

  test.each([
    [403, 'application/scim+json', /administrator/],
    [200, 'text/html', /web page/],
    [302, 'text/html', /log-in page/],
  ])('an answer %i of %s says what it is', async (status, type, fix) => {
    const server = createServer((_request, response) =>
      response.writeHead(status, { 'content-type': type, location: '/login' }).end('<html></html>'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    atEndOfTest(() => new Promise((resolve) => server.close(resolve)));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim`;
    const { code, step } = await doctor(url, 'key-of-the-test:password-of-the-test');
    expect(code).toBe(1);
    expect(step('Authentication')?.fix).toMatch(fix);
    server.closeAllConnections();
  });

  test('certificate, protocol and ciphers are held against what Entra documents', async () => {
    const answer = (_request: unknown, response: { end(text: string): void }) => response.end('{}');
    const at = async (options: object) => {
      const server = createSecureServer({ ...selfSigned(), ...options }, answer);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      atEndOfTest(() => {
        server.closeAllConnections();
        return new Promise((resolve) => server.close(resolve));
      });
      return doctor(
        `https://127.0.0.1:${(server.address() as AddressInfo).port}/scim`,
        'key-of-the-test:pass-of-the-test',
      );
    };
    const sound = await at({});
    expect(sound.step('TLS protocol')?.state).toBe('ok');
    expect(sound.step('TLS as Entra')?.state).toBe('ok');
    expect(sound.step('Certificate')).toMatchObject({
      state: 'failed',
      fix: expect.stringContaining('--ca'),
    });
    expect((await at({ minVersion: 'TLSv1.3' })).step('TLS as Entra')?.state).toBe('failed');
    const odd = await at({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-CHACHA20-POLY1305' });
    expect(odd.step('TLS as Entra')?.state).toBe('failed');
    expect((await at(selfSigned({ days: -1 }))).step('Certificate')?.says).toMatch(
      /CERT_HAS_EXPIRED|SELF_SIGNED/,
    );
  });
});

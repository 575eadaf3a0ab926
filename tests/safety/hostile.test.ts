import { writeFileSync } from 'node:fs';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { selfSigned } from '../../tenant/http/certificate.ts';
import { newFolder, stack } from '../cli/command.ts';
import { drawn } from '../drawn.ts';
import { readReport, type Watched, watchedRun } from './command.ts';
import { misbehaving, misbehaviours } from './sockets.ts';
import { twisted } from './twisted.ts';
import { oddIds, twists } from './twists.ts';

const DEADLINE_SECONDS = 20;
const flags = ['--timeout', '400ms', '--deadline', `${DEADLINE_SECONDS}s`, '--skip-auth-probes'];
const some = ['--group', 'hard-delete', '--group', 'traffic'];
/** Odd, but nothing that a client could not read. */
const tolerated = ['members named twice', 'members __proto__ and constructor'];
const slow = { timeout: 60_000 };
const token = 'key-of-the-test:password-of-the-test';

/** What holds of every run, whatever the endpoint does. */
async function soundEnding(run: Watched) {
  const { report, html } = await readReport(run);
  expect(run.stderr).not.toMatch(stack);
  expect(run.stderr).not.toMatch(/unhandled|uncaught/i);
  expect([0, 1, 2]).toContain(run.code);
  expect(run.seconds).toBeLessThan(DEADLINE_SECONDS + 5);
  expect(run.megabytes).toBeLessThan(300);
  const errors = report.checks.filter(({ status }) => status === 'error');
  expect(errors.map(({ id, error }) => `${id}: ${error}`)).toEqual([]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would act on
  const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/;
  expect(run.stdout).not.toMatch(unsafe);
  expect(run.stderr).not.toMatch(unsafe);
  expect(html).not.toMatch(unsafe);
  expect(html).not.toMatch(/<script>alert|<img src=x/);
  return report;
}

describe('where not even HTTP comes back, the run is over at once and says why', () => {
  test.each(drawn('broken servers', Object.entries(misbehaviours), 2))(
    'a server that %s',
    slow,
    async (_name, behaviour) => {
      const server = await misbehaving(behaviour);
      try {
        const report = await soundEnding(await watchedRun(server.url, token, flags));
        expect(report.run.ended?.why).toBe('preflight');
        expect(report.verdict).toBe('incomplete');
        expect(report.checks.filter(({ status }) => status === 'pass')).toEqual([]);
      } finally {
        await server.close();
      }
    },
  );

  test('a port on which nobody listens', slow, async () => {
    const report = await soundEnding(await watchedRun('http://127.0.0.1:9/scim', token, flags));
    expect(report.run.ended?.message).toContain('ECONNREFUSED');
  });

  test.each([
    ['has ended', { days: -1 }, 'CERT_HAS_EXPIRED', true],
    ['signs itself', {}, 'DEPTH_ZERO_SELF_SIGNED_CERT', false],
    ['names another host', { host: 'elsewhere.test' }, 'ERR_TLS_CERT_ALTNAME_INVALID', true],
  ])('a certificate that %s', slow, async (_name, flaws, code, trusted) => {
    const identity = selfSigned(flaws);
    const server = createSecureServer(identity, (_request, response) => response.end('{}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/scim`;
    const env = trusted ? { NODE_EXTRA_CA_CERTS: fileWith(identity.cert) } : {};
    const report = await soundEnding(await watchedRun(url, token, flags, env));
    expect(report.run.ended?.message).toContain(code);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('where a sound tenant’s answers are twisted, the run ends with the truth', () => {
  test.each(drawn('twisted answers', Object.entries(twists), 2))('%s', slow, async (name, twist) => {
    const endpoint = await twisted(twist);
    try {
      const report = await soundEnding(await watchedRun(endpoint.url, endpoint.token, [...flags, ...some]));
      if (tolerated.includes(name)) return;
      expect(report.verdict).not.toBe('conformant');
      const seen = report.checks.some(({ status }) => ['fail', 'blocked'].includes(status));
      // An endpoint that is always busy leaves no time for anything.
      expect(seen || ['preflight', 'deadline'].includes(report.run.ended?.why ?? '')).toBe(true);
    } finally {
      await endpoint.close();
    }
  });

  test.each(drawn('odd ids', Object.entries(oddIds), 1))('%s', slow, async (_name, defect) => {
    const endpoint = await twisted((answer) => answer, { defects: [defect], population: 20 });
    const before = endpoint.tenant.resources().filter(({ name }) => !name.includes('conf-'));
    try {
      const run = await watchedRun(endpoint.url, endpoint.token, [...flags, ...some]);
      const { report } = await readReport(run);
      expect(run.stderr).not.toMatch(stack);
      expect(report.checks.filter(({ status }) => status === 'error')).toEqual([]);
      expect(endpoint.tenant.resources().filter(({ name }) => !name.includes('conf-'))).toEqual(before);
    } finally {
      await endpoint.close();
    }
  });
});

function fileWith(text: string): string {
  const file = join(newFolder(), 'ca.pem');
  writeFileSync(file, text);
  return file;
}

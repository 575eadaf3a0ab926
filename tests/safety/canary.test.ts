import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Defect } from '../../tenant/index.ts';
import { command, ended, newFolder, reportIn, start } from '../cli/command.ts';
import { drawn } from '../drawn.ts';
import { echoes, filesIn, leaksIn, token } from './secrets.ts';
import { type Twist, type Twisted, twisted, withText } from './twisted.ts';

let endpoint: Twisted;
afterEach(() => endpoint.close());

describe('no form of the credential is printed or written', { timeout: 60_000 }, () => {
  test.each(drawn('echoes', Object.entries(echoes), 1))(
    'although the endpoint echoes it in %s',
    async (_name, twist) => {
      endpoint = await twisted(twist, { token });
      const cwd = newFolder();
      const argv = ['run', '--url', endpoint.url, '--out', 'out', '--trace', '--allure', '--patience', '0s'];
      const child = start([...argv, '--group', 'users', '--group', 'hard-delete', '--group', 'traffic'], {
        cwd,
        env: { SCIM_TOKEN: token },
      });
      const commandLine = readFileSync(`/proc/${child.pid}/cmdline`, 'utf8');
      const { stdout, stderr } = await ended(child);
      expect(leaksIn(commandLine)).toEqual([]);
      expect(leaksIn(stdout)).toEqual([]);
      expect(leaksIn(stderr)).toEqual([]);
      for (const format of ['har', 'junit', 'markdown', 'text', 'json']) {
        const { stdout } = await command(['report', 'out', '--format', format], { cwd });
        expect(stdout.length).toBeGreaterThan(100);
        expect({ format, leaks: leaksIn(stdout) }).toEqual({ format, leaks: [] });
      }
      const files = filesIn(join(cwd, 'out'));
      // A run that ended before its first check has nothing for Allure.
      const begun = reportIn(join(cwd, 'out')).run.ended === undefined;
      expect(files.some((file) => /allure-results\/.*-attachment/.test(file))).toBe(begun);
      expect(files.length).toBeGreaterThan(2);
      for (const file of files)
        expect({ file, leaks: leaksIn(readFileSync(file, 'utf8')) }).toEqual({ file, leaks: [] });
    },
  );
});

describe('nor a token of letters and digits', { timeout: 180_000 }, () => {
  const [key, password] = ['pk7Qx2Lm9ZtCanary', 'pw4Rt8Vn3KfCanary'];
  const secret = `${key}:${password}`;
  const wrapped = Buffer.from(`Authorization: Bearer ${secret} and what a server logs beside it`)
    .toString('base64')
    .replace(/.{52}/g, '$&\r\n');
  const hidden = (text: string) =>
    [key, password, wrapped.slice(34, 50), wrapped.slice(56, 72)].filter((one) =>
      text.toLowerCase().includes(one.toLowerCase()),
    );
  /** Ids that hold the product key, as those of an endpoint that sorts accounts by the key that made them. */
  let last = 0;
  const ids: Defect = {
    ...{ id: 'x.ids', says: 'ids hold the key', breaks: [], kills: [] },
    semantics: {
      newId: () => {
        last += 1;
        return `${key}-${last}`;
      },
    },
  };
  const echo: Twist = (answer, { path }) => {
    const echoing = {
      ...answer,
      headers: {
        ...answer.headers,
        [`x-${key}`]: 'yes',
        [`x-${password}-of`]: 'yes',
        'x-mime': wrapped.replaceAll('\r\n', ' '),
      },
    };
    return answer.status < 400 || answer.body.length === 0
      ? echoing
      : withText(
          echoing,
          JSON.stringify({
            schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
            status: `${answer.status}`,
            detail: `${path} ${wrapped}`,
          }),
        );
  };

  test('where it is in the tenant URL, in ids, in names of headers, in lines of base64', async () => {
    endpoint = await twisted(echo, { token: secret, base: `/${key}/scim`, defects: [ids], population: 5 });
    const cwd = newFolder();
    const env = { SCIM_TOKEN: secret, SCIM_TENANT_URL: endpoint.url };
    const flags = ['--out', 'out', '--allure', '--trace', '--patience', '0s', '--skip-auth-probes'];
    const groups = ['--group', 'groups', '--group', 'hard-delete', '--group', 'traffic'];
    const printed = [
      await command(['run', ...flags, ...groups], { cwd, env }),
      await command(['run', '--pilot', '--out', 'pilot'], { cwd, env }),
      await command(['doctor'], { cwd, env }),
      await command(['clean', 'out'], { cwd, env }),
      await command(['clean', 'out'], { cwd, env: { ...env, SCIM_TENANT_URL: `${endpoint.url}x` } }),
    ];
    for (const { stdout, stderr } of printed) {
      expect(hidden(stdout + stderr)).toEqual([]);
      // The marks between words and values go at the edge.
      expect(stdout + stderr).not.toMatch(/[\ufdd0\ufdd1]/);
    }
    expect(endpoint.tenant.resources().filter(({ name }) => name.includes('conf-'))).toEqual([]);
    for (const file of [...filesIn(join(cwd, 'out')), ...filesIn(join(cwd, 'pilot'))]) {
      // Clean-up needs the ids as they are; nobody but the owner reads the journal.
      const text = readFileSync(file, 'utf8').replace(
        file.endsWith('journal.ndjson') ? /\/(Users|Groups)\/[^"]+/g : /$^/,
        '',
      );
      expect({ file, hidden: hidden(text) }).toEqual({ file, hidden: [] });
      expect({ file, marks: /[\ufdd0\ufdd1]/.test(text) }).toEqual({ file, marks: false });
    }
  });
});

test('a header that the user gave is in no file and on no screen', { timeout: 60_000 }, async () => {
  endpoint = await twisted((answer, { path }) =>
    path.includes('Users')
      ? { ...answer, headers: { ...answer.headers, 'x-echo': 'tenant abc123-canary', 'x-tenant-key': 'q1' } }
      : answer,
  );
  const cwd = newFolder();
  const env = { SCIM_TENANT_URL: endpoint.url, SCIM_TOKEN: endpoint.token };
  const given = ['--header', 'X-Tenant-Key: abc123-canary', '--header', 'Accept-Language: de'];
  const few = ['--group', 'hard-delete', '--patience', '0s', '--trace', '--allure'];
  const { stdout, stderr } = await ended(start(['run', '--out', 'out', ...few, ...given], { cwd, env }));
  expect(stdout + stderr).not.toContain('abc123-canary');
  for (const file of filesIn(join(cwd, 'out')))
    expect({ file, leak: readFileSync(file, 'utf8').includes('abc123-canary') }).toEqual({
      file,
      leak: false,
    });
  const exchanges = readFileSync(join(cwd, 'out', 'exchanges.ndjson'), 'utf8');
  expect(exchanges).toMatch(/"x-tenant-key":"\*\*\*"/i);
  expect(exchanges).toMatch(/"accept-language":"de"/i);
});

describe('values of accounts that are not the run’s', { timeout: 120_000 }, () => {
  test('are not kept: a list that shows them is reduced to attribute paths and types', async () => {
    endpoint = await twisted((answer) => answer, { population: 60 });
    const people = endpoint.tenant.resources().filter(({ name }) => !/conf-/.test(name));
    const cwd = newFolder();
    const argv = ['run', '--url', endpoint.url, '--out', 'out', '--patience', '0s', '--skip-auth-probes'];
    const child = start([...argv, '--group', 'users', '--group', 'queries', '--group', 'traffic'], {
      cwd,
      env: { SCIM_TOKEN: endpoint.token },
    });
    const { stdout } = await ended(child);
    const names = people.map(({ name }) => name).filter((name) => name.length > 5);
    expect(names.length).toBeGreaterThan(50);
    for (const file of filesIn(join(cwd, 'out'))) {
      const text = readFileSync(file, 'utf8');
      expect({ file, names: names.filter((name) => text.includes(name)) }).toEqual({ file, names: [] });
    }
    expect(names.filter((name) => stdout.includes(name))).toEqual([]);
    expect(readFileSync(join(cwd, 'out', 'exchanges.ndjson'), 'utf8')).toContain('foreign');
  });
});

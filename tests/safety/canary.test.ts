import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { packageRoot } from '../../schemas/packageRoot.ts';
import type { Defect } from '../../tenant/index.ts';
import { command, ended, newFolder, reportIn, start } from '../cli/command.ts';
import { drawn } from '../drawn.ts';
import { type Twist, type Twisted, twisted, withText } from './twisted.ts';

const key = 'Canary-Key+/9';
const password = 'Canary/Pass=word+~9';
const token = `${key}:${password}`;

let endpoint: Twisted;
afterEach(() => endpoint.close());

/** Every way in which an endpoint or a library may write a secret. */
function listForms(secret: string): string[] {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    base64(secret).replace(/=+$/, ''),
    Buffer.from(secret).toString('base64url'),
    Buffer.from(secret).toString('hex'),
    // Inside a longer text, as in an Authorization header that is logged in base64.
    ...['x', 'xx', 'Bearer '].map((before) => base64(`${before}${secret} after`)),
    [...secret].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
    [...secret].map((one) => `%${one.charCodeAt(0).toString(16)}`).join(''),
    secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
  ];
}
const forms = [...new Set([token, key, password].flatMap(listForms))];

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

function leaksIn(text: string): string[] {
  const lower = text.toLowerCase();
  // Eight characters from the middle of a form are as good as the whole.
  return forms.filter((form) =>
    lower.includes(form.slice(...(form.length < 24 ? [0] : [12, 22])).toLowerCase()),
  );
}

/** Everything that the endpoint can say the token in. */
const echoes: Record<string, Twist> = {
  'error texts and bodies': (answer, { method }) =>
    method === 'GET' || answer.body.length === 0
      ? answer
      : withText(
          { ...answer, status: 400 },
          JSON.stringify({
            schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
            status: '400',
            detail: `bad token ${forms.join(' , ')}`,
          }),
        ),
  'every string of a resource': (answer, { path }) =>
    /\/(Users|Groups)/.test(path) && answer.body.length > 0
      ? withText(
          answer,
          answer.body.toString().replace(/^\{/, () => `{"note":${JSON.stringify(forms)},`),
        )
      : answer,
  'headers and redirects': (answer) => ({
    ...answer,
    headers: {
      ...answer.headers,
      'x-echo': forms.filter((form) => /^[ -~]+$/.test(form)).join(', '),
      'x-request-id': encodeURIComponent(token),
      location: `/ftp/scim/Users/1?access_token=${encodeURIComponent(token)}`,
    },
  }),
  'a page in place of JSON': (answer, { path }) =>
    /\/(Users|Groups)/.test(path)
      ? { ...withText(answer, `<pre>${forms.join('\n')}</pre>`), headers: { 'content-type': 'text/html' } }
      : answer,
};

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

describe('files of a run are their owner’s alone, whatever the umask', { timeout: 120_000 }, () => {
  const few = ['--group', 'hard-delete', '--patience', '0s', '--allure', '--trace', '--quiet'];
  const product = [
    '--product',
    'P',
    '--product-version',
    '1',
    '--vendor',
    'V',
    '--contact',
    'c@example.test',
  ];
  const commands: Record<string, string[]> = {
    run: ['run', ...few],
    pilot: ['run', '--pilot'],
    provision: ['provision', '--users', '4', '--groups', '1'],
    gate: ['gate', ...few],
    certify: ['certify', '--skip-auth-probes', ...product],
    compare: ['compare', 'A', 'A'],
  };

  test.each(drawn('commands of an owner', Object.entries(commands), 2))('of %s', async (name, argv) => {
    endpoint = await twisted((answer) => answer);
    const cwd = newFolder();
    const targets = { A: { url: endpoint.url, tokenEnv: 'SCIM_TOKEN' } };
    writeFileSync(
      join(cwd, 'scim-conformance.config.json'),
      JSON.stringify({ targets, groups: name === 'certify' ? undefined : ['hard-delete'] }),
    );
    const env = { SCIM_TENANT_URL: endpoint.url, SCIM_TOKEN: endpoint.token };
    await ended(start([...argv, '--out', 'out'], { cwd, env, umask: '000' }));
    const folders = ['out', 'results'].map((one) => join(cwd, one)).filter((one) => existsSync(one));
    const all = folders.flatMap((folder) => filesIn(folder));
    expect(all.length).toBeGreaterThan(2);
    const readMode = (file: string) => (statSync(file).mode & 0o777).toString(8);
    expect(
      all.filter((file) => readMode(file) !== '600').map((file) => `${file}: ${readMode(file)}`),
    ).toEqual([]);
    const journals = all
      .filter((file) => /^(?!.*\/latest\/).*journal\.ndjson$/.test(file))
      .map((file) => dirname(file));
    expect(journals.length).toBe(name === 'compare' ? 2 : 1);
    expect(journals.filter((folder) => readMode(folder) !== '700')).toEqual([]);
  });
});

test('files of a run that code starts are their owner’s alone, too', { timeout: 60_000 }, async () => {
  endpoint = await twisted((answer) => answer);
  const cwd = newFolder();
  const api = fileURLToPath(new URL('dist/index.js', packageRoot));
  const settings = {
    url: endpoint.url,
    token: endpoint.token,
    out: 'out',
    allure: true,
    checks: ['hard-delete.*'],
  };
  const code = `import { run } from ${JSON.stringify(api)}; await run(${JSON.stringify(settings)});`;
  writeFileSync(join(cwd, 'run.mjs'), code);
  const words = ['sh', '-c', 'umask 000 && exec "$0" "$@"', process.execPath, 'run.mjs'];
  const [file = '', ...rest] = words;
  const { code: end, stderr } = await ended(spawn(file, rest, { cwd, stdio: ['ignore', 'pipe', 'pipe'] }));
  expect({ end, stderr }).toEqual({ end: 0, stderr: '' });
  const all = filesIn(join(cwd, 'out'));
  expect(all.length).toBeGreaterThan(5);
  const modes = all.map((one) => `${one} ${(statSync(one).mode & 0o777).toString(8)}`);
  expect(modes.filter((one) => !one.endsWith(' 600'))).toEqual([]);
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

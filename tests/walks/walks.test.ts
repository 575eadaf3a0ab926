import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { newFolder, reportIn, stack } from '../cli/command.ts';
import { useInstalled } from './installed.ts';
import { nextOn, Terminal, useTmux } from './terminal.ts';

// The first hour of three people, each from an empty folder with the tarball: what they type, and what they see.

useTmux();
const path = useInstalled();
const TOKEN = 'key-of-the-walk:password-of-the-walk';
const LONG = { timeout: 300_000 };

/** A tenant that somebody else runs, started as the documents say; gives its address. */
async function tenant(...flags: string[]): Promise<string> {
  const there = new Terminal({ cwd: newFolder(), path, columns: 120 });
  await there.type(`scim-conformance tenant --port 0 --token ${TOKEN} ${flags.join(' ')}`);
  const [, url = ''] = /READY (\S+)/.exec(await there.see(/READY \S+/)) ?? [];
  return url;
}

describe('an engineer of a vendor', LONG, () => {
  const cwd = newFolder();
  const shell = new Terminal({ cwd, path });

  test('finds out what the command does, in lines that fit', async () => {
    const bare = await shell.run('scim-conformance');
    expect(bare.text).toMatch(/Next: scim-conformance run --embedded/);
    const help = await shell.run('scim-conformance run --help');
    for (const { text, rows } of [bare, help]) expect(text.split('\n')).toEqual(rows);
  });

  test('sees a whole run without an endpoint, and how far it is', async () => {
    await shell.type('scim-conformance run --embedded');
    await shell.see(/^\d+\/\d+ {2}(\d+ \w+ {2})*0:\d\d( {2}about \d+:\d\d left)? {2}waiting for /m, 120);
    const { code, text } = await shell.ended(200);
    expect(text).toMatch(/^CONFORMANT /m);
    expect(text).not.toMatch(stack);
    expect(code).toBe(0);
    expect(nextOn({ code, text, rows: [] }, /^scim-conformance gate --baseline results\/\S+/)).toMatch(
      /report\.json$/,
    );
  });

  test('mistypes, and is told in three lines what, why and what to do', async () => {
    for (const [line, next] of [
      ['scim-conformance runn', 'Did you mean run?'],
      ['scim-conformance run --groop users', 'Did you mean --group?'],
      ['scim-conformance run --embedded --group user', 'Did you mean users?'],
      ['scim-conformance run', 'scim-conformance init asks for them'],
    ] as const) {
      const { code, text } = await shell.run(line);
      expect([code, text]).toEqual([3, expect.stringContaining(next)]);
      expect(text.split('\n').slice(1, -1)).toHaveLength(3);
    }
  });

  test('sets an endpoint up, and follows what is said of its fault', async () => {
    const url = await tenant('--defect', 'create.without-location');
    await shell.type('scim-conformance init');
    await shell.see(/Tenant URL/);
    shell.answer(url);
    await shell.see(/Credential/);
    shell.answer(TOKEN);
    const asked = await shell.see(/Create one user and one group now/);
    expect(asked).toContain('Ready to run.');
    expect(asked).not.toContain(TOKEN);
    shell.key('Enter');
    const { code } = await shell.ended();
    expect(code).toBe(0);
    expect(statSync(join(cwd, '.env')).mode & 0o777).toBe(0o600);

    const found = await shell.run('scim-conformance run --group users --seed walk --out before', 120);
    expect([found.code, found.text]).toEqual([1, expect.stringContaining('NOT CONFORMANT')]);
    const explained = await shell.run(nextOn(found, /scim-conformance explain \S+/));
    expect([explained.code, explained.text]).toEqual([0, expect.stringContaining('Location')]);
    const page = nextOn(found, /\S+report\.html/);
    expect(existsSync(join(cwd, page))).toBe(true);
  });

  test('lets only what got worse be red, and compares', async () => {
    const gate = await shell.run(
      'scim-conformance gate --group users --seed walk --baseline before/report.json --out after',
      120,
    );
    expect([gate.code, gate.text]).toEqual([0, expect.stringMatching(/open/i)]);
    const compared = await shell.run('scim-conformance compare before after --out compared');
    expect([compared.code, compared.text]).toEqual([
      0,
      // On a busy machine one of the two runs is slower, which compare tells and does not judge.
      expect.stringMatching(
        /A and B behave alike; what was wrong still is|B differs from A, and nothing got worse[\s\S]*\n\nStill failing \(1\)\n.*\n\nTwice as slow or more/,
      ),
    ]);
    expect(existsSync(join(cwd, 'compared/comparison.html'))).toBe(true);
  });

  test('interrupts a run, and cleans up with the command that is shown', async () => {
    await shell.type('scim-conformance run --out interrupted');
    await shell.see(/^[1-9]\d+\/\d+ /m, 120);
    shell.key('C-c');
    const { code, text } = await shell.ended(60);
    expect([code, text]).toEqual([2, expect.stringContaining('INCOMPLETE')]);
    // Where the interrupt left nothing, no command is shown, and `clean` finds nothing either.
    const [, clean = 'scim-conformance clean interrupted'] =
      /: (scim-conformance clean .*)$/m.exec(text) ?? [];
    const cleaned = await shell.run(clean);
    expect([cleaned.code, cleaned.text]).toEqual([0, expect.stringContaining('othing')]);
  });
});

describe('a certifier', LONG, () => {
  const cwd = newFolder();
  const shell = new Terminal({ cwd, path, columns: 100 });
  const auditor = newFolder();

  test('is asked what is certified, and signs', async () => {
    expect((await shell.run('scim-conformance keygen vendor.key')).code).toBe(0);
    await shell.type('scim-conformance certify --embedded --sign vendor.key --out certified');
    for (const answer of ['Files', '7.1', 'Ann Ltd', 'scim@ann.example']) {
      await shell.see(/: ?$/, 30);
      shell.answer(answer);
    }
    const done = await shell.ended(280);
    expect(done.text).toContain('DEMONSTRATION');
    expect(done.text).toContain('Certification report: Files 7.1 by Ann Ltd');
    expect(done.code).toBe(0);
    const verified = await shell.run(nextOn(done, /scim-conformance verify .* --key \S+/));
    expect([verified.code, verified.text]).toEqual([0, expect.stringMatching(/INTACT\n {2}Demonstration: /)]);
    expect(verified.text).toContain('with the key that you named');
  });

  test('is believed by an auditor who has only the archive and the public key', async () => {
    const files = unzipSync(readFileSync(join(cwd, 'certified/certification.zip')));
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(auditor, name)), { recursive: true });
      writeFileSync(join(auditor, name), content);
    }
    const [inside = ''] = Object.keys(files).map((name) => dirname(name));
    writeFileSync(join(auditor, inside, '../VENDOR.pub'), readFileSync(join(cwd, 'vendor.key.pub')));
    const there = new Terminal({ cwd: join(auditor, inside), path, columns: 100 });
    const readme = readFileSync(join(auditor, inside, 'readme.txt'), 'utf8');
    expect(readme).toContain('DEMONSTRATION');
    const [sums] = /sha256sum -c \S+\.txt/.exec(readme) ?? [];
    expect((await there.run(String(sums))).code).toBe(0);
    const [verify = ''] = /scim-conformance verify \..*/.exec(readme) ?? [];
    const intact = await there.run(verify.replace('VENDOR.pub', '../VENDOR.pub'));
    expect([intact.code, intact.text]).toEqual([0, expect.stringContaining('INTACT')]);

    const page = join(auditor, inside, 'report.html');
    writeFileSync(page, readFileSync(page, 'utf8').replace('Conformant', 'Konformant'));
    const altered = await there.run('scim-conformance verify .');
    expect([altered.code, altered.text]).toEqual([1, expect.stringContaining('report.html was altered')]);
  });
});

describe('an administrator', LONG, () => {
  const cwd = newFolder();
  const shell = new Terminal({ cwd, path });

  test('is told which step fails, and what to do', async () => {
    const url = await tenant();
    writeFileSync(join(cwd, '.env'), `SCIM_TENANT_URL=${url}\nSCIM_TOKEN=not:it\n`, { mode: 0o600 });
    const refused = await shell.run('scim-conformance doctor');
    expect(refused.code).toBe(1);
    expect(refused.text).toMatch(/^FAILED +Authentication: status 401/m);
    expect(refused.text).toMatch(/A credential was sent and refused\. Check SCIM_TOKEN/);
    writeFileSync(join(cwd, '.env'), `SCIM_TENANT_URL=${url}\nSCIM_TOKEN=${TOKEN}\n`, { mode: 0o600 });
    expect(await shell.run('scim-conformance doctor')).toMatchObject({
      code: 0,
      text: expect.stringContaining('Ready to run.'),
    });
  });

  test('learns in a minute whether Entra can start', async () => {
    const pilot = await shell.run('scim-conformance run --pilot');
    expect([pilot.code, pilot.text]).toEqual([0, expect.stringContaining('Entra can start provisioning.')]);
    const again = await shell.run('scim-conformance report latest');
    expect(again.text).toContain('Entra can start provisioning.');
    const [, page = ''] = /^Report: (\S+)$/m.exec(pilot.text) ?? [];
    expect(readFileSync(page, 'utf8')).toContain('Entra can start provisioning.');
  });

  test('sees what provisioning would do, and that it comes to rest', async () => {
    const dry = await shell.run('scim-conformance provision --dry-run --users 3');
    expect([dry.code, dry.text]).toEqual([0, expect.stringContaining('would: 6 create')]);
    const done = await shell.run('scim-conformance provision --users 3 --out job', 120);
    expect([done.code, done.text]).toEqual([0, expect.stringContaining('Converged.')]);
    expect(existsSync(join(cwd, 'job/report.html'))).toBe(true);
    expect(reportIn(join(cwd, 'job'))).toMatchObject({ kind: 'provisioning' });
  });
});

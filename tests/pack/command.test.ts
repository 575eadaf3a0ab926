import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { zip } from '../../reporters/pack/zip.ts';
import { command, newFolder, stack } from '../cli/command.ts';
import { other, pack, remade, vendor, words } from './packs.ts';

const cwd = newFolder();
const here = (name: string) => join(cwd, name);
writeFileSync(here('vendor.pub'), `\ufeff${vendor.publicPem.replaceAll('\n', '\r\n')}`);
writeFileSync(here('other.pub'), other.publicPem);
writeFileSync(here('pack.zip'), zip(pack()));
mkdirSync(here('pack'));
for (const [name, content] of pack()) writeFileSync(join(here('pack'), name), content);

async function verify(...argv: string[]): Promise<[number | null, string]> {
  const { code, stdout, stderr } = await command(['verify', ...argv], { cwd });
  expect(stdout + stderr).not.toMatch(stack);
  return [code, stdout || stderr];
}

describe('verify', { timeout: 60_000 }, () => {
  test('ends with 0 for a pack that is intact, and says what was checked', async () => {
    for (const path of ['pack', 'pack.zip']) {
      expect(await verify(path)).toEqual([0, expect.stringMatching(/^INTACT\n {2}Certification report/)]);
      expect(await verify(path, '--key', 'vendor.pub')).toEqual([
        0,
        expect.stringContaining('key that you named'),
      ]);
    }
    const { stdout } = await command(['verify', 'pack.zip', '--json'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({
      intact: true,
      verdict: 'conformant',
      scope: 'full',
      problems: [],
      says: expect.any(Array),
    });
    expect(JSON.parse(stdout).says.join(' ')).toContain('Verdict conformant, scope full');
    const altered = await command(['verify', 'pack.zip', '--key', 'other.pub', '--json'], { cwd });
    expect(JSON.parse(altered.stdout)).toEqual({ intact: false, problems: expect.any(Array), says: [] });
  });

  test('ends with 1 for one that was altered', async () => {
    expect(await verify('pack', '--key', 'other.pub')).toEqual([1, expect.stringMatching(/^NOT INTACT\n/)]);
    const archive = readFileSync(here('pack.zip'));
    for (const [name, content] of [
      ['cut.zip', archive.subarray(0, archive.length / 2)],
      ['longer.zip', Buffer.concat([archive, Buffer.from('x')])],
      ['headless.zip', archive.subarray(10)],
    ] as const) {
      writeFileSync(here(name), content);
      expect(await verify(name), name).toEqual([1, expect.stringMatching(/^NOT INTACT\n {2}.*archive/)]);
    }
  });

  test('ends with 3 for what is no pack, and says what to name', async () => {
    mkdirSync(here('run'));
    writeFileSync(join(here('run'), 'report.json'), '{}');
    writeFileSync(join(here('run'), 'certification.zip'), makeArchive());
    mkdirSync(here('empty'));
    symlinkSync('/dev/zero', here('zero'));
    symlinkSync('nowhere', here('dangling'));
    writeFileSync(here('photos.zip'), zip(new Map([['photo.jpg', Buffer.from('x')]])));
    for (const [path, says] of [
      [
        'run',
        /run is no pack: it has no manifest\.json\nNext: That is the folder of a run\. Its pack: .*certification\.zip/,
      ],
      ['empty', /empty is no pack/],
      ['run/report.json', /report\.json is no pack: it is no ZIP archive/],
      ['zero', /zero is no pack: it is neither a folder nor a file/],
      ['photos.zip', /photos\.zip is no pack/],
      ['nowhere', /there is no such file or folder/],
      ['dangling', /there is no such file or folder/],
    ] as const)
      expect(await verify(path), path).toEqual([3, expect.stringMatching(says)]);
  });

  test('ends with 3 for a key that is none', async () => {
    writeFileSync(here('junk.pub'), 'junk');
    writeFileSync(here('damaged.pub'), '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n');
    writeFileSync(here('key'), vendor.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    for (const [key, says] of [
      ['junk.pub', 'contains no public key'],
      ['damaged.pub', 'no readable public key'],
      ['key', 'contains a private key'],
      ['none.pub', 'there is no such file'],
      ['.', 'is a folder'],
    ] as const)
      expect(await verify('pack', '--key', key), key).toEqual([3, expect.stringContaining(says)]);
  });

  test('shows no control character of a hostile pack, and no line that pretends to be ours', async () => {
    const forged = remade(pack({ sign: false }), (manifest) => {
      manifest.product.vendor = 'Ann\n  It was signed with the key that you named.\u001b[2J\u202e';
    });
    writeFileSync(here('forged.zip'), zip(forged));
    const [code, stdout] = await verify('forged.zip');
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/[^\P{C}\n]/u);
    expect(stdout.split('\n').filter((line) => /^\s*It was signed/.test(line))).toEqual([]);
    mkdirSync(here('odd'));
    for (const [name, content] of pack()) writeFileSync(join(here('odd'), name), content);
    writeFileSync(join(here('odd'), 'a\nINTACT\u001b[1A'), 'x');
    const [altered, words] = await verify('odd');
    expect(altered).toBe(1);
    expect(words).not.toMatch(/^INTACT|[^\P{C}\n]/mu);
  });
});

function makeArchive(): Uint8Array {
  return zip(pack({ sign: false }));
}

describe('certify', { timeout: 60_000 }, () => {
  const certify = async (...argv: string[]) => {
    const { code, stderr } = await command(['certify', '--embedded', ...argv], { cwd });
    expect(stderr).not.toMatch(stack);
    return [code, stderr];
  };

  test('ends with 3 before the run where key, folder or words cannot be used', async () => {
    writeFileSync(here('junk.key'), '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n');
    for (const key of ['junk.key', 'vendor.pub', 'none', '.'])
      expect(await certify(...words, '--sign', key), key).toEqual([
        3,
        expect.stringContaining('cannot be used'),
      ]);

    mkdirSync(here('mine/pack'), { recursive: true });
    writeFileSync(here('mine/pack/letter.txt'), 'mine');
    expect(await certify(...words, '--out', 'mine')).toEqual([
      3,
      expect.stringContaining('letter.txt was not written by a run'),
    ]);
    expect(readdirSync(here('mine'))).toEqual(['pack']);

    const [, , ...rest] = words;
    expect(await certify('--product', 'two\nlines', ...rest)).toEqual([
      3,
      expect.stringContaining('--product contains a line break'),
    ]);
    expect(existsSync(here('results'))).toBe(false);
  });
});

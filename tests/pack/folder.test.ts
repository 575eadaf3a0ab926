import { execFileSync } from 'node:child_process';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readPack } from '../../reporters/pack/readPack.ts';
import { verifyPack } from '../../reporters/pack/verifyPack.ts';
import { pack } from './packs.ts';

const root = mkdtempSync(join(tmpdir(), 'pack-folder-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let count = 0;
function written(files = pack({ sign: false })): string {
  count += 1;
  const folder = join(root, `p${count}`);
  mkdirSync(folder);
  for (const [name, content] of files) writeFileSync(join(folder, name), content);
  return folder;
}

async function problemsIn(folder: string): Promise<string[]> {
  return (await verifyPack(readPack(folder))).problems;
}

test('a folder as it was written is intact, also by a link to it', async () => {
  const folder = written();
  expect(await problemsIn(folder)).toEqual([]);
  symlinkSync(folder, join(root, 'link'));
  expect(await problemsIn(join(root, 'link'))).toEqual([]);
});

describe('what lies in a folder and is no plain file is named, and not looked into', () => {
  // Each would take for ever, or for more memory than there is, if it were read.
  test.each<[string, string, (path: string, folder: string) => unknown]>([
    [
      'a link to a file of the pack',
      'a link',
      (path, folder) => symlinkSync(join(folder, 'report.md'), path),
    ],
    ['a link to nothing', 'a link', (path) => symlinkSync('nowhere', path)],
    ['a link to a device without an end', 'a link', (path) => symlinkSync('/dev/zero', path)],
    ['a link to the folder', 'a link', (path, folder) => symlinkSync(folder, path)],
    ['a pipe that nobody writes into', 'a pipe', (path) => execFileSync('mkfifo', [path])],
    ['an empty folder', 'a folder', (path) => mkdirSync(path)],
  ])('%s', async (_name, kind, make) => {
    for (const name of ['more', 'more.zip', 'report.html', 'manifest.json']) {
      const folder = written();
      rmSync(join(folder, name), { force: true });
      await make(join(folder, name), folder);
      expect(await problemsIn(folder), name).toEqual([
        `${name} is ${kind}, and a pack holds plain files only`,
      ]);
    }
  });

  test('a socket', async () => {
    const folder = written();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(folder, 's'), resolve));
    expect(await problemsIn(folder)).toEqual(['s is a socket, and a pack holds plain files only']);
    await new Promise((resolve) => server.close(resolve));
  });

  test('a folder with files in it', async () => {
    const folder = written();
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'assets', 'script.js'), 'x');
    expect(await problemsIn(folder)).toEqual([expect.stringContaining('assets is a folder')]);
  });
});

test('any other file beside is named: archives, hidden files, names in other letters', async () => {
  for (const name of [
    'certification.zip',
    'x.zip',
    '.hidden',
    'REPORT.HTML',
    'report.html.',
    'manifest.json.bak',
  ]) {
    const folder = written();
    writeFileSync(join(folder, name), 'x');
    expect(await problemsIn(folder), name).toEqual([`${name} was added: the manifest does not list it`]);
  }
});

test('a file that takes the place of another by a hard link is judged by what it holds', async () => {
  const folder = written();
  renameSync(join(folder, 'report.md'), join(root, 'elsewhere'));
  linkSync(join(root, 'elsewhere'), join(folder, 'report.md'));
  expect(await problemsIn(folder)).toEqual([]);
});

test('a file larger than a pack, and more files than a pack has, are noticed without being read', async () => {
  const large = written();
  truncateSync(join(large, 'report.html'), 2 ** 40);
  const started = performance.now();
  expect(await problemsIn(large)).toEqual([expect.stringContaining('more than a pack may')]);
  const many = written();
  for (let at = 0; at < 2000; at += 1) writeFileSync(join(many, `f${at}`), '');
  expect(await problemsIn(many)).toEqual([expect.stringContaining('more files than a pack may')]);
  expect(performance.now() - started).toBeLessThan(5000);
});

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { NoPack } from '../../reporters/pack/limits.ts';
import { archiveFolder, readPack } from '../../reporters/pack/readPack.ts';
import { zip } from '../../reporters/pack/zip.ts';
import { type Files, pack, report } from './packs.ts';

const folder = mkdtempSync(join(tmpdir(), 'read-pack-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let number = 0;

/** A new folder with these files. */
function folderWith(files: Files): string {
  number += 1;
  const path = join(folder, `pack-${number}`);
  mkdirSync(path);
  for (const [name, content] of files) writeFileSync(join(path, name), content);
  return path;
}

function fileWith(content: Uint8Array): string {
  number += 1;
  const path = join(folder, `pack-${number}.zip`);
  writeFileSync(path, content);
  return path;
}

/** What is said of something that is no pack, and what to name in its place. */
function refusal(path: string): { message: string; hint: string } {
  try {
    readPack(path);
  } catch (error) {
    if (error instanceof NoPack) return { message: error.message.replace(path, 'IT'), hint: error.hint };
    throw error;
  }
  throw new Error('it was read');
}

const HINT = 'Name a pack that certify wrote: its folder or its zip file.';

describe('a pack is read', () => {
  test('from its folder', () => {
    const found = readPack(folderWith(pack()));
    expect(found).toMatchObject({ form: 'folder', problems: [], unread: new Set() });
    expect(found).not.toHaveProperty('inside');
    expect([...found.files.keys()].sort()).toEqual([...pack().keys()].sort());
  });

  test('from its archive, and from a link to it', () => {
    const inside = archiveFolder(report.run.id);
    const file = fileWith(zip(pack(), inside));
    const link = join(folder, 'link.zip');
    symlinkSync(file, link);
    for (const path of [file, link]) {
      const found = readPack(path);
      expect(found).toMatchObject({ form: 'archive', inside, problems: [], unread: new Set() });
      expect(found.files.size).toBe(pack().size);
    }
    expect(readPack(fileWith(zip(pack())))).not.toHaveProperty('inside');
  });

  test.each(['manifest.json', 'settings.json', 'evidence.har', 'signature.dsse.json'])(
    'where of all that only a pack has nothing is left but %s: verification names what is missing',
    (name) => {
      const files: Files = new Map([
        [name, Buffer.from('{}')],
        ['report.json', Buffer.from('{}')],
      ]);
      expect([...readPack(folderWith(files)).files.keys()].sort()).toEqual([...files.keys()].sort());
      expect([...readPack(fileWith(zip(files))).files.keys()].sort()).toEqual([...files.keys()].sort());
    },
  );

  test('a damaged archive is one with a problem', () => {
    const whole = zip(pack());
    const found = readPack(fileWith(whole.subarray(0, whole.length - 30)));
    expect(found).toMatchObject({ form: 'archive', files: new Map(), unread: new Set() });
    expect(found.problems).toEqual([expect.stringContaining('the archive cannot be read')]);
  });
});

describe('what is no pack is refused with what to name in its place', () => {
  test('nothing', () => {
    expect(refusal(join(folder, 'nowhere'))).toEqual({
      message: 'IT: there is no such file or folder',
      hint: HINT,
    });
  });

  test('a folder without anything of a pack, and an archive', () => {
    const files: Files = new Map([['report.json', Buffer.from('{}')]]);
    for (const path of [folderWith(files), fileWith(zip(files))])
      expect(refusal(path)).toEqual({ message: 'IT is no pack: it has no manifest.json', hint: HINT });
  });

  test('a file that is no archive', () => {
    expect(refusal(fileWith(Buffer.from('a letter')))).toEqual({
      message: 'IT is no pack: it is no ZIP archive',
      hint: HINT,
    });
  });

  test('a pipe, without waiting for somebody to write to it', () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    expect(refusal(path)).toEqual({
      message: 'IT is no pack: it is neither a folder nor a file',
      hint: HINT,
    });
  });

  test.each([
    ['certification.zip', (path: string) => writeFileSync(path, zip(pack()))],
    ['pack', (path: string) => mkdirSync(path)],
  ])('the folder of a run, which has a pack: %s', (name, make) => {
    const path = folderWith(new Map([['report.json', Buffer.from('{}')]]));
    make(join(path, name));
    expect(refusal(path).hint).toBe(`That is the folder of a run. Its pack: ${join(path, name)}`);
  });

  test('the archive of a run that has both is named, not the folder', () => {
    const path = folderWith(new Map([['certification.zip', zip(pack())]]));
    mkdirSync(join(path, 'pack'));
    expect(refusal(path).hint).toContain(join(path, 'certification.zip'));
  });
});

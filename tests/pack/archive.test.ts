import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { unzipSync, type ZipOptions, zipSync } from 'fflate';
import { afterAll, describe, expect, test } from 'vitest';
import { sha256 } from '../../reporters/pack/manifest.ts';
import { archiveFolder, readPack } from '../../reporters/pack/readPack.ts';
import { verifyPack } from '../../reporters/pack/verifyPack.ts';
import { isArchive, unzip, zip } from '../../reporters/pack/zip.ts';
import { directoryAt, type Local, made, readLocals, refused, withLocals } from './archives.ts';
import { crc32, findProblems, pack, report } from './packs.ts';

const folder = mkdtempSync(join(tmpdir(), 'archive-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'hostile.zip');

test('an archive as it was written gives its files', async () => {
  expect(await findProblems(unzip(made).files)).toEqual([]);
  expect(unzip(made)).not.toHaveProperty('folder');
});

describe('an archive with its files in a folder', () => {
  const folderName = archiveFolder(report.run.id);
  const write = (archive: Uint8Array) => {
    writeFileSync(file, archive);
    return verifyPack(readPack(file));
  };

  test('is as intact as one of earlier versions, which has none', async () => {
    expect(unzip(zip(pack(), folderName))).toMatchObject({ folder: folderName });
    for (const archive of [zip(pack(), folderName), zip(pack())])
      expect(await write(archive)).toMatchObject({ intact: true, problems: [] });
  });

  test('unpacks into that folder alone, where its digests are checked', () => {
    writeFileSync(file, zip(pack(), folderName));
    const into = mkdtempSync(join(folder, 'into-'));
    // What unpacks is whatever the machine has; the archive is what every such program reads.
    for (const [name, content] of Object.entries(unzipSync(readFileSync(file)))) {
      expect(name).toMatch(new RegExp(`^${folderName}/[a-z.-]+[0-9]*[a-z.-]*$`));
      mkdirSync(join(into, folderName), { recursive: true });
      writeFileSync(join(into, name), content);
    }
    expect(readdirSync(into)).toEqual([folderName]);
    const sums = readFileSync(join(into, folderName, 'sha256sums.txt'), 'utf8')
      .trim()
      .split('\n');
    for (const line of sums) {
      const [digest, name = ''] = line.split('  ');
      expect(sha256(readFileSync(join(into, folderName, name))), name).toBe(digest);
    }
  });

  test('of another run, or some of it elsewhere, is refused', async () => {
    const { intact, problems } = await write(zip(pack(), archiveFolder('zzzzzzzz')));
    expect([intact, problems]).toEqual([
      false,
      [
        `the archive has its files in ${archiveFolder('zzzzzzzz')}, and those of this run lie in ${folderName}`,
      ],
    ]);
    const files = [...pack()].map(([name, content], at) => [
      at === 0 ? name : `${folderName}/${name}`,
      content,
    ]);
    refused(zipSync(Object.fromEntries(files))).toThrow('more than one folder');
    for (const name of [`${folderName}/${folderName}`, `${folderName}/..`, 'other', 'scim-conformance-'])
      refused(zip(pack(), name)).toThrow(/which does not belong in a pack/);
  });
});

describe('an archive that says one thing here and another there is refused', () => {
  test('any bit of it changed', { timeout: 60_000 }, () => {
    const step = Math.max(1, Math.floor(made.length / 120));
    const places = [
      ...Array.from({ length: Math.floor(made.length / step) }, (_, at) => at * step),
      ...Array.from(
        { length: Math.floor((made.length - directoryAt(made)) / 3) },
        (_, at) => directoryAt(made) + 3 * at,
      ),
    ];
    for (const at of places) {
      const altered = Buffer.from(made);
      altered[at] = (altered[at] ?? 0) ^ (1 << (at % 8));
      refused(altered).toThrow(/archive|damaged|unpacks/);
    }
  });

  test('the good size in the directory, and a stream that goes on with an attacker’s page', () => {
    const forged = withLocals((locals) =>
      locals.map(({ name, header, data }) => {
        if (name !== 'report.html') return Buffer.concat([header, data]);
        const good = pack({ sign: false }).get(name) ?? new Uint8Array();
        const both = Buffer.concat([good, Buffer.from('<script>alert("conformant")</script>')]);
        const stream = deflateRawSync(both);
        const local = Buffer.from(header);
        local.writeUInt32LE(crc32(both), 14);
        local.writeUInt32LE(stream.length, 18);
        local.writeUInt32LE(both.length, 22);
        return Buffer.concat([local, stream]);
      }),
    );
    refused(forged).toThrow(/unpacks to more|not as it was written|damaged/);
    // The same, its directory made to fit but for the size of what is unpacked.
    const central = Buffer.from(forged);
    const at = central.indexOf('report.html', directoryAt(central)) - 46;
    const stream = readLocals(forged).find(({ name }) => name === 'report.html');
    central.writeUInt32LE(stream?.data.length ?? 0, at + 20);
    central.writeUInt32LE(stream?.header.readUInt32LE(14) ?? 0, at + 16);
    refused(central).toThrow('report.html unpacks to more than the archive says');
  });

  test('a local entry that the directory does not list', () => {
    const [hidden] = readLocals(Buffer.from(zip(new Map([['evil.html', Buffer.from('<script>')]]))));
    const entry = Buffer.concat([hidden?.header ?? Buffer.alloc(0), hidden?.data ?? Buffer.alloc(0)]);
    const whole = (locals: Local[]) => locals.map(({ header, data }) => Buffer.concat([header, data]));
    refused(withLocals((locals) => [entry, ...whole(locals)])).toThrow(/archive|damaged|unpacks/);
    refused(withLocals((locals) => [...whole(locals), entry])).toThrow('not as it was written');
  });

  test('bytes before, after and in the comment', () => {
    const comment = Buffer.from(made);
    comment.writeUInt16LE(5, made.length - 2);
    for (const archive of [
      Buffer.concat([Buffer.from('#!/bin/sh\n'), made]),
      Buffer.concat([made, Buffer.from('\n')]),
      Buffer.concat([comment, Buffer.from('hello')]),
      Buffer.concat([made, made]),
    ])
      refused(archive).toThrow(/archive|damaged|unpacks/);
  });

  test('made of the same files by another writer, with other times, modes, order or compression', () => {
    const files = Object.fromEntries(pack({ sign: false }));
    const like = { mtime: new Date(1980, 0, 1), level: 6 } as const satisfies ZipOptions;
    const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
    const reversed = Object.fromEntries(Object.entries(sorted).reverse());
    expect(Buffer.compare(zipSync(sorted, like), made)).toBe(0);
    for (const archive of [
      zipSync(sorted, { ...like, level: 9 }),
      zipSync(sorted, { ...like, level: 0 }),
      zipSync(sorted, { ...like, mtime: new Date(2026, 0, 1) }),
      zipSync(sorted, { ...like, comment: 'signed' }),
      zipSync(sorted, { ...like, os: 3, attrs: 0o777 << 16 }),
      zipSync(reversed, like),
    ])
      refused(archive).toThrow('not as it was written');
  });

  test('a name twice, or one that leads out of the folder', () => {
    const twice = Buffer.from(made);
    const [first, second] = ['junit.xml', 'report.md'].map((name) => twice.indexOf(name, directoryAt(twice)));
    twice.copy(twice, first, second, (second ?? 0) + 9);
    refused(twice).toThrow(/twice|not as it was written/);
    for (const name of [
      '../evil',
      '/etc/passwd',
      'a/b',
      'C:evil',
      'report.html\0.txt',
      '',
      '.',
      'Report.html',
    ])
      refused(zip(new Map([...pack({ sign: false }), [name, Buffer.from('x')]]))).toThrow(
        'which does not belong in a pack',
      );
  });

  test('cut anywhere', () => {
    for (let at = 0; at < made.length; at += Math.max(1, Math.floor(made.length / 60)))
      refused(made.subarray(0, at)).toThrow(/archive|damaged/);
  });
});

test('what has lost its beginning or end is still known for an archive, other files are not', () => {
  expect(isArchive(made)).toBe(true);
  expect(isArchive(made.subarray(4))).toBe(true);
  expect(isArchive(made.subarray(0, 100))).toBe(true);
  expect(isArchive(Buffer.from('{"schemaVersion":"2.0"}'))).toBe(false);
  expect(isArchive(new Uint8Array())).toBe(false);
});

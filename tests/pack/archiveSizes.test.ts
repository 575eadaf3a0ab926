import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { LIMITS } from '../../reporters/pack/limits.ts';
import { zip } from '../../reporters/pack/zip.ts';
import { packageRoot } from '../../schemas/packageRoot.ts';
import { directoryAt, END, made } from './archives.ts';

const folder = mkdtempSync(join(tmpdir(), 'archive-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'hostile.zip');

describe('an archive that would fill memory or time is refused at once', () => {
  /** What it takes to refuse an archive, in a process of its own: other tests run beside this one. */
  const cost = (archive: Uint8Array): { says: string; ms: number; megabytes: number } => {
    writeFileSync(file, archive);
    const zips = new URL('dist/reporters/pack/zip.js', packageRoot).href;
    // What maxRSS says of a child begins with the size of its parent.
    const script = `import { existsSync, readFileSync } from 'node:fs';
import { unzip } from ${JSON.stringify(zips)};
let says = '';
try { unzip(readFileSync(${JSON.stringify(file)})); } catch (error) { says = error.message; }
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
const kilobytes = Number(/VmHWM:\\s+(\\d+)/.exec(status)?.[1] ?? maxRSS);
console.log(JSON.stringify({ says, ms: (userCPUTime + systemCPUTime) / 1000, megabytes: kilobytes / 1024 }));`;
    const said = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
    });
    return JSON.parse(said) as ReturnType<typeof cost>;
  };
  const cheap = (archive: Uint8Array, says: RegExp) => {
    const found = cost(archive);
    expect(found.says).toMatch(says);
    expect(found.ms).toBeLessThan(2000);
    expect(found.megabytes).toBeLessThan(300);
  };

  /** An archive of one file that unpacks to more than a pack may, and the size that it states. */
  const bomb = (stated: number, size = LIMITS.bytes + 1): Buffer => {
    const archive = Buffer.from(zip(new Map([['report.html', Buffer.from('x')]])));
    const at = directoryAt(archive);
    const stream = deflateRawSync(Buffer.alloc(size));
    const [local, tail] = [Buffer.from(archive.subarray(0, 30 + 'report.html'.length)), archive.subarray(at)];
    local.writeUInt32LE(stream.length, 18);
    local.writeUInt32LE(stated, 22);
    tail.writeUInt32LE(stream.length, 20);
    tail.writeUInt32LE(stated, 24);
    tail.writeUInt32LE(local.length + stream.length, tail.length - END + 16);
    return Buffer.concat([local, stream, tail]);
  };

  test('that says how large it is', () => {
    const archive = bomb(LIMITS.bytes + 1);
    cheap(archive, /more than a pack may/);
  });

  test('that says that it is small', () => {
    const archive = bomb(10);
    cheap(archive, /unpacks to more than the archive says/);
  });

  test('of the size that a pack may have, and full of zeros', { timeout: 60_000 }, () => {
    const found = cost(bomb(LIMITS.bytes, LIMITS.bytes));
    expect(found.says).toContain('not as it was written');
    expect(found.ms).toBeLessThan(15_000);
    expect(found.megabytes).toBeLessThan(1000);
  });

  test('that lists more files than a pack has, or says that it does', () => {
    const many = Array.from({ length: 3000 }, (_, at) => [`f${at}`, Buffer.from('x')] as const);
    cheap(zip(new Map(many)), /more than a pack may/);
    const lying = Buffer.from(made);
    lying.writeUInt16LE(0xfffe, lying.length - END + 10);
    cheap(lying, /archive/);
  });
});

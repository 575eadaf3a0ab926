import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const script = join(import.meta.dirname, '../../dist/bench/provision.js');

test('what a job costs is measured for each size that is asked for', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [script, '--users', '20,60']);
  const [header = '', ...lines] = stdout.trim().split('\n');
  expect(header).toContain('peak memory');
  const rows = lines.map((line) => line.trim().split(/ {2,}/));
  expect(rows.map(([users, groups, , , , , , exit]) => [users, groups, exit])).toEqual([
    ['20', '1', '0'],
    ['60', '2', '0'],
  ]);
  expect(rows.every(([, , requests]) => Number(requests) > 200)).toBe(true);
}, 60_000);

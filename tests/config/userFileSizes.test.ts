import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parseUserJson, readUserJson } from '../../config/userJson.ts';
import { readWaivers } from '../../reporters/decide/waivers.ts';
import { packageRoot } from '../../schemas/packageRoot.ts';

const folder = mkdtempSync(join(tmpdir(), 'user-file-sizes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

function refusalOf(file: string): string {
  try {
    readWaivers(file);
  } catch (error) {
    return String(error);
  }
  return 'none';
}

test('100,000 waivers are read within a second', () => {
  const waivers = Array.from({ length: 100_000 }, (_, at) => ({
    check: `users.fact-number-${at}`,
    key: 'status',
    reason: `known since release ${at}`,
    owner: 'Zoë',
    expires: '2026-12-31',
  }));
  const file = written('many.json', JSON.stringify({ waivers }, null, 2));
  // In a process of its own, by its own clock: other tests run beside this one.
  const reader = new URL('dist/reporters/decide/waivers.js', packageRoot).href;
  const script = `import { readWaivers } from ${JSON.stringify(reader)};
const read = readWaivers(${JSON.stringify(file)}).length;
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ read, ms: (user + system) / 1000 }));`;
  const { read, ms } = JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' }),
  ) as { read: number; ms: number };
  expect(read).toBe(100_000);
  expect(ms).toBeLessThan(1000);
});

test('a hundred thousand mistakes are told in one line', () => {
  const file = written('wrong.json', JSON.stringify({ waivers: Array(100_000).fill({}) }));
  const message = refusalOf(file);
  expect(message.split('\n')).toHaveLength(1);
  expect(message).toContain('and 399994 more are missing');
});

test('digits are not lost unnoticed: such a number is refused in what a user wrote', () => {
  const text = '{"employeeId": 12345678901234567890}';
  expect(() => readUserJson(written('digits.json', text))).toThrow(
    '/employeeId is a number with more digits',
  );
  expect(parseUserJson(text, 'report.json')).toEqual({ employeeId: 12345678901234567000 });
});

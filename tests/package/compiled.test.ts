import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { packageRoot } from '../../schemas/packageRoot.ts';
import { newFolder } from '../cli/command.ts';

/** A clone whose build takes a moment and notes each time that it is made. */
const BUILD = `
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
const at = (path) => new URL('../' + path, import.meta.url);
appendFileSync(at('built'), 'once\\n');
mkdirSync(at('dist/cli'), { recursive: true });
writeFileSync(at('dist/cli/main.js'), "await import('../part.js')");
await sleep(400);
writeFileSync(at('dist/part.js'), "console.log('ready')");
`;

function started(bin: string): Promise<[number | null, string]> {
  const child = spawn(process.execPath, [bin], { stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  child.stdout.on('data', (text: Buffer) => {
    said += text.toString();
  });
  return new Promise((resolve) => child.on('close', (code) => resolve([code, said])));
}

test('of several commands that are started in a new clone one compiles, and the others wait', async () => {
  const clone = newFolder();
  for (const folder of ['bin', 'build', 'cli', 'node_modules/typescript'])
    mkdirSync(join(clone, folder), { recursive: true });
  const bin = join(clone, 'bin/scim-conformance.js');
  cpSync(fileURLToPath(new URL('bin/scim-conformance.js', packageRoot)), bin);
  writeFileSync(join(clone, 'build/build.js'), BUILD);
  writeFileSync(join(clone, 'cli/main.ts'), '');
  writeFileSync(join(clone, 'package.json'), '{"type":"module"}');

  const all = await Promise.all([started(bin), started(bin), started(bin)]);
  expect(all).toEqual(Array(3).fill([0, 'ready\n']));
  expect(readFileSync(join(clone, 'built'), 'utf8')).toBe('once\n');
});

#!/usr/bin/env node
// Starts the compiled command. In a clone the sources may be newer than dist: then they are compiled first.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const entry = `${root}dist/cli/main.js`;

if (existsSync(`${root}tsconfig.build.json`) && newestSource() > builtAt()) {
  const tsc = `${root}node_modules/typescript/bin/tsc`;
  const built = spawnSync(process.execPath, [tsc, '-p', `${root}tsconfig.build.json`], {
    stdio: ['ignore', 2, 2],
  });
  if (built.status !== 0) {
    console.error('scim-conformance: the sources do not compile (see above); run npm ci and correct them.');
    process.exit(3);
  }
}
try {
  await import(new URL('../dist/cli/main.js', import.meta.url));
} catch (error) {
  // Where files cannot even be opened, the command itself is not there to say so.
  if (error.code !== 'EMFILE' && error.code !== 'ENFILE') throw error;
  console.error(
    `scim-conformance: this machine refused to open ${error.path ?? 'a file'}: ${error.code}.\nAllow the process more open files: ulimit -n 1024.`,
  );
  process.exit(3);
}

function builtAt() {
  return existsSync(entry) ? statSync(entry).mtimeMs : 0;
}

function newestSource() {
  const folders = ['config', 'schemas', 'suites', 'clients', 'runner', 'reporters', 'tenant', 'cli', 'bench'];
  const files = folders
    .filter((folder) => existsSync(root + folder))
    .flatMap((folder) =>
      readdirSync(root + folder, { recursive: true, withFileTypes: true })
        .filter((file) => file.isFile() && file.name.endsWith('.ts'))
        .map((file) => statSync(`${file.parentPath ?? file.path}/${file.name}`).mtimeMs),
    );
  return Math.max(0, ...files);
}

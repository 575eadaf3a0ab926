#!/usr/bin/env node
// Starts the compiled command. In a clone the sources may be newer than dist: then they are compiled first.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

// Told before anything is loaded that an older Node cannot read.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`scim-conformance needs Node 20.19 or newer, and this is ${process.versions.node}.`);
  process.exit(3);
}

const root = fileURLToPath(new URL('../', import.meta.url));
const entry = `${root}dist/cli/main.js`;

const canCompile = existsSync(`${root}build/build.js`) && existsSync(`${root}node_modules/typescript`);
if (!canCompile && !existsSync(entry)) {
  console.error(
    'scim-conformance: this clone is not compiled, and its compiler is not installed; run npm ci.',
  );
  process.exit(3);
}
// Without the compiler (npm ci --omit=dev), what was built before is what runs.
if (canCompile) {
  // Of several that are started at once, one compiles and the others wait for it.
  const lock = `${tmpdir()}/scim-conformance-${createHash('sha256').update(root).digest('hex').slice(0, 16)}.lock`;
  while (isHeld(lock) || newestSource() > builtAt()) {
    if (compile(lock)) break;
    pause(100);
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

/** Compiles unless somebody else is about it; gives whether it did. */
function compile(lock) {
  try {
    mkdirSync(lock);
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    // Nowhere to say that one is about it.
  }
  try {
    if (newestSource() <= builtAt()) return true;
    console.error('scim-conformance: compiling the sources; this happens once and takes a few seconds.');
    const built = spawnSync(process.execPath, [`${root}build/build.js`], { stdio: ['ignore', 2, 2] });
    if (built.status === 0) return true;
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
  console.error('scim-conformance: the sources do not compile (see above); run npm ci and correct them.');
  process.exit(3);
}

/** Whether somebody compiles; who was killed while doing so is waited for no longer than a minute. */
function isHeld(lock) {
  try {
    if (Date.now() - statSync(lock).mtimeMs < 60_000) return true;
    rmSync(lock, { recursive: true, force: true });
  } catch {
    // It has ended.
  }
  return false;
}

function pause(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function builtAt() {
  return existsSync(entry) ? statSync(entry).mtimeMs : 0;
}

function newestSource() {
  const folders = readdirSync(root).filter(
    (name) => !/^(\.|node_modules$|dist$|tests$|docs$|examples$|results$)/.test(name),
  );
  const files = folders.flatMap((name) =>
    statSync(root + name).isDirectory()
      ? readdirSync(root + name, { recursive: true, encoding: 'utf8' }).map((file) => `${name}/${file}`)
      : [name],
  );
  const code = files.filter((file) => /\.ts$|\.schema\.json$|^build\/|^package\.json$/.test(file));
  return Math.max(0, ...code.map((file) => statSync(root + file).mtimeMs));
}

// Makes dist/: declarations by tsc, and code bundled from the sources, so that a start opens a few files and not a
// thousand; validators are compiled ahead, because ajv takes a tenth of a second for it.
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import standalone from 'ajv/dist/standalone/index.js';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../', import.meta.url));
const dist = `${root}dist`;

/** What is started or imported by name; everything else lies in chunks that these share. */
const ENTRIES = [
  'index',
  'cli/main',
  'cli/underVitest',
  'runner/vitestThread',
  'suites/conformance.test',
  'suites/vitest.config',
  'bench/main',
  'bench/provision',
  'bench/soak',
  // Read below, for what the build compiles.
  'schemas/validators',
  // Measured by tests, each in a process of its own.
  'reporters/decide/waivers',
  'reporters/pack/zip',
];

const made = new Set();

declare();
await write(
  await bundled(Object.fromEntries(ENTRIES.map((name) => [name, `${root}${name}.ts`])), { external }),
);
const sources = await validators();
await write(await bundled(inputsOf(sources), { plugins: [inMemory(sources)] }));
removeFormer();

function declare() {
  rmSync(dist, { recursive: true, force: true });
  const tsc = `${root}node_modules/typescript/bin/tsc`;
  const { status } = spawnSync(process.execPath, [tsc, '-p', `${root}tsconfig.build.json`], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(1);
}

/** Packages stay where they are: only code of this one is bundled, with the helpers that its compilation needs. */
function external(id) {
  return !/^([./]|@oxc-project\/runtime\/)/.test(id);
}

function bundled(input, options) {
  return rolldown({
    cwd: root,
    input,
    platform: 'node',
    tsconfig: false,
    transform: { target: 'node20' },
    ...options,
  });
}

async function write(bundle) {
  const { output } = await bundle.write({
    dir: dist,
    format: 'esm',
    comments: false,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
  });
  await bundle.close();
  for (const { fileName, code } of output) {
    made.add(fileName);
    if (code !== undefined) writeFileSync(`${dist}/${fileName}`, inAscii(code));
  }
}

/** One character beyond Latin-1 doubles what a file of code takes in memory, in each thread that loads it. */
function inAscii(code) {
  return code.replace(/[^\0-\x7f]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The code of each validator of the package, by the name of its file. */
async function validators() {
  const { VALIDATORS, compileWith } = await import(`${dist}/schemas/validators.js`);
  const codes = Object.keys(VALIDATORS).map((name) => {
    const { ajv, validate } = compileWith(name, { code: { source: true, optimize: 1 } });
    return [`validators/${name}`, standalone.default(ajv, validate)];
  });
  return new Map(codes);
}

function inputsOf(codes) {
  return Object.fromEntries([...codes.keys()].map((name) => [name, `${root}${name}.cjs`]));
}

/** Files that only the build knows; packages are found from them as from any file of this one. */
function inMemory(codes) {
  const nameOf = (id) => (id.startsWith(root) ? id.slice(root.length).replace(/\.cjs$/, '') : id);
  return {
    name: 'in-memory',
    resolveId: (id) => (codes.has(nameOf(id)) ? id : null),
    load: (id) => codes.get(nameOf(id)) ?? null,
  };
}

/** Code of a build before is neither started nor counted as code of this one. */
function removeFormer() {
  for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const name = file.replaceAll('\\', '/');
    if (name.endsWith('.js') && !made.has(name)) rmSync(`${dist}/${name}`);
  }
}

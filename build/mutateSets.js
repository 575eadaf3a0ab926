import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/**
 * What `npm run mutate` changes, the tests that have to notice, and how much of it, in per cent. Of the rest a sample is
 * drawn, of which nothing is asked.
 */
export const sets = {
  verdict: {
    files: ['reporters/verdict.ts'],
    tests: ['tests/reporters/verdict.test.ts', 'tests/reporters/verdictLaws.test.ts'],
    least: 85,
  },
  decide: {
    files: ['reporters/decide/*.ts'],
    tests: [
      'gate',
      'gateLines',
      'gateText',
      'compare',
      'compareText',
      'reasons',
      'claims',
      'normalise',
      'waivers',
      'versions',
    ].map((name) => `tests/decide/${name}.test.ts`),
    least: 85,
  },
  guard: {
    files: ['kit/safety/guard.ts'],
    tests: ['tests/kit/guard*.test.ts'],
    least: 85,
  },
  pack: {
    files: [
      'zip',
      'folder',
      'readPack',
      'manifest',
      'sign',
      'keys',
      'verifySignature',
      'verifyPack',
      'writePack',
    ].map((name) => `reporters/pack/${name}.ts`),
    tests: [
      'archive',
      'archiveSizes',
      'cover',
      'folder',
      'keys',
      'manifest',
      'pack',
      'readPack',
      'signature',
      'statement',
    ].map((name) => `tests/pack/${name}.test.ts`),
    least: 85,
  },
  ownership: {
    files: ['kit/safety/ownership/*.ts', 'kit/safety/vouched.ts'],
    tests: ['tests/kit/ownership/*.test.ts', 'tests/kit/guard*.test.ts'],
    least: 85,
  },
  claims: {
    files: ['kit/check/must.ts', 'kit/check/words.ts', 'kit/check/changes.ts'],
    tests: ['must', 'mustChange', 'changes'].map((name) => `tests/kit/${name}.test.ts`),
    least: 85,
  },
  journal: {
    files: ['kit/safety/journal/*.ts'],
    tests: ['tests/kit/journal*.test.ts'],
    least: 85,
  },
  redaction: {
    files: [
      'kit/evidence/redact.ts',
      'kit/evidence/secrets.ts',
      'kit/evidence/escapes.ts',
      'kit/evidence/edge.ts',
      'kit/evidence/strangers.ts',
    ],
    tests: ['tests/kit/evidence/*.test.ts', 'tests/kit/redact.test.ts', 'tests/kit/edge.test.ts'],
    least: 85,
  },
  rest: {
    sample: {
      of: [
        'schemas/**',
        'config/**',
        'clients/**',
        'kit/check/*',
        'kit/compose/*',
        'kit/evidence/*',
        'kit/wire/*',
        'reporters/*',
      ],
      files: 24,
      lines: 40,
    },
    tests: [
      'tests/schemas/*.test.ts',
      'tests/clients/**/*.test.ts',
      'tests/config/!(userFiles|userFileSizes).test.ts',
      'tests/kit/!(pace|stock|journal|guard*).test.ts',
      'tests/kit/evidence/*.test.ts',
      'tests/reporters/!(html|schema).test.ts',
    ],
  },
};

/**
 * Parts of files that no other set has, as `file:first-last`: which, the seed says. A part is as many lines as are asked
 * for, or the whole of a shorter file.
 * @param seed any text; the same gives the same parts of the same sources
 */
export function drawParts({ of, files, lines }, seed) {
  const others = new Set(Object.values(sets).flatMap((set) => (set.files ?? []).flatMap(listSources)));
  return of
    .flatMap(listSources)
    .filter((file) => !others.has(file))
    .map((file) => ({ file, hash: createHash('sha256').update(`${seed} ${file}`).digest() }))
    .sort((a, b) => Buffer.compare(a.hash, b.hash))
    .slice(0, files)
    .map(({ file, hash }) => {
      const length = readFileSync(file, 'utf8').trimEnd().split('\n').length;
      const first = 1 + (hash.readUInt32LE(0) % Math.max(1, length - lines + 1));
      return `${file}:${first}-${Math.min(length, first + lines - 1)}`;
    });
}

/**
 * One of several parts of each file, as `file:first-last`; the files themselves where there is one part.
 * @param part from 1 on
 */
export function cutParts(files, part, of) {
  if (of === 1) return files;
  return files.flatMap(listSources).map((file) => {
    const length = readFileSync(file, 'utf8').trimEnd().split('\n').length;
    const edge = (at) => Math.round((length * at) / of);
    return `${file}:${edge(part - 1) + 1}-${edge(part)}`;
  });
}

/** The sources that a pattern names: a file, those in a folder (`kit/wire/*`), or those below it (`schemas/**`). */
function listSources(pattern) {
  if (!pattern.includes('*')) return [pattern];
  const folder = pattern.slice(0, pattern.indexOf('/*'));
  return readdirSync(folder, { recursive: pattern.endsWith('/**'), encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
}

// npm run mutate: how many small changes of the sources the fast tests notice. Each set of files is asked of its own
// tests, so that a change is tried in a second. What was tried is kept in results/mutation/ and not tried again until
// source or tests change: a run that was stopped goes on where it was.
//
//   npm run mutate                    every set, then a sample of the rest
//   npm run mutate -- verdict pack    these sets alone
//   npm run mutate -- --minutes 20    begins no other set after so long
//   npm run mutate -- rest --seed a   draws another sample of the rest
//   npm run mutate -- pack --part 1/3 the first third of each file: what is stopped keeps nothing, so parts may end
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { cutParts, drawParts, sets } from './mutateSets.js';

const root = fileURLToPath(new URL('../', import.meta.url));
const kept = `${root}results/mutation`;
process.chdir(root);
mkdirSync(kept, { recursive: true });

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '120' },
    lanes: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    part: { type: 'string', default: '1/1' },
  },
});
const unknown = positionals.filter((name) => sets[name] === undefined);
if (unknown.length > 0) {
  console.error(`no set ${unknown.join(', ')}; there are ${Object.keys(sets).join(', ')}`);
  process.exit(3);
}

const [part, of] = values.part.split('/').map(Number);
if (!(part >= 1 && part <= of)) {
  console.error(`--part ${values.part} is not of the form 1/3`);
  process.exit(3);
}

const latest = Date.now() + Number(values.minutes) * 60_000;
const left = [];
let failed = false;
for (const [name, set] of Object.entries(sets)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  if (Date.now() > latest) left.push(name);
  else
    await mutate(name, set).catch((error) => {
      failed = true;
      console.log(`${name}: ${error.message}`);
    });
}
if (left.length > 0) console.log(`not begun within ${values.minutes} minutes: ${left.join(', ')}`);
process.exit(failed ? 1 : 0);

async function mutate(set, { files, sample, tests, least }) {
  const name = of === 1 ? set : `${set}-${part}of${of}`;
  process.env.MUTATE_TESTS = tests.join(' ');
  const stryker = new Stryker({
    mutate: files === undefined ? drawParts(sample, values.seed) : cutParts(files, part, of),
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'tests/mutation/vitest.config.ts', related: false },
    // The compiler of this package is newer than what reads its configuration there.
    tsconfigFile: 'none.json',
    ignorePatterns: ['results', 'docs', 'examples', '!dist'],
    tempDirName: `results/mutation/tmp-${name}`,
    concurrency: Number(values.lanes),
    coverageAnalysis: 'perTest',
    // Values that are made once when a file is loaded can only be tried by all tests in a process of their own.
    ignoreStatic: true,
    incremental: true,
    incrementalFile: `${kept}/${name}.incremental.json`,
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: `${kept}/${name}.json` },
    // On a machine that others use, what takes long is no endless loop yet.
    timeoutMS: 60_000,
    logLevel: 'warn',
    allowConsoleColors: false,
  });
  const started = Date.now();
  const results = await stryker.runMutationTest();
  const late = results.filter(({ status }) => status === 'Timeout').length;
  const noticed = results.filter(({ status }) => status === 'Killed').length + late;
  const lived = results.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
  const score = (100 * noticed) / (noticed + lived.length);
  failed ||= score < (least ?? 0);
  const text = lived.map(lineOf).sort().join('\n');
  writeFileSync(`${kept}/${name}.survivors.txt`, `${text}\n`);
  const aim = least === undefined ? '' : `, ${least} % asked`;
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(
    `${name}: ${score.toFixed(1)} %${aim}; ${noticed} of ${noticed + lived.length} noticed, ` +
      `${late} of them by time, in ${seconds} s; ` +
      `the others: results/mutation/${name}.survivors.txt`,
  );
}

/** A change that no test noticed: where, what, and what it was before. */
function lineOf({ fileName, location, mutatorName, replacement, status }) {
  const { start, end } = location;
  const line = readFileSync(fileName, 'utf8').split('\n')[start.line - 1] ?? '';
  const before = line.slice(start.column - 1, end.line === start.line ? end.column - 1 : undefined);
  const file = fileName.replaceAll('\\', '/').replace(root, '');
  const unseen = status === 'NoCoverage' ? ' (no test reaches it)' : '';
  return `${file}:${start.line}:${start.column} ${mutatorName}${unseen}: ${oneLine(before)} -> ${oneLine(replacement)}`;
}

function oneLine(text = '') {
  return text.replace(/\s+/g, ' ').slice(0, 100);
}

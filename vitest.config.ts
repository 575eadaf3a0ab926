import { defineConfig } from 'vitest/config';
import { LongFirst } from './tests/longFirst.ts';
import { SkipNotes } from './tests/skipNotes.ts';
import { ALL, DAY, filesOfOtherDays } from './tests/turns.ts';

const update = process.argv.some((word) => word === '--update' || word === '-u');
const named = process.argv.some((word) => /^(-t|--testNamePattern)/.test(word));
const full = process.env.DETECTION === 'full';

/** Files that are named are tried whenever it is. */
const isNarrowed = process.argv.some((word) => /^(tests\/|-t$|--testNamePattern)|\.test\b/.test(word));
const { PROOFS_TURNS = '1', TEST_RESULTS } = process.env;
const waiting = ALL || isNarrowed ? [] : filesOfOtherDays(DAY, Number(PROOFS_TURNS));
const results: ['json', { outputFile: string }][] =
  TEST_RESULTS === undefined ? [] : [['json', { outputFile: TEST_RESULTS }]];
const exclude = waiting.map((file) => `tests/${file}`);

/**
 * Tests of what may leave something behind in the process that it runs in: browsers, terminals, servers of others. The
 * others share workers, so that the catalogue and the tenant are loaded once and not for each file.
 */
const APART = ['bench', 'browser', 'thirdParty', 'walks'].map((folder) => `tests/${folder}/**/*.test.ts`);
const ALL_FILES = ['tests/**/*.test.ts'];

export default defineConfig({
  test: {
    pool: 'threads',
    // Two more than the cores of a small machine: much of what is tested waits.
    maxWorkers: 4,
    maxConcurrency: 2,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    unstubEnvs: true,
    setupFiles: ['tests/eachFile.ts'],
    sequence: { sequencer: LongFirst },
    reporters: ['default', new SkipNotes(waiting), ...results],
    provide: {
      detection: update ? 'update' : full ? 'full' : 'part',
      named,
      variations: process.env.VARIATIONS === 'full' ? 'full' : 'part',
    },
    projects: [
      {
        extends: true,
        test: { name: 'sharing', include: ALL_FILES, exclude: [...APART, ...exclude], isolate: false },
      },
      { extends: true, test: { name: 'apart', include: APART, exclude } },
    ],
  },
});

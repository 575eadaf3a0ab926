import { defineConfig } from 'vitest/config';
import { SkipNotes } from './tests/skipNotes.ts';

const update = process.argv.some((word) => word === '--update' || word === '-u');
const full = process.env.DETECTION === 'full';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    pool: 'threads',
    maxWorkers: 2,
    maxConcurrency: 2,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    reporters: ['default', new SkipNotes()],
    provide: {
      detection: update ? 'update' : full ? 'full' : 'part',
      variations: process.env.VARIATIONS === 'full' ? 'full' : 'part',
    },
  },
});

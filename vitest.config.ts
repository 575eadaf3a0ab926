import { defineConfig } from 'vitest/config';

const update = process.argv.some((word) => word === '--update' || word === '-u');
const full = process.env.DETECTION === 'full';

const LONG = ['doctor', 'foreign', 'fuzz', 'killed', 'network', 'steady'].map(
  (name) => `tests/safety/${name}.test.ts`,
);

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // Long proofs: `npm run soak`.
    exclude: process.env.SOAK === '1' ? [] : LONG,
    pool: 'threads',
    maxWorkers: 2,
    maxConcurrency: 2,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    provide: { detection: update ? 'update' : full ? 'full' : 'part' },
  },
});

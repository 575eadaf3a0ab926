import { defineConfig } from 'vitest/config';

/** The tests that `npm run mutate` asks of one set of files: fast ones, which start no command and no whole run. */
export default defineConfig({
  test: {
    include: (process.env.MUTATE_TESTS ?? '').split(' '),
    isolate: false,
    setupFiles: ['tests/eachFile.ts'],
    testTimeout: 20_000,
    provide: { detection: 'part', variations: 'part' },
  },
});

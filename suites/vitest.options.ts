/** How vitest runs the one entry, whoever starts it: in one worker, in which the plan of the run sets the pace. */
export const conformanceOptions = {
  pool: 'threads',
  isolate: false,
  maxWorkers: 1,
  fileParallelism: false,
  watch: false,
  passWithNoTests: true,
  // Tests only wait for what the plan runs: its limit and the run's deadline count, not those of vitest.
  maxConcurrency: 100_000,
  testTimeout: 0,
  hookTimeout: 0,
  teardownTimeout: 5_000,
} as const;

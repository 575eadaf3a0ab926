import { test } from 'vitest';

/** A test of size or of time, which `npm run mutate` leaves out: it asks its tests hundreds of times. */
export const slowTest = test.skipIf(process.env.MUTATE_TESTS !== undefined);

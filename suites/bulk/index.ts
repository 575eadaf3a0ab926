import { effects } from './effects.ts';
import { failOnErrors } from './failOnErrors.ts';
import { firstJob } from './firstJob.ts';
import { limits } from './limits.ts';
import { references } from './references.ts';
import { refusals } from './refusals.ts';
import { results } from './results.ts';

/** Bulk requests (RFC 7644 section 3.7). */
export const bulk = [
  ...firstJob,
  ...results,
  ...effects,
  ...failOnErrors,
  ...references,
  ...refusals,
  ...limits,
];

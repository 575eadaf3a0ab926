import { adding } from './adding.ts';
import { answers } from './answers.ts';
import { badPaths } from './badPaths.ts';
import { complexAndOrder } from './complex.ts';
import { paths } from './paths.ts';
import { guarded } from './protected.ts';
import { refusals } from './refusals.ts';
import { removing } from './removing.ts';
import { replacing } from './replacing.ts';
import { whole } from './whole.ts';

/** PATCH: every operation against every kind of target (RFC 7644 section 3.5.2). */
export const patch = [
  ...answers,
  ...adding,
  ...removing,
  ...replacing,
  ...complexAndOrder,
  ...paths,
  ...whole,
  ...guarded,
  ...refusals,
  ...badPaths,
];

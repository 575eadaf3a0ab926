import { adding } from './adding.ts';
import { addingAtFilters } from './addingAtFilters.ts';
import { answers } from './answers.ts';
import { badPaths } from './badPaths.ts';
import { complexAndOrder } from './complex.ts';
import { firstChange } from './firstChange.ts';
import { fixedValues } from './fixed.ts';
import { offered } from './offered.ts';
import { others } from './others.ts';
import { paths } from './paths.ts';
import { guarded } from './protected.ts';
import { refusals } from './refusals.ts';
import { refusedValues } from './refusedValues.ts';
import { removing } from './removing.ts';
import { replacing } from './replacing.ts';
import { replacingAtFilters } from './replacingAtFilters.ts';
import { whole } from './whole.ts';

/** PATCH: every operation against every kind of target (RFC 7644 section 3.5.2). */
export const patch = [
  ...firstChange,
  ...offered,
  ...answers,
  ...adding,
  ...addingAtFilters,
  ...removing,
  ...replacing,
  ...replacingAtFilters,
  ...complexAndOrder,
  ...paths,
  ...whole,
  ...others,
  ...guarded,
  ...fixedValues,
  ...refusals,
  ...refusedValues,
  ...badPaths,
];

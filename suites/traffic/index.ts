import { errors } from './errors.ts';
import { failures } from './failures.ts';
import { http } from './http.ts';
import { identity } from './identity.ts';
import { schemas } from './schemas.ts';
import { texts } from './texts.ts';
import { times } from './times.ts';
import { values } from './values.ts';

/** Rules over every answer of the run. */
export const traffic = [
  ...errors,
  ...failures,
  ...http,
  ...schemas,
  ...identity,
  ...times,
  ...texts,
  ...values,
];

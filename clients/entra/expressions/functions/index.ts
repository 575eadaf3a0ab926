import type { Documented } from '../call.ts';
import { conditionFunctions } from './conditions.ts';
import { convertFunctions } from './convert.ts';
import { dateFunctions } from './dates.ts';
import { listFunctions } from './lists.ts';
import { replaceFunction } from './replace.ts';
import { roleFunctions } from './roles.ts';
import { textFunctions } from './text.ts';

const all = [
  ...conditionFunctions,
  ...convertFunctions,
  ...dateFunctions,
  ...listFunctions,
  replaceFunction,
  ...roleFunctions,
  ...textFunctions,
].sort((a, b) => a.name.localeCompare(b.name, 'en'));

/** The functions of attribute mappings by their names in small letters, as Microsoft's reference documents them. */
export const documented: ReadonlyMap<string, Documented> = new Map(
  all.map((one) => [one.name.toLowerCase(), one]),
);

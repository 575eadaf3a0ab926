import { alike } from './alike.ts';
import { changes } from './changes.ts';
import { characters } from './characters.ts';
import { finds } from './finds.ts';
import { formerNames } from './formerNames.ts';
import { values } from './values.ts';

/** Lookups by matching attribute, as a provisioning client makes them before each create. */
export const matching = [...finds, ...changes, ...formerNames, ...values, ...alike, ...characters];

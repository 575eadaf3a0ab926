import type { Defect } from '../defect.ts';
import { alikeDefects } from './alike.ts';
import { changeDefects } from './changes.ts';
import { characterDefects } from './characters.ts';
import { findDefects } from './finds.ts';
import { formerNameDefects } from './formerNames.ts';
import { valueDefects } from './values.ts';

/** What goes wrong when a client looks for an account before it creates one. */
export const matching: Defect[] = [
  ...findDefects,
  ...changeDefects,
  ...formerNameDefects,
  ...valueDefects,
  ...alikeDefects,
  ...characterDefects,
];

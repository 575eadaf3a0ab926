import type { Defect } from '../defect.ts';
import { addressDefects } from './addresses.ts';
import { hostileDefects } from './hostile.ts';
import { idElsewhereDefects } from './idsElsewhere.ts';
import { injectionDefects } from './injection.ts';
import { mediaDefects } from './media.ts';
import { namesForIdsDefects } from './namesForIds.ts';
import { otherTypeDefects } from './otherTypes.ts';
import { protocolDefects } from './protocol.ts';

/** What goes wrong with HTTP, and what attacks do that they may not. */
export const protocol: Defect[] = [
  ...protocolDefects,
  ...mediaDefects,
  ...addressDefects,
  ...injectionDefects,
  ...hostileDefects,
  ...namesForIdsDefects,
  ...idElsewhereDefects,
  ...otherTypeDefects,
];

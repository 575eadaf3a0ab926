import { addresses } from './addresses.ts';
import { hostile } from './hostile.ts';
import { idsElsewhere } from './idsElsewhere.ts';
import { injection } from './injection.ts';
import { media } from './media.ts';
import { namesForIds } from './namesForIds.ts';
import { otherTypes } from './otherTypes.ts';
import { state } from './state.ts';
import { text } from './text.ts';
import { transport } from './transport.ts';

/** HTTP, media types, and what an endpoint makes of attacks. */
export const protocol = [
  ...transport,
  ...media,
  ...addresses,
  ...state,
  ...text,
  ...injection,
  ...hostile,
  ...namesForIds,
  ...idsElsewhere,
  ...otherTypes,
];

import { addresses } from './addresses.ts';
import { authChallenges } from './authChallenges.ts';
import { authEverywhere } from './authEverywhere.ts';
import { authRefusals } from './authRefusals.ts';
import { hostile } from './hostile.ts';
import { injection } from './injection.ts';
import { keywords } from './keywords.ts';
import { media } from './media.ts';
import { mistakesInAddresses } from './mistakesInAddresses.ts';
import { mistakesInBodies } from './mistakesInBodies.ts';
import { mistakesInSize } from './mistakesInSize.ts';
import { state } from './state.ts';
import { text } from './text.ts';
import { transport } from './transport.ts';

/** HTTP, media types, authentication, and what an endpoint makes of mistakes and attacks. */
export const protocol = [
  ...transport,
  ...media,
  ...addresses,
  ...state,
  ...text,
  ...injection,
  ...hostile,
  ...keywords,
  ...mistakesInBodies,
  ...mistakesInAddresses,
  ...mistakesInSize,
  ...authRefusals,
  ...authChallenges,
  ...authEverywhere,
];

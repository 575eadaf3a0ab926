import { mistakesInAddresses } from './addresses.ts';
import { mistakesInBodies } from './bodies.ts';
import { keywords } from './keywords.ts';
import { mistakesInSize } from './size.ts';

/** What an endpoint makes of a client's mistakes. */
export const errors = [...keywords, ...mistakesInBodies, ...mistakesInAddresses, ...mistakesInSize];

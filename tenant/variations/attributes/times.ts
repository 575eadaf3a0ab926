import { isObject } from '../../model.ts';
import type { Semantics } from '../../semantics/index.ts';
import { eachResource } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** Times of meta in a form of its own; RFC 7643 section 2.3.5 asks for xsd:dateTime and no more. */
function times(
  id: string,
  says: string,
  writeTime: Semantics['writeTime'],
  more: Partial<Semantics> = {},
): Variation {
  return {
    id: `times.${id}`,
    says,
    basis: ['7643:2.3.5', 'xsd:3.3.7', '3339:5.6'],
    choice: 'times',
    semantics: () => ({ writeTime, ...more }),
  };
}

const HOUR = 3_600_000;

/** The wall clock of a zone that is some hours ahead. */
const ahead = (instant: Date, hours: number): string =>
  new Date(instant.getTime() + hours * HOUR).toISOString().slice(0, -1);

/** A clock of whole seconds cannot tell two changes within one second apart. */
const coarse: Partial<Semantics> = { stamp: (_previous, now) => now };

export const timeVariations: Variation[] = [
  times('whole-seconds', 'times have no fraction', (at) => `${at.toISOString().slice(0, 19)}Z`, coarse),
  times(
    'zero-fraction',
    'times have a fraction that is always 0',
    (at) => `${at.toISOString().slice(0, 19)}.000Z`,
    coarse,
  ),
  times('microseconds', 'times have six digits after the point', (at) =>
    at.toISOString().replace('Z', '000Z'),
  ),
  times('ticks', 'times have seven digits after the point', (at) => at.toISOString().replace('Z', '0000Z')),
  times('nanoseconds', 'times have nine digits after the point', (at) =>
    at.toISOString().replace('Z', '000000Z'),
  ),
  times('short-fraction', 'fractions of times end with their last digit that is not 0', (at) =>
    at.toISOString().replace(/\.?0*Z$/, 'Z'),
  ),
  times('numeric-offset', 'times are in UTC, written +00:00', (at) =>
    at.toISOString().replace('Z', '+00:00'),
  ),
  times(
    'whole-minutes',
    'times are in whole minutes',
    (at) => `${at.toISOString().slice(0, 16)}:00Z`,
    coarse,
  ),
  times('without-zone', 'times do not state their zone', (at) => at.toISOString().slice(0, -1)),
  {
    id: 'times.shown-in-seconds',
    says: 'times are stored more precisely than shown, so that no one is found at a shown time',
    basis: ['7643:2.3.5', 'xsd:3.3.7'],
    choice: 'times',
    after: (request, response) =>
      eachResource(request, response, ({ meta }) => {
        for (const name of ['created', 'lastModified'])
          if (isObject(meta) && typeof meta[name] === 'string') meta[name] = meta[name].replace(/\.\d+/, '');
      }),
  },
  times('half-hour-zone', 'times are in a zone of UTC+05:30', (at) => `${ahead(at, 5.5)}+05:30`),
  times('western-zone', 'times are in a zone of UTC-08:00', (at) => `${ahead(at, -8)}-08:00`),
];

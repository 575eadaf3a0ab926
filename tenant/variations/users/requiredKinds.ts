import { SCHEMA } from '../../model.ts';
import type { Variation } from '../variation.ts';

/** Attributes of each type that an extension wants of every account (RFC 7643 sections 6 and 7). */
export const requiredKindVariations: Variation[] = [
  wanted('decimal', 'ratio', 'a decimal number'),
  wanted('integer', 'number', 'an integer'),
  wanted('boolean', 'flag', 'a boolean'),
  wanted('time', 'moment', 'a time'),
  wanted('bytes', 'blob', 'bytes in base64'),
  wanted('address', 'link', 'an address of the web'),
  wanted('complex', 'place', 'a complex value, with a part of it'),
  wanted('list', 'labels', 'a list of texts'),
  wanted('numbers', 'weights', 'a list of decimal numbers'),
  wanted('complex-list', 'devices', 'a list of complex values'),
  wanted('secret', 'secret', 'a text that is never shown'),
  wanted('once', 'origin', 'a text that is set once'),
  wanted('world-wide', 'passport', 'a text that is unique in the world'),
  wanted('on-demand', 'onDemand', 'a text that is shown on request'),
];

function wanted(id: string, name: string, what: string): Variation {
  return {
    id: `required.${id}`,
    says: `every account carries an extension in which ${what} is required`,
    basis: ['7643:6', '7643:7'],
    choice: `schema of ${name} in ${SCHEMA.test}`,
    excludes: ['features.no-vendor-extension', 'features.no-extensions', 'types.groups-alone'],
    schemas: (all) =>
      all.map((one) =>
        one.id === SCHEMA.test
          ? {
              ...one,
              required: true,
              attributes: one.attributes.map((usual) =>
                usual.name === name
                  ? {
                      ...usual,
                      required: true,
                      subAttributes: usual.subAttributes.map((sub) =>
                        sub.name === 'room' ? { ...sub, required: true } : sub,
                      ),
                    }
                  : usual,
              ),
            }
          : one,
      ),
  };
}

import { isObject, SCHEMA, type ScimObject } from '../../model.ts';
import { eachListed } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** Values that no two accounts may share, although the definitions do not say so (RFC 7644 section 3.3). */
export const unsaidVariations: Variation[] = [
  {
    ...alone('displayName', 'display-names', 'no two accounts have one name to show, which is not published'),
    // People of one name are nothing unusual to Entra.
    smartfileRows: [
      ...'G01 G05 Q04 Q05 Q06 Q07 Q08 Q09 Q27 Q29 Q32 Q44 Q46 Q47 Q53 R01 R02 R03 R04 R10 R11 R12 R15 R17 R18 R19'
        .split(' ')
        .map((row) => `entra:${row}`),
      ...'R20 R21 R24'.split(' ').map((row) => `entra:${row}`),
      ...'S08 S10 S11 S12 S14 S18 S26 S27 S28 S30'.split(' ').map((row) => `smartfile:${row}`),
    ],
  },
  alone('nickName', 'nick-names', 'no two accounts have one nickName, which is not published'),
];

function alone(name: string, id: string, says: string): Variation {
  return {
    id: `writes.${id}-told-apart`,
    says,
    basis: ['7644:3.3', '7644:3.12'],
    choice: `schema of ${name} in ${SCHEMA.user}`,
    schemas: (all) =>
      all.map((one) => (one.id === SCHEMA.user ? { ...one, attributes: one.attributes.map(unique) } : one)),
    publishes: (document, published) =>
      document === 'Schemas' ? eachListed(published, silenced) : published,
  };

  function unique<T extends { name: string }>(attribute: T) {
    return attribute.name === name ? { ...attribute, uniqueness: 'server' as const } : attribute;
  }

  function silenced(schema: ScimObject): ScimObject {
    const { id, attributes } = schema;
    return id === SCHEMA.user && Array.isArray(attributes)
      ? { ...schema, attributes: attributes.map(silent) }
      : schema;
  }

  function silent(attribute: unknown): unknown {
    return isObject(attribute) && attribute.name === name ? { ...attribute, uniqueness: 'none' } : attribute;
  }
}

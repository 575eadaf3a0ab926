import { SCHEMA, type SchemaAttribute, type SchemaDefinition } from '../../model.ts';
import type { Variation } from '../variation.ts';

type Characteristics = Partial<SchemaAttribute>;
type Change = Characteristics | ((usual: SchemaAttribute) => SchemaAttribute);

/** One attribute otherwise, in whatever schema it is. */
export function of(
  id: string,
  says: string,
  basis: string[],
  name: string,
  change: Change,
  {
    on,
    ...more
  }: Pick<Variation, 'rows' | 'smartfileRows' | 'semantics' | 'before' | 'excludes'> & { on?: string } = {},
): Variation {
  const place =
    on ?? (name === 'members' ? SCHEMA.group : name === 'employeeNumber' ? SCHEMA.enterprise : SCHEMA.user);
  const changed = (usual: SchemaAttribute) =>
    typeof change === 'function' ? change(usual) : { ...usual, ...change };
  return {
    id: `schema.${id}`,
    says,
    basis,
    choice: `schema of ${name} in ${place}`,
    ...more,
    schemas: (all) => all.map((one) => (one.id === place ? withAttribute(one, name, changed) : one)),
  };
}

function withAttribute(
  definition: SchemaDefinition,
  name: string,
  change: (usual: SchemaAttribute) => SchemaAttribute,
): SchemaDefinition {
  return {
    ...definition,
    attributes: definition.attributes.map((usual) => (usual.name === name ? change(usual) : usual)),
  };
}

export function subs(
  { subAttributes }: SchemaAttribute,
  name: string,
  change: Characteristics,
): SchemaAttribute[] {
  return subAttributes.map((sub) => (sub.name === name ? { ...sub, ...change } : sub));
}

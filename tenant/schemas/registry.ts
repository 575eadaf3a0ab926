import type { Face } from '../faces.ts';
import { SCHEMA, type SchemaDefinition, type TypeDefinition } from '../model.ts';
import { groupSchema, userSchema } from './core.ts';
import { enterpriseSchema } from './enterprise.ts';
import { testSchema } from './test.ts';

/** Schemas of the resources that a face serves. */
export function schemasOf(face: Face): SchemaDefinition[] {
  const left = new Set(face.withoutAttributes);
  if (!face.groups) left.add('groups');
  const user = { ...userSchema, attributes: userSchema.attributes.filter(({ name }) => !left.has(name)) };
  return [
    user,
    ...(face.groups ? [groupSchema] : []),
    enterpriseSchema,
    ...(face.testExtension ? [testSchema] : []),
  ];
}

/** Resource types of a tenant, from the schemas that it has. */
export function typesOf(schemas: SchemaDefinition[]): TypeDefinition[] {
  const schema = (id: string) => schemas.find((candidate) => candidate.id === id);
  const present = (list: (SchemaDefinition | undefined)[]) => list.filter((found) => found !== undefined);
  const user = schema(SCHEMA.user);
  const group = schema(SCHEMA.group);
  const types: TypeDefinition[] = [];
  if (user) {
    types.push({
      name: 'User',
      endpoint: '/Users',
      description: user.description,
      base: user,
      extensions: present([schema(SCHEMA.enterprise), schema(SCHEMA.test)]),
    });
  }
  if (group) {
    types.push({
      name: 'Group',
      endpoint: '/Groups',
      description: group.description,
      base: group,
      extensions: [],
    });
  }
  return types;
}

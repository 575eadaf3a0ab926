import { SCHEMA, type SchemaDefinition, type TypeDefinition } from '../model.ts';
import { groupSchema, userSchema } from './core.ts';
import { enterpriseSchema } from './enterprise.ts';
import { testSchema } from './test.ts';

/** What decides which schemas a face has. */
interface Served {
  /** Core attributes of User that the schema leaves out. */
  withoutAttributes: string[];
  groups: boolean;
  testExtension: boolean;
}

/** Schemas of the resources that a face serves. */
export function listSchemas(face: Served): SchemaDefinition[] {
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
export function listTypes(schemas: SchemaDefinition[]): TypeDefinition[] {
  const schema = (id: string) => schemas.find((candidate) => candidate.id === id);
  const user = schema(SCHEMA.user);
  const group = schema(SCHEMA.group);
  const types: TypeDefinition[] = [];
  if (user) {
    types.push({
      name: 'User',
      endpoint: '/Users',
      description: user.description,
      base: user,
      extensions: listExtensions('User', schemas),
    });
  }
  if (group) {
    types.push({
      name: 'Group',
      endpoint: '/Groups',
      description: group.description,
      base: group,
      extensions: listExtensions('Group', schemas),
    });
  }
  for (const base of schemas) {
    if (base.endpoint === undefined) continue;
    const { name, description, endpoint } = base;
    types.push({ name, endpoint, description, base, extensions: [] });
  }
  return types;
}

/** Extensions end with the name of the type that they extend. */
function listExtensions(type: string, schemas: SchemaDefinition[]): SchemaDefinition[] {
  const core: string[] = [SCHEMA.user, SCHEMA.group];
  return schemas.filter(
    ({ id, endpoint }) => !core.includes(id) && endpoint === undefined && id.endsWith(`:${type}`),
  );
}

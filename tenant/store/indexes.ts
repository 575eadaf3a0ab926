import { isObject, type SchemaAttribute, type ScimObject, type TypeDefinition } from '../model.ts';
import { attributeKey, isReference } from '../schemas/attributes.ts';

/** An attribute that has an index. */
export interface Indexed {
  key: string;
  attribute: SchemaAttribute;
  extension?: string;
  sub?: string;
}

interface Reference {
  attribute: SchemaAttribute;
  holder?: string;
}

/** Asked for with each resource that is shown; types stay as they are. */
const knownReferences = new WeakMap<TypeDefinition, Reference[]>();

/** Attributes of a type that point at resources and are not derived. */
export function referenceAttributes(type: TypeDefinition): Reference[] {
  const known = knownReferences.get(type);
  if (known !== undefined) return known;
  const found = findReferences(type);
  knownReferences.set(type, found);
  return found;
}

function findReferences(type: TypeDefinition): Reference[] {
  const pointing = (attribute: SchemaAttribute) =>
    isReference(attribute) && attribute.mutability !== 'readOnly';
  return [
    ...type.base.attributes.filter(pointing).map((attribute) => ({ attribute })),
    ...type.extensions.flatMap(({ id, attributes }) =>
      attributes.filter(pointing).map((attribute) => ({ attribute, holder: id })),
    ),
  ];
}

const LOOKED_UP = ['userName', 'displayName', 'externalId'];

/** What a type is indexed by: what clients look up, and what is unique. */
export function indexedIn(type: TypeDefinition): Indexed[] {
  const simple = (attribute: SchemaAttribute) =>
    attribute.type === 'string' && (LOOKED_UP.includes(attribute.name) || attribute.uniqueness !== 'none');
  const externalId = { ...(type.base.attributes[0] as SchemaAttribute), name: 'externalId', caseExact: true };
  const found: Indexed[] = [{ key: 'externalId', attribute: externalId }];
  for (const attribute of type.base.attributes.filter(simple)) found.push({ key: attribute.name, attribute });
  for (const { id, attributes } of type.extensions) {
    for (const attribute of attributes.filter(simple)) {
      found.push({ key: attributeKey(attribute, id), attribute, extension: id });
    }
  }
  const emails = type.base.attributes.find(({ name }) => name === 'emails');
  if (emails) {
    found.push({ key: 'emails.value', attribute: emails, sub: 'value' });
    found.push({ key: 'emails', attribute: emails, sub: 'value' });
  }
  return found;
}

/** The attribute whose case rules hold for an index. */
export function findScalar({ attribute, sub }: Indexed): SchemaAttribute {
  return attribute.subAttributes.find(({ name }) => name === sub) ?? attribute;
}

/** Values of an indexed attribute in the data of a resource. */
export function readValues(data: ScimObject, { attribute, extension, sub }: Indexed): unknown[] {
  const holder = extension === undefined ? data : data[extension];
  const value = isObject(holder) ? holder[attribute.name] : undefined;
  const list = Array.isArray(value) ? value : [value];
  return sub === undefined ? list : list.map((element) => (isObject(element) ? element[sub] : undefined));
}

/** Key of one value in the map of all indexes. */
export const slotKey = (type: string, key: string, folded: string): string => `${type}\n${key}\n${folded}`;

/** Adds an id to the set at a key. */
export function add(map: Map<string, Set<string>>, key: string, id: string): void {
  const set = map.get(key);
  if (set) set.add(id);
  else map.set(key, new Set([id]));
}

/** Takes an id out of the set at a key. */
export function drop(map: Map<string, Set<string>>, key: string, id: string): void {
  const set = map.get(key);
  set?.delete(id);
  if (set?.size === 0) map.delete(key);
}

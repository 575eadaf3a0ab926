import { isObject } from '../../schemas/attributes.ts';
import type { Mapping } from '../profile.ts';
import { type Json, objectsAt, refuseMisspelt } from './members.ts';

/** The synchronizationSchema of a file, and where in it that is. */
export interface ExportedSchema {
  schema: Json;
  /** JSON path of the schema; empty where it is the file itself. */
  place: string;
}

/** A mapping of users or groups in an exported schema, with its JSON path. */
export interface ObjectMapping {
  objects: Json;
  place: string;
  resource: Mapping['resource'];
}

const SCHEMA = ['id', 'version', 'provisioningTaskIdentifier', 'synchronizationRules', 'directories'];
const RULE = [
  'id',
  'name',
  'editable',
  'priority',
  'groupFilter',
  'containerFilter',
  'metadata',
  'objectMappings',
];
const DIRECTORIES = ['sourceDirectoryName', 'targetDirectoryName'];
const OBJECT_MAPPING = [
  'attributeMappings',
  'enabled',
  'flowTypes',
  'metadata',
  'name',
  'scope',
  'sourceObjectName',
  'targetObjectName',
];

/** Directories of people, into which HR systems and other sources flow. */
const INTO_DIRECTORY = /^(azure active directory|microsoft entra id|active directory)$/i;

/**
 * The schema of a provisioning job in one of the forms in which it is published: by itself, as the `schema` of a job
 * or a template, or as that of the first of the templates that `/templates` lists; members as Graph or as its
 * PowerShell module writes them.
 */
export function exportedSchema(data: unknown): ExportedSchema | undefined {
  if (!isObject(data)) return undefined;
  const read = lowered(data);
  if ('synchronizationRules' in read) return { schema: read, place: '' };
  if (isObject(read.schema) && 'synchronizationRules' in read.schema)
    return { schema: read.schema, place: '/schema' };
  // A schema whose rules are misspelt is said to be that, and not to be a list of mappings.
  if ('directories' in read && !('mapping' in read)) return { schema: read, place: '' };
  const templates = Array.isArray(read.value) ? read.value : [];
  const at = templates.findIndex((one) => isObject(one) && exportedSchema(one) !== undefined);
  const inner = at < 0 ? undefined : exportedSchema(templates[at]);
  return inner && { schema: inner.schema, place: `/value/${at}${inner.place}` };
}

/** Members as Graph writes them: PowerShell begins them with capital letters. */
function lowered(data: Json): Json {
  const written = ['SynchronizationRules', 'Schema', 'Value'].some((name) => name in data);
  return written ? (lower(data) as Json) : data;
}

function lower(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lower);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name.charAt(0).toLowerCase() + name.slice(1),
      lower(inner),
    ]),
  );
}

/**
 * The enabled mappings of users and groups.
 * @param leftOut takes what is neither, or switched off, each with its JSON path and what that means
 * @throws Error naming the file and the JSON path of what has not the documented shape, or is misspelt
 */
export function* objectMappingsIn(
  { schema, place: root }: ExportedSchema,
  file: string,
  leftOut: string[] = [],
): Generator<ObjectMapping> {
  refuseMisspelt(schema, SCHEMA, root, file);
  const rules = objectsAt(schema.synchronizationRules, `${root}/synchronizationRules`, file);
  for (const [at, rule] of rules.entries()) {
    const ruleAt = `${root}/synchronizationRules/${at}`;
    refuseMisspelt(rule, [...RULE, ...DIRECTORIES], ruleAt, file);
    if (INTO_DIRECTORY.test(String(rule.targetDirectoryName ?? ''))) {
      leftOut.push(
        `${ruleAt}/targetDirectoryName: the rule flows into ${rule.targetDirectoryName}, not into the application; nothing of it is sent`,
      );
      continue;
    }
    const list = `${ruleAt}/objectMappings`;
    for (const [index, objects] of objectsAt(rule.objectMappings, list, file).entries()) {
      const place = `${list}/${index}`;
      refuseMisspelt(objects, OBJECT_MAPPING, place, file);
      const name = String(objects.targetObjectName ?? '');
      const resource = /group$/i.test(name) ? 'Group' : /user$/i.test(name) ? 'User' : undefined;
      if (resource === undefined)
        leftOut.push(
          `${place}/targetObjectName: "${name}" is neither a user nor a group; objects of that kind are not provisioned`,
        );
      else if (objects.enabled === false)
        leftOut.push(
          `${place}/enabled: the mapping of ${name} is switched off; ${resource === 'Group' ? 'groups are' : 'users are'} not provisioned`,
        );
      else yield { objects, place, resource };
    }
  }
}

/** What a target directory says of one attribute. */
export interface AttributeFacts {
  type?: string;
  caseExact?: boolean;
}

/** What `directories` say of the attributes of an object, by their names in small letters. */
export function attributeFacts(
  { schema }: ExportedSchema,
  targetObjectName: string,
): Map<string, AttributeFacts> {
  const facts = new Map<string, AttributeFacts>();
  const directories = Array.isArray(schema.directories) ? schema.directories : [];
  for (const directory of directories.filter(isObject)) {
    // Attributes of the source are no targets.
    if (INTO_DIRECTORY.test(String(directory.name ?? ''))) continue;
    const objects = Array.isArray(directory.objects) ? directory.objects : [];
    for (const object of objects.filter(isObject)) {
      if (object.name !== targetObjectName || !Array.isArray(object.attributes)) continue;
      for (const { name, type, caseExact } of object.attributes.filter(isObject))
        facts.set(String(name).toLowerCase(), {
          ...(typeof type === 'string' ? { type } : {}),
          ...(typeof caseExact === 'boolean' ? { caseExact } : {}),
        });
    }
  }
  return facts;
}

import type { Mapping, MatchingAttribute } from '../profile.ts';
import { inOrder, isObject, type ReadMapping } from './read.ts';

type Json = Record<string, unknown>;

/** Whether a document is the synchronizationSchema of Microsoft Graph. */
export function isSynchronizationSchema(data: unknown): data is Json {
  return isObject(data) && 'synchronizationRules' in data;
}

/** A mapping of users or groups in an exported schema, with its JSON path. */
interface ObjectMapping {
  objects: Json;
  place: string;
  resource: Mapping['resource'];
}

/**
 * The enabled mappings of users and groups.
 * @param leftOut takes what is neither, or switched off, each with its JSON path
 * @throws Error naming the file and the JSON path of what has not the documented shape
 */
export function* objectMappingsIn(
  schema: Json,
  file: string,
  leftOut: string[] = [],
): Generator<ObjectMapping> {
  const rules = listAt(schema.synchronizationRules, '/synchronizationRules', file);
  for (const [at, rule] of rules.entries()) {
    const list = `/synchronizationRules/${at}/objectMappings`;
    for (const [index, objects] of listAt(rule.objectMappings, list, file).entries()) {
      const place = `${list}/${index}`;
      const name = String(objects.targetObjectName ?? '');
      const resource = /group$/i.test(name) ? 'Group' : /user$/i.test(name) ? 'User' : undefined;
      if (resource === undefined)
        leftOut.push(`${place}/targetObjectName: "${name}" is neither a user nor a group`);
      else if (objects.enabled === false)
        leftOut.push(`${place}/enabled: the mapping of ${name} is switched off`);
      else yield { objects, place, resource };
    }
  }
}

/**
 * Reads the attribute mappings of an exported synchronizationSchema: direct, constant and expression mappings alike,
 * since the target paths are what is tested. What cannot be used is listed with its JSON path.
 * @throws Error naming the file and the JSON path of what has not the documented shape
 */
export function readSynchronizationSchema(data: Json, file: string): ReadMapping {
  const read: ReadMapping = { mapping: [], matching: [], leftOut: [] };
  for (const { objects, place, resource } of objectMappingsIn(data, file, read.leftOut)) {
    const mappings = `${place}/attributeMappings`;
    listAt(objects.attributeMappings, mappings, file).forEach((line, index) => {
      readLine(line, `${mappings}/${index}`, resource, read);
    });
  }
  return { ...read, matching: inOrder(read.matching) };
}

function readLine(line: Json, place: string, resource: Mapping['resource'], read: ReadMapping): void {
  const { targetAttributeName: target, source, flowType, matchingPriority } = line;
  if (typeof target !== 'string' || target === '') {
    read.leftOut.push(`${place}/targetAttributeName: there is no target`);
    return;
  }
  const text = sourceOf(source);
  if (text === undefined) {
    read.leftOut.push(
      `${place}/source: a source of type ${JSON.stringify(isObject(source) ? source.type : source)}`,
    );
    return;
  }
  const when = flowType === 'ObjectAddOnly' || flowType === 'AttributeAddOnly' ? 'create-only' : undefined;
  read.mapping.push({ resource, source: text, target, ...(when === undefined ? {} : { when }) });
  const precedence = Number(matchingPriority ?? 0);
  if (Number.isInteger(precedence) && precedence > 0) {
    const found: MatchingAttribute = { resource, path: target, precedence };
    read.matching.push(found);
  }
}

/** A source in words: an attribute's name, a constant in quotes, or an expression as it stands. */
function sourceOf(source: unknown): string | undefined {
  if (!isObject(source)) return undefined;
  const { type, name, expression } = source;
  const text = [expression, name].find((one): one is string => typeof one === 'string' && one !== '');
  if (text === undefined) return undefined;
  if (/^constant$/i.test(String(type))) return `"${text.replace(/^"|"$/g, '')}"`;
  return /^(attribute|function)$/i.test(String(type)) ? text : undefined;
}

function listAt(value: unknown, place: string, file: string): Json[] {
  if (!Array.isArray(value)) throw new Error(`${file}: ${place} is not a list`);
  const wrong = value.findIndex((one) => !isObject(one));
  if (wrong >= 0) throw new Error(`${file}: ${place}/${wrong} is not an object`);
  return value as Json[];
}

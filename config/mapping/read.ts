import { isObject } from '../../schemas/attributes.ts';
import { present } from '../../schemas/present.ts';
import type { Mapping, MatchingAttribute, Profile } from '../profile.ts';
import { readUserJson } from '../userJson.ts';
import { exportedSchema } from './exported.ts';
import { inOrder, type ReadMapping } from './shape.ts';
import { readSynchronizationSchema } from './synchronizationSchema.ts';

/**
 * Reads a mapping from a file: a list of lines, or the `synchronizationSchema` that an administrator exports from
 * their Entra tenant.
 * @throws Error naming the file and the JSON path of what cannot be used
 */
export function readMappingFile(path: string): ReadMapping {
  return readMapping(readUserJson(path), path);
}

/**
 * @param file where the data came from, for messages
 * @throws Error naming the file and the JSON path of what cannot be used
 */
export function readMapping(data: unknown, file: string): ReadMapping {
  const exported = exportedSchema(data);
  const read = exported ? readSynchronizationSchema(exported, file) : readLines(data, file);
  if (read.mapping.length === 0) throw new Error(`${file}: / maps no attribute of users or groups`);
  return read;
}

/** The profile with this mapping in place of its own, and its matching attributes where the file names some. */
export function withMapping(profile: Profile, { mapping, matching }: ReadMapping): Profile {
  const both = (['User', 'Group'] as const).filter((one) => mapping.some(({ resource }) => resource === one));
  const resources = both.length === 2 ? profile.resources : both[0] === 'User' ? 'users' : 'groups';
  const named = (one: string) => matching.some(({ resource }) => resource === one);
  const kept = profile.matching.filter(({ resource }) => !named(resource));
  return { ...profile, mapping, matching: [...matching, ...kept], resources };
}

function readLines(data: unknown, file: string): ReadMapping {
  const holder = isObject(data) ? data.mapping : data;
  const at = isObject(data) ? '/mapping' : '';
  const beside = isObject(data)
    ? Object.keys(data).find((name) => name !== 'mapping' && name !== '$schema')
    : undefined;
  if (Array.isArray(holder) && beside !== undefined)
    throw new Error(`${file}: /${beside} is not known; known: mapping`);
  if (!Array.isArray(holder))
    throw new Error(
      `${file}: ${at || '/'} is not a list of mappings, and the file is not an exported synchronizationSchema`,
    );
  const matching: MatchingAttribute[] = [];
  const mapping = holder.map((line: unknown, index): Mapping => {
    const place = `${at}/${index}`;
    if (!isObject(line)) throw new Error(`${file}: ${place} is not an object`);
    const known = ['resource', 'source', 'target', 'when', 'matching', 'default'];
    const other = Object.keys(line).find((name) => !known.includes(name));
    if (other !== undefined)
      throw new Error(`${file}: ${place}/${other} is not a known member; known: ${known.join(', ')}`);
    const { resource = 'User', source, target, when, matching: precedence, default: otherwise } = line;
    if (resource !== 'User' && resource !== 'Group')
      throw new Error(`${file}: ${place}/resource must be User or Group, not ${JSON.stringify(resource)}`);
    for (const [name, value] of Object.entries({ source, target }))
      if (typeof value !== 'string' || value === '')
        throw new Error(`${file}: ${place}/${name} must be a non-empty string`);
    if (when !== undefined && when !== 'always' && when !== 'create-only')
      throw new Error(`${file}: ${place}/when must be always or create-only, not ${JSON.stringify(when)}`);
    if (otherwise !== undefined && (typeof otherwise !== 'string' || otherwise === ''))
      throw new Error(`${file}: ${place}/default must be a non-empty string`);
    if (precedence !== undefined && !(Number.isInteger(precedence) && Number(precedence) > 0))
      throw new Error(
        `${file}: ${place}/matching must be an integer of 1 or more, not ${JSON.stringify(precedence)}`,
      );
    if (precedence !== undefined)
      matching.push({ resource, path: String(target), precedence: Number(precedence) });
    return {
      resource,
      source: String(source),
      target: String(target),
      ...present({ when, default: otherwise }),
    };
  });
  return { mapping, matching: inOrder(matching), leftOut: [], notes: [] };
}

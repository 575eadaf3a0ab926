import { type Attributes, ERROR, GROUP, isObject, member, USER } from '../../../schemas/attributes.ts';
import { isDiscovery } from '../../wire/paths.ts';
import { readJson } from '../../wire/readJson.ts';
import type { ScimResponse } from '../../wire/response.ts';

/** Members that name other resources: a marker in them says nothing of the resource itself. */
const OF_OTHERS = new Set(['members', 'groups', 'manager', 'owners']);
const MOST_PATHS = 200;
/** Of a body that cannot be read, evidence keeps no more than is looked at here. */
const MOST_MASKED = 65_536;
const PLAIN_NAME = /^[\w$:./-]{1,120}$/;

/** Whether a representation shows the run's marker in an attribute of its own, not of a member, group or manager. */
export function showsMarker(resource: unknown, marker: string): boolean {
  if (marker === '') return false;
  if (typeof resource === 'string') return resource.toLowerCase().includes(marker);
  if (Array.isArray(resource)) return resource.some((element) => showsMarker(element, marker));
  if (!isObject(resource)) return false;
  return Object.entries(resource).some(
    ([name, value]) => !OF_OTHERS.has(name.toLowerCase()) && showsMarker(value, marker),
  );
}

/** JSON of an answer read as far as it can be, for knowing what is ours: neither BOM nor bad bytes matter there. */
export function lenient(text: string): Attributes {
  const { json } = readJson(text.replace(/^\ufeff/, ''));
  return isObject(json) ? json : {};
}

/**
 * The body of an answer as evidence keeps it: resources of others are reduced to attribute paths and JSON types,
 * because they may be of people who never agreed to be part of a test. Discovery documents and errors stay.
 * @param isOurs whether a resource without the marker is known to be the run's own
 * @param onForeign told each resource that was reduced
 */
export function withoutForeign(
  response: ScimResponse,
  marker: string,
  isOurs: (resource: Attributes) => boolean,
  onForeign: (resource: unknown) => void = () => {},
): string {
  const { text, json, status, path } = response;
  if (text === '' || (isDiscovery(path) && status < 400 && !showsAccounts(json))) return text;
  if (typeof json !== 'object' || json === null)
    return status < 400 && /^[\ufeff\s]*[{["]/.test(text) ? maskStrings(text, marker) : text;
  let reduced = false;
  const reduce = (resource: unknown): unknown => {
    if (typeof resource !== 'object' || resource === null) return resource;
    if (showsMarker(resource, marker) || (isObject(resource) && (isOurs(resource) || isError(resource))))
      return resource;
    // What a refusal says in a form of its own stays; one that shows the account in the way does not.
    if (status >= 400 && !isAccount(resource)) return resource;
    reduced = true;
    onForeign(resource);
    return { foreign: flattenPaths(resource) };
  };
  const shown = reduceBody(json, reduce);
  return reduced ? JSON.stringify(shown) : text;
}

function reduceBody(json: object, reduce: (resource: unknown) => unknown): unknown {
  for (const [name, inner] of [
    ['Resources', reduce],
    ['Operations', (one: unknown) => withResponse(one, reduce)],
  ] as const) {
    const list = member(json, name);
    if (!Array.isArray(list)) continue;
    return Object.fromEntries(
      Object.entries(json).map(([key, value]) => [key, value === list ? list.map(inner) : value]),
    );
  }
  return reduce(json);
}

function withResponse(result: unknown, reduce: (resource: unknown) => unknown): unknown {
  return isObject(result) && result.response !== undefined
    ? { ...result, response: reduce(result.response) }
    : result;
}

/** Whether a discovery endpoint answers with accounts, as one does that is sent to the wrong place. */
function showsAccounts(json: unknown): boolean {
  const list = member(json, 'Resources');
  return (Array.isArray(list) ? list : [json]).some(isAccount);
}

function isAccount(resource: unknown): boolean {
  const schemas = member(resource, 'schemas');
  if (Array.isArray(schemas) && schemas.some((one) => one === USER || one === GROUP)) return true;
  return typeof member(resource, 'userName') === 'string' || Array.isArray(member(resource, 'members'));
}

function isError(resource: Attributes): boolean {
  const schemas = member(resource, 'schemas');
  return Array.isArray(schemas) && schemas.includes(ERROR);
}

/** Attribute paths of a resource with the JSON types of their values; elements of a list share one path. */
function flattenPaths(resource: unknown): Record<string, string> {
  const paths = new Map<string, string>();
  const walk = (value: unknown, path: string): void => {
    if (paths.size >= MOST_PATHS) return;
    if (Array.isArray(value)) {
      if (value.length === 0) paths.set(`${path}[]`, 'empty');
      for (const element of value.slice(0, MOST_PATHS)) walk(element, `${path}[]`);
    } else if (isObject(value)) {
      for (const [name, one] of Object.entries(value)) {
        const shown = PLAIN_NAME.test(name) ? name : '(name)';
        walk(one, path === '' ? shown : `${path}.${shown}`);
      }
    } else paths.set(path === '' ? '(value)' : path, value === null ? 'null' : typeof value);
  };
  walk(resource, '');
  return Object.fromEntries(paths);
}

/** A text that looks like JSON and cannot be read, with its strings masked; names of members stay. */
function maskStrings(text: string, marker: string): string {
  return text
    .slice(0, MOST_MASKED)
    .replace(/"(?:[^"\\]|\\.)*(?:"|$)(\s{0,20}:)?/gs, (found, colon) =>
      colon !== undefined || found.toLowerCase().includes(marker) || found.startsWith('"urn:')
        ? found
        : '"(string)"',
    );
}

import { type Attributes, isObject, member } from '../../../schemas/attributes.ts';
import { present } from '../../../schemas/present.ts';
import type { Roles } from '../expressions/index.ts';
import { type Dialect, type Operation, opIn } from '../updates.ts';

const TYPE = 'WindowsAzureActiveDirectoryRole';

/** Roles as a create carries them, and an update with the flag (U-15): none of several is primary. */
export function rolesSent({ list }: Roles): Attributes[] {
  return list.map(({ value, displayName }) => ({ primary: false, type: TYPE, value, display: displayName }));
}

/** Roles as an update without the flag carries them: each as JSON within a text. */
function rolesAsText({ list }: Roles): Attributes[] {
  return list.map(({ id, value, displayName }) => ({
    value: JSON.stringify({ ...present({ id }), value, displayName }),
  }));
}

/** The names of the roles that a resource has; where one is JSON in a text, the name within. */
function readNames(present: unknown): Set<string> {
  const elements = Array.isArray(present) ? present : [];
  return new Set(elements.map((one) => nameIn(isObject(one) ? member(one, 'value') : one)));
}

function nameIn(value: unknown): string {
  const text = String(value ?? '');
  if (!text.startsWith('{')) return text;
  try {
    const read: unknown = JSON.parse(text);
    return isObject(read) && typeof read.value === 'string' ? read.value : text;
  } catch {
    return text;
  }
}

/**
 * The operation that brings a resource's roles to those of the directory: the complex function adds and never takes
 * away, the assertive one states them all.
 * @returns undefined where nothing differs
 */
export function roleUpdate(
  dialect: Dialect,
  path: string,
  roles: Roles,
  present: unknown,
): Operation | undefined {
  const held = readNames(present);
  const missing = roles.list.some(({ value }) => !held.has(value));
  const surplus = [...held].some((name) => roles.list.every(({ value }) => value !== name));
  const assertive = roles.form === 'assertive';
  if (!missing && !(assertive && surplus)) return undefined;
  const value = dialect === 'flag' ? rolesSent(roles) : rolesAsText(roles);
  return { op: opIn(dialect, assertive ? 'replace' : 'add'), path, value };
}

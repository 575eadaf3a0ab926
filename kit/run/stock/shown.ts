import {
  type Attributes,
  equal,
  isObject,
  isQualified,
  member,
  unassigned,
} from '../../../schemas/attributes.ts';
import type { Capabilities } from '../../../schemas/capabilities.ts';
import { findAttribute, isOnRequest } from '../../../schemas/lookup.ts';

/** What every resource may have, published or not (RFC 7643 section 3.1). */
const COMMON = new Set(['externalid']);
/** What no list shows as it was sent. */
const NOT_SHOWN = new Set(['schemas', 'meta', 'password']);

/** An attribute of a body: how it is called, its value, and the names that lead to it. */
type Part = [name: string, value: unknown, path: string[]];

/** The attributes of a body that can be shown, those of extensions one by one. */
export function listParts(body: Attributes): Part[] {
  return Object.entries(body).flatMap(([name, value]): Part[] => {
    if (NOT_SHOWN.has(name) || unassigned(value)) return [];
    if (!isQualified(name) || !isObject(value)) return [[name, value, [name]]];
    return Object.entries(value).map(([inner, own]) => [`${name}:${inner}`, own, [name, inner]]);
  });
}

/** Whether a resource shows a value as it was sent; what it shows beside that is the endpoint's own. */
export function shows(resource: Attributes | undefined, path: readonly string[], sent: unknown): boolean {
  return covers(
    path.reduce<unknown>((value, name) => member(value, name), resource),
    sent,
  );
}

/** Whether an endpoint that publishes its schemas lets clients write all that a body carries, and shows it in lists. */
export function canBeWritten(capabilities: Capabilities, kind: 'User' | 'Group', body: Attributes): boolean {
  if (capabilities.schemas === undefined) return true;
  return listParts(body).every(([name]) => {
    if (COMMON.has(name.toLowerCase())) return true;
    const found = findAttribute(capabilities, kind, name);
    return found !== undefined && found.mutability !== 'readOnly' && !isOnRequest(found);
  });
}

function covers(shown: unknown, sent: unknown): boolean {
  if (unassigned(sent)) return true;
  if (isObject(sent))
    return Object.entries(sent).every(([name, value]) => covers(member(shown, name), value));
  if (Array.isArray(sent) && Array.isArray(shown)) {
    const left = [...shown];
    return (
      shown.length === sent.length &&
      sent.every((value) => {
        const found = left.findIndex((other) => covers(other, value));
        if (found >= 0) left.splice(found, 1);
        return found >= 0;
      })
    );
  }
  return equal(shown, sent, false);
}

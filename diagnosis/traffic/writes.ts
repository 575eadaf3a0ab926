import { encodeSegment } from '../../kit/wire/paths.ts';
import { type Attributes, equal, isObject, member } from '../../schemas/attributes.ts';
import { present } from '../../schemas/present.ts';
import type { Act } from './act.ts';

/** A write that was acknowledged, with the resource as it was read before and after it. */
export interface Write {
  act: Act;
  before?: Attributes;
  after?: Attributes;
  /** The read that shows `after`. */
  readAt?: number;
}

/**
 * The acknowledged PATCH and PUT requests of one check, each with the last representation before it and the first
 * read after it; `after` is absent where another write to the resource came in between.
 */
export function writesIn(story: readonly Act[]): Write[] {
  const known = new Map<string, Attributes>();
  const open = new Map<string, Write>();
  const writes: Write[] = [];
  for (const act of story) {
    if (act.verb === 'create' && act.succeeded && isObject(act.body)) {
      known.set(`${act.target}/${encodeSegment(String(member(act.body, 'id')))}`, act.body);
      continue;
    }
    if (act.verb === 'read' && act.status === 200 && isObject(act.body) && act.query.size === 0) {
      const write = open.get(act.target);
      if (write) {
        write.after = act.body;
        write.readAt = act.number;
        open.delete(act.target);
      }
      known.set(act.target, act.body);
      continue;
    }
    if (act.verb !== 'patch' && act.verb !== 'replace' && act.verb !== 'delete') continue;
    open.delete(act.target);
    if (act.verb === 'delete' || !act.succeeded) continue;
    const before = known.get(act.target);
    const write: Write = { act, ...present({ before }) };
    open.set(act.target, write);
    writes.push(write);
  }
  return writes;
}

/** Whether the resource reads after a write as it did before, apart from what the endpoint keeps itself. */
export function isUnchanged({ before, after }: Write): boolean {
  return before !== undefined && after !== undefined && equal(ownPart(before), ownPart(after));
}

/** Without meta and the groups of a user, which follow from other writes. */
function ownPart(resource: Attributes): Attributes {
  return Object.fromEntries(Object.entries(resource).filter(([name]) => !/^(meta|groups)$/i.test(name)));
}

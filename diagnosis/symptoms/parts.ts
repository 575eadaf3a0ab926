import { type Attributes, equal, isObject, member } from '../../schemas/attributes.ts';
import { readOperations } from '../traffic/requests.ts';
import { type Write, writesIn } from '../traffic/writes.ts';
import type { View } from '../view.ts';
import { add, type Sighted, type Sighting, type Symptom } from './symptom.ts';

/** A path to the entries of one type, such as `emails[type eq "work"].value`. */
const AT_A_TYPE = /^([\w:.-]+)\[\s*type\s+eq\s+"([^"]*)"\s*\]/i;
/** A path to a part of a complex value of the core schema, such as `name.givenName`. */
const PART = /^([a-z]\w*)\.([a-z]\w*)$/i;

type Compared = Write & { before: Attributes; after: Attributes; readAt: number };

/** Looks at every PATCH of one operation with the resource before and after it. */
function ofChanges(
  judge: (operation: { op: string; path: string; value: unknown }, write: Compared) => boolean | undefined,
) {
  return (view: View): Sighted => {
    const seen = new Map<string, Sighting>();
    let contrary = 0;
    // What is lent from check to check is known from what others read of it.
    for (const { act, before, after, readAt } of writesIn(view.acts)) {
      const [operation, ...more] = readOperations(act);
      // Of several operations each may do what the other does not.
      if (operation === undefined || more.length > 0) continue;
      if (before === undefined || after === undefined || readAt === undefined) continue;
      const shows = judge(operation, { act, before, after, readAt });
      if (shows) add(seen, act.exchange.check, [act.number, readAt]);
      else if (shows === false) contrary += 1;
    }
    return { seen: [...seen.values()], contrary };
  };
}

/** A change at the entry of a type leaves more entries of it than there were. */
const typesDouble = ofChanges(({ path }, { before, after }) => {
  const [, list, type] = AT_A_TYPE.exec(path) ?? [];
  if (list === undefined || type === undefined) return undefined;
  const [had, has] = [before, after].map((resource) => countOfType(member(resource, list), type));
  return had === undefined || had === 0 ? undefined : (has ?? 0) > had;
});

function countOfType(list: unknown, type: string): number {
  if (!Array.isArray(list)) return 0;
  return list.filter((entry) => String(member(entry, 'type')).toLowerCase() === type.toLowerCase()).length;
}

/** A replace of a whole list leaves entries that it does not name, beside all that it does. */
const replaceAppends = ofChanges(({ op, path, value }, { before, after }) => {
  if (op.toLowerCase() !== 'replace' || !/^[a-z]\w*$/i.test(path) || !Array.isArray(value)) return undefined;
  const [had, has] = [before, after].map((resource) => member(resource, path));
  if (!Array.isArray(had) || !Array.isArray(has) || value.length === 0) return undefined;
  const isNamed = (entry: unknown) => value.some((one) => isSame(one, entry));
  const old = had.filter((entry) => !isNamed(entry));
  if (old.length === 0) return undefined;
  const keeps = old.every((entry) => has.some((one) => isSame(one, entry)));
  return keeps && value.every((entry) => has.some((one) => isSame(one, entry)));
});

const isSame = (one: unknown, other: unknown): boolean =>
  isObject(one) && isObject(other) ? equal(member(one, 'value'), member(other, 'value')) : equal(one, other);

/** A change of one part of a complex value takes its other parts away. */
const siblingsDrop = ofChanges(({ path, op }, { before, after }) => {
  const [, whole, part] = PART.exec(path) ?? [];
  if (whole === undefined || part === undefined || op.toLowerCase() === 'remove') return undefined;
  const [had, has] = [before, after].map((resource) => member(resource, whole));
  if (!isObject(had) || !isObject(has)) return undefined;
  // The endpoint may compose a formatted name of the other parts.
  const others = Object.keys(had).filter((name) => !new RegExp(`^(${part}|formatted)$`, 'i').test(name));
  return others.length === 0 ? undefined : others.every((name) => member(has, name) === undefined);
});

/** What changes do to the parts of a value beside the one that they name. */
export const partSymptoms: Symptom[] = [
  { id: 'patch.adds-at-a-type', least: 1, share: 0.5, look: typesDouble },
  { id: 'patch.replace-appends', least: 1, share: 0.5, look: replaceAppends },
  { id: 'patch.siblings-dropped', least: 1, share: 0.5, look: siblingsDrop },
];

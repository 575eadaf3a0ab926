import leven from 'leven';
import { isObject } from '../../schemas/attributes.ts';

export type Json = Record<string, unknown>;

/** The known name that another is almost: in other letter case, or with a letter or two of a longer one amiss. */
export function almost(name: string, known: readonly string[]): string | undefined {
  const allowed = name.length >= 7 ? 2 : name.length >= 5 ? 1 : 0;
  return known.find((one) => leven(name.toLowerCase(), one.toLowerCase()) <= allowed);
}

/**
 * Refuses a member whose name is almost a known one: what it says would be lost without a word.
 * @throws Error naming the file, its JSON path and the name that was meant
 */
export function refuseMisspelt(holder: Json, known: readonly string[], place: string, file: string): void {
  const names = new Set(known);
  for (const name of Object.keys(holder)) {
    if (names.has(name)) continue;
    const meant = almost(name, known);
    if (meant !== undefined && !Object.hasOwn(holder, meant))
      throw new Error(`${file}: ${place}/${name} is not known; was ${meant} meant?`);
  }
}

/**
 * The objects of a list.
 * @throws Error naming the file and the JSON path of what is none
 */
export function objectsAt(value: unknown, place: string, file: string): Json[] {
  if (!Array.isArray(value)) throw new Error(`${file}: ${place} is not a list`);
  const wrong = value.findIndex((one) => !isObject(one));
  if (wrong >= 0) throw new Error(`${file}: ${place}/${wrong} is not an object`);
  return value as Json[];
}

import type { OptIn } from '../../config/settings/settings.ts';

/** Checks say what first contact came to, run together, alone, with bad credentials, or say what clean-up came to. */
type Phase = 'first' | 'concurrent' | 'exclusive' | 'credentials' | 'last';

/** What a check says of itself before it runs. */
export interface CheckDefinition {
  /** Public API: `group.fact-in-kebab`. */
  id: string;
  /** At most three requirement rows, all of one severity. */
  verifies: string[];
  /** A fact in the present tense, at most 90 characters. */
  title: string;
  /** Conditions beside those of the rows, by their names in config/conditions. */
  needs?: string[];
  phase?: Phase;
  optIn?: OptIn;
  /** Most resources that it holds at once, what it shares with others left out; see config/holdings.json. */
  holds?: number;
  /** Its requests wait for each other so long that it begins before others, lest the run wait for it in the end. */
  long?: true;
  /** Sends nothing but reads, so that it takes part in a read-only run. */
  reads?: true;
}

/** The part of an id before its dot, such as `hard-delete`. */
export function groupName(id: string): string {
  return id.slice(0, Math.max(0, id.indexOf('.')));
}

/**
 * Holds a definition to the rules of the catalogue.
 * @throws Error where it breaks one: id, title, number of rows
 */
export function validate(definition: CheckDefinition): void {
  const { id, title, verifies } = definition;
  if (!/^(x-)?[a-z][a-z-]*\.[a-z0-9]+(-[a-z0-9]+)*$/.test(id))
    throw new Error(`check id "${id}" is not of the form group.fact-in-kebab`);
  if (title.length === 0 || title.length > 90) throw new Error(`${id}: the title has 1 to 90 characters`);
  if (/\bshould\b/i.test(title)) throw new Error(`${id}: the title states a fact, without "should"`);
  if (verifies.length < 1 || verifies.length > 3)
    throw new Error(`${id}: a check verifies one to three rows`);
}

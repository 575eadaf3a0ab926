import { validateData } from '../../config/dataFile.ts';
import { readUserJson } from '../../config/userJson.ts';
import type { Failure } from './failures.ts';

/** A known failure that somebody answers for until a day. */
export interface Waiver {
  /** Exact id of a check. */
  check: string;
  /** Exact key of a finding; without it, every finding of the check. */
  key?: string;
  reason: string;
  owner: string;
  /** Last day on which it holds, UTC, as YYYY-MM-DD. */
  expires: string;
  /** Where the repair is tracked. */
  issue?: string;
}

/** Text that `gate --update-waivers` writes where a person has to: an entry that still has it does not count. */
const TO_FILL_IN = 'FILL IN';

const DEFAULT_DAYS = 90;

/**
 * Reads a file of waivers: `{ "waivers": [...] }`.
 * @throws Error naming the file and the JSON path of each defect, or that the file cannot be read
 */
export function readWaivers(file: string): Waiver[] {
  const data = readUserJson(file);
  const { waivers } = validateData<{ waivers: Waiver[] }>('waivers.schema.json', data, file);
  // A list of waivers may be long, and names few days.
  const days = new Set<string>();
  for (const [at, { expires }] of waivers.entries()) {
    if (days.has(expires)) continue;
    if (new Date(`${expires}T00:00:00Z`).toISOString().slice(0, 10) !== expires)
      throw new Error(`${file}: /waivers/${at}/expires is "${expires}", which is not a day in the calendar`);
    days.add(expires);
  }
  return waivers;
}

/** Whether the waiver speaks of this failure. */
export function covers(waiver: Waiver, failure: Pick<Failure, 'check' | 'key'>): boolean {
  return waiver.check === failure.check && (waiver.key === undefined || waiver.key === failure.key);
}

/** Entries by the check that they name: a list of waivers may be long. */
export function byCheck<T extends { check: string }>(entries: readonly T[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const entry of entries) {
    const same = found.get(entry.check);
    if (same) same.push(entry);
    else found.set(entry.check, [entry]);
  }
  return found;
}

/** Whether the last valid day of a waiver is over; `now` as milliseconds since the epoch. */
export function isExpired({ expires }: Waiver, now: number): boolean {
  return now >= Date.parse(`${expires}T00:00:00Z`) + 24 * 3600 * 1000;
}

/** Whether reason and owner were filled in by a person: with a letter or a digit that can be seen. */
export function isFilledIn({ reason, owner }: Waiver): boolean {
  return [reason, owner].every((text) => {
    // Fillers of Hangul count as letters, and are invisible all the same.
    const seen = text
      .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
      .normalize('NFKC')
      .trim();
    const untouched = seen.includes(TO_FILL_IN) || seen.toUpperCase().startsWith(TO_FILL_IN);
    return /[\p{L}\p{N}]/u.test(seen) && !untouched;
  });
}

/**
 * The waivers with an entry for each failure that none covers yet, reason and owner left to fill in; entries that
 * cover nothing any more are dropped.
 */
export function updateWaivers(
  waivers: readonly Waiver[],
  failures: readonly Failure[],
  now: number,
): Waiver[] {
  const failing = byCheck(failures);
  const kept = waivers.filter((waiver) => failing.get(waiver.check)?.some((one) => covers(waiver, one)));
  const keptFor = byCheck(kept);
  const expires = new Date(now + DEFAULT_DAYS * 24 * 3600 * 1000).toISOString().slice(0, 10);
  const fresh = failures
    .filter((failure) => !keptFor.get(failure.check)?.some((waiver) => covers(waiver, failure)))
    .map(({ check, key }) => ({
      check,
      key,
      reason: `${TO_FILL_IN}: why this is acceptable for now`,
      owner: `${TO_FILL_IN}: who answers for it`,
      expires,
    }));
  return [...kept, ...fresh];
}

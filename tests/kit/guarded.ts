import { Refused } from '../../kit/errors.ts';
import { Guard } from '../../kit/safety/guard.ts';
import { type JournalEntry, memoryJournal } from '../../kit/safety/journal/journal.ts';
import { type Collection, listCollections } from '../../kit/safety/ownership/collections.ts';

export const marker = 'conf-abcd1234-';
export const name = `${marker}user1`;
export let entries: JournalEntry[];

/** The collections of an endpoint that publishes nothing. */
export const usual = listCollections({ resourceTypes: undefined, schemas: undefined });

export function guardWith(
  rights: { readOnly?: boolean; destructive?: boolean; collections?: Collection[] } = {},
  onGone?: (check: string) => void,
): Guard {
  entries = [];
  return new Guard(
    marker,
    memoryJournal(entries),
    { readOnly: false, destructive: false, collections: usual, ...rights },
    onGone,
  );
}

export function make(guard: Guard, path: string, body = JSON.stringify({ userName: name })): void {
  guard.created(guard.creating('/Users', body, 'users.some-check'), path, 201);
}

/** What a GET of a resource shows that was made as `make` does it. */
export function show(guard: Guard, path: string, shown: object = { userName: name }): void {
  const id = path.slice(path.lastIndexOf('/') + 1);
  guard.seen('GET', path, 200, JSON.stringify({ id, ...shown }));
}

/** A resource of the run, as a GET showed it. */
export function own(guard: Guard, path: string): void {
  make(guard, path);
  show(guard, path);
}

/** What a list at this place shows. */
export function list(guard: Guard, resources: unknown[], place = '/Users'): void {
  guard.seen('GET', place, 200, '', { Resources: resources });
}

/** What the guard says of a write: how it goes out, or for what reason it does not. */
export function judge(guard: Guard, method: string, path: string, body?: string): string {
  try {
    return guard.admit(method, path, body);
  } catch (error) {
    if (error instanceof Refused) return `refused: ${error.because ?? 'not ours'}`;
    throw error;
  }
}

/** The body of a bulk request. */
export const bulk = (...operations: object[]): string => JSON.stringify({ Operations: operations });

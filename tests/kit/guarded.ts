import { Guard } from '../../kit/safety/guard.ts';
import { type JournalEntry, memoryJournal } from '../../kit/safety/journal/journal.ts';
import { listCollections } from '../../kit/safety/ownership/collections.ts';

export const marker = 'conf-abcd1234-';
export const name = `${marker}user1`;
export let entries: JournalEntry[];

export function guardWith(rights: { readOnly?: boolean; destructive?: boolean } = {}): Guard {
  entries = [];
  const collections = listCollections({ resourceTypes: undefined, schemas: undefined });
  return new Guard(marker, memoryJournal(entries), {
    readOnly: false,
    destructive: false,
    collections,
    ...rights,
  });
}

export function make(guard: Guard, path: string, body = JSON.stringify({ userName: name })): void {
  guard.created(guard.creating('/Users', body, 'users.some-check'), path, 201);
}

import { expect, it } from 'vitest';
import { collectionsOf } from '../../kit/safety/collections.ts';
import { Guard } from '../../kit/safety/guard.ts';
import { type JournalEntry, memoryJournal, pendingOf } from '../../kit/safety/journal.ts';

const body = JSON.stringify({ userName: 'adele@corp.example.test' });
const shown = JSON.stringify({ id: '7', userName: 'adele@corp.example.test' });

function guardWith(entries: JournalEntry[] = []): Guard {
  const collections = collectionsOf({ resourceTypes: undefined, schemas: undefined });
  const rights = { readOnly: false, destructive: false, collections };
  return new Guard('conf-abcdefgh-', memoryJournal(entries), rights);
}

it('lets a name without the marker be created only once it was declared', () => {
  const guard = guardWith();
  expect(() => guard.admit('POST', '/Users', body)).toThrow('carries no name of this run');
  guard.declare(['Adele@corp.example.test']);
  expect(guard.admit('POST', '/Users', body)).toBe('admitted');
});

it('takes what a 201 made for ours after a GET showed the name, also by the journal of another run', () => {
  const entries: JournalEntry[] = [];
  const guard = guardWith(entries);
  guard.declare(['adele@corp.example.test']);
  guard.created(guard.creating('/Users', body, 'provision'), '/Users/7', 201);
  expect(guard.admit('DELETE', '/Users/7', undefined)).toBe('proof-needed');
  const later = guardWith();
  later.takeIn(pendingOf(entries));
  for (const one of [guard, later]) {
    one.seen('GET', '/Users/7', 200, shown);
    expect(one.admit('DELETE', '/Users/7', undefined)).toBe('admitted');
  }
});

it('does not take an account for ours that a create was answered with by 200, nor another name', () => {
  const guard = guardWith();
  guard.declare(['adele@corp.example.test']);
  guard.created(guard.creating('/Users', body, 'provision'), '/Users/7', 200);
  expect(() => guard.admit('DELETE', '/Users/7', undefined)).toThrow('not a resource of this run');
  expect(guard.lost()).toEqual([]);
  guard.created(guard.creating('/Users', body, 'provision'), '/Users/8', 201);
  guard.seen('GET', '/Users/8', 200, JSON.stringify({ id: '8', userName: 'somebody@corp.example.test' }));
  expect(() => guard.admit('DELETE', '/Users/8', undefined)).toThrow('not ours');
});

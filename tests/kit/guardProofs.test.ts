import { describe, expect, test } from 'vitest';
import { Guard } from '../../kit/safety/guard.ts';
import { findPending, memoryJournal, Reckoning } from '../../kit/safety/journal/journal.ts';
import { listCollections } from '../../kit/safety/ownership/collections.ts';
import { entries, guardWith, make, marker, name } from './guarded.ts';

describe('what a create really made', () => {
  test('is not proved by the list that named it: that takes a GET', () => {
    const guard = guardWith();
    make(guard, '/Users/1');
    guard.seen('GET', '/Users/1', 200, JSON.stringify({ id: '1', userName: name }));
    guard.seen('GET', '/Users', 200, '', { Resources: [{ id: '1', userName: name }] });
    const lost = `${marker}lost`;
    guard.created(guard.creating('/Users', JSON.stringify({ userName: lost }), 'c'), undefined, 500);
    const list = { Resources: [{ id: 'of-a-person', userName: lost }] };
    guard.seen('GET', '/Users', 200, '', list);
    guard.seen('GET', '/Users', 200, '', list);
    expect(guard.admit('DELETE', '/Users/of-a-person', undefined)).toBe('proof-needed');
  });

  test.each([201, 202])('is proved by a GET that shows it, although it is answered %i', (status) => {
    const guard = guardWith();
    make(guard, '/Users/1');
    guard.seen('GET', '/Users/1', status, JSON.stringify({ id: '1', userName: name }));
    expect(guard.admit('PATCH', '/Users/1', undefined)).toBe('admitted');
  });

  test('lists prove nothing that show a name under another id than GET does', () => {
    const guard = guardWith();
    make(guard, '/Users/1');
    guard.seen('GET', '/Users/1', 200, JSON.stringify({ id: '1', userName: name }));
    guard.seen('GET', '/Users', 200, '', { Resources: [{ id: '1', userName: name }] });
    make(guard, '/Users/2', JSON.stringify({ userName: `${marker}two` }));
    const list = [
      { id: '2', userName: `${marker}two` },
      { id: 'of-a-person', userName: name },
    ];
    guard.seen('GET', '/Users', 200, '', { Resources: list });
    expect(guard.admit('DELETE', '/Users/2', undefined)).toBe('proof-needed');
  });

  test('is looked for where its answer named what is not ours, or what stood there before', () => {
    const guard = guardWith();
    make(guard, '/Users/7');
    guard.seen('GET', '/Users/7', 200, JSON.stringify({ id: '7', userName: 'the.boss' }));
    expect(guard.lost()).toMatchObject([{ name: { value: name } }]);
    make(guard, '/Users/8', JSON.stringify({ userName: `${marker}other` }));
    make(guard, '/Users/8', JSON.stringify({ userName: `${marker}again` }));
    expect(guard.lost().map((one) => one.name.value)).toContain(`${marker}again`);
  });

  test('stays known to whoever cleans up next, though nothing has the name of its create any more', () => {
    const first = guardWith();
    make(first, '/Users/1');
    const reckoning = new Reckoning();
    for (const entry of entries) reckoning.take(entry);
    const [made] = reckoning.pending;
    // A change gave it another name of the run; clean was killed once it had looked for the first in vain.
    const cleaning = guardWith();
    cleaning.takeIn(reckoning.pending, reckoning.doubtful, [`${marker}later`]);
    cleaning.seen('GET', '/Users/1', 200, JSON.stringify({ id: '1', userName: `${marker}later` }));
    expect(cleaning.lost().map(({ number }) => number)).toEqual([made?.number]);
    cleaning.foundNothing(made?.number ?? 0);
    expect(cleaning.remaining().map(({ path }) => path)).toEqual(['/Users/1']);
    for (const entry of entries) reckoning.take(entry);
    expect(reckoning.pending).toMatchObject([{ number: made?.number, path: '/Users/1' }]);
  });

  test('stays known, each of them, where a lookup finds two of the name of a create', () => {
    const guard = guardWith();
    const number = guard.creating('/Users', JSON.stringify({ userName: name }), 'users.twice');
    guard.created(number, undefined, 500);
    expect(guard.found(number, ['/Users/1', '/Users/2'])).toBe(true);
    expect(findPending(entries).map(({ path }) => path)).toEqual(['/Users/1', '/Users/2']);
  });

  test('is not shown by a name that a change carried, neither in this run nor in one that cleans up after it', () => {
    const guard = guardWith();
    make(guard, '/Users/1');
    guard.seen('GET', '/Users/1', 200, JSON.stringify({ id: '1', userName: name }));
    guard.admit('PUT', '/Users/1', JSON.stringify({ userName: name }));
    const twin = guard.creating('/Users', JSON.stringify({ userName: name }), 'users.twice');
    guard.created(twin, undefined, 409);
    const found = { id: '7', userName: name };
    expect(guard.adopt('/Users', '/Users/7', found)).toBe(false);
    expect(() => guard.admit('DELETE', '/Users/7', undefined)).toThrow('not a resource of this run');

    const reckoning = new Reckoning();
    for (const entry of entries) reckoning.take(entry);
    const later = guardWith();
    later.takeIn(reckoning.pending, reckoning.doubtful, reckoning.carried);
    expect(later.adopt('/Users', '/Users/7', found)).toBe(false);
    const without = guardWith();
    without.takeIn(reckoning.pending, reckoning.doubtful);
    expect(without.adopt('/Users', '/Users/7', found)).toBe(true);
  });

  test('is what a list shows under its name', () => {
    const guard = guardWith();
    make(guard, '/Groups/7');
    expect(guard.lost()).toHaveLength(1);
    guard.seen('GET', '/Users', 200, '', { Resources: [{ id: '9', userName: name }] });
    expect(guard.lost()).toEqual([]);
    expect(guard.admit('DELETE', '/Users/9', undefined)).toBe('proof-needed');
  });

  test('is not sent at all under a name that a lookup found to be somebody else’s', () => {
    const guard = guardWith();
    guard.seen('GET', '/Users', 200, '', {
      Resources: [{ id: '3', userName: 'boss', externalId: 'E-17', displayName: 'Same' }],
    });
    const body = (externalId: string) => JSON.stringify({ userName: name, displayName: 'Same', externalId });
    expect(() => guard.admit('POST', '/Users', body('e-17'))).toThrow('does not belong to this run');
    expect(guard.admit('POST', '/Users', body('E-18'))).toBe('admitted');
  });
});

test('no further write of a kind goes out that was led astray', () => {
  const guard = guardWith();
  guard.forbid('DELETE');
  make(guard, '/Users/1');
  guard.seen('GET', '/Users/1', 200, JSON.stringify({ id: '1', userName: name }));
  expect(() => guard.admit('DELETE', '/Users/1', undefined)).toThrow('resources other than those it names');
  expect(guard.admit('PATCH', '/Users/1', '{}')).toBe('admitted');
});

test('groups are removed before users, wherever the endpoint has them', () => {
  const types = [
    {
      name: 'User',
      endpoint: '/People',
      schema: 'urn:ietf:params:scim:schemas:core:2.0:User',
      extensions: [],
    },
    {
      name: 'Group',
      endpoint: '/Teams',
      schema: 'urn:ietf:params:scim:schemas:core:2.0:Group',
      extensions: [],
    },
  ];
  const collections = listCollections({ resourceTypes: types, schemas: undefined });
  const guard = new Guard(marker, memoryJournal(), { readOnly: false, destructive: false, collections });
  guard.created(guard.creating('/People', JSON.stringify({ userName: name }), 'c'), '/People/1', 201);
  guard.created(guard.creating('/Teams', JSON.stringify({ displayName: name }), 'c'), '/Teams/1', 201);
  expect(guard.remaining().map(({ path }) => path)).toEqual(['/Teams/1', '/People/1']);
});

describe('the journal that the guard keeps', () => {
  test('forgets what was refused or deleted and keeps what may still exist', () => {
    const guard = guardWith();
    make(guard, '/Users/1');
    make(guard, '/Users/2');
    guard.created(guard.creating('/Users', `{"userName":"${name}x"}`, 'c'), undefined, 400);
    guard.creating('/Users', `{"userName":"${name}lost"}`, 'c');
    guard.deleted('/Users/1');
    expect(findPending(entries).map(({ path, name: called }) => path ?? called?.value)).toEqual([
      '/Users/2',
      `${name}lost`,
    ]);
  });

  test('keeps a create that a 5xx answered: it may have been made all the same', () => {
    const guard = guardWith();
    guard.created(guard.creating('/Users', `{"userName":"${name}"}`, 'c'), undefined, 503);
    expect(guard.lost()).toMatchObject([{ name: { attribute: 'userName', value: name } }]);
    expect(findPending(entries)).toHaveLength(1);
  });
});

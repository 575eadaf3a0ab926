import { beforeEach, describe, expect, test } from 'vitest';
import type { Guard } from '../../kit/safety/guard.ts';
import { guardWith, make, marker, name } from './guarded.ts';

describe('the guard', () => {
  let guard: Guard;
  beforeEach(() => {
    guard = guardWith();
  });

  test.each(['PUT', 'PATCH', 'DELETE'])('refuses %s of a resource that the run did not make', (method) => {
    expect(() => guard.admit(method, '/Users/42', '{}')).toThrow('not a resource of this run');
  });

  test('wants to see the marker of a resource before the first write to it', () => {
    make(guard, '/Users/1');
    expect(guard.admit('DELETE', '/Users/1', undefined)).toBe('proof-needed');
    guard.seen('GET', '/Users/1', 200, JSON.stringify({ id: '1', userName: name.toUpperCase() }));
    expect(guard.admit('DELETE', '/Users/1', undefined)).toBe('admitted');
  });

  test('takes an account without the marker for somebody else’s and never writes to it', () => {
    make(guard, '/Users/7');
    guard.seen('GET', '/Users/7', 200, JSON.stringify({ id: '7', userName: 'the.boss' }));
    expect(() => guard.admit('PATCH', '/Users/7', '{}')).toThrow('does not show what the run made');
    expect(guard.remaining()).toMatchObject([{ path: '/Users/7', foreign: true }]);
  });

  test('takes what a list shows for what a lost create made only where it bears the whole of its name', () => {
    const named = (who: string) => `${marker}${who}@example.test`;
    guard.creating('/Users', JSON.stringify({ userName: named('u1') }), 'a job');
    const list = (id: string, who: string) => {
      const resource = { id, userName: named(who) };
      guard.seen('GET', '/Users', 200, '', { Resources: [resource] });
    };
    list('10', 'u10');
    expect(guard.lost().map(({ marker: one }) => one)).toEqual([`${marker}u1`]);
    list('1', 'u1');
    expect(guard.lost()).toEqual([]);
    expect(guard.remaining().map(({ path }) => path)).toEqual(['/Users/1']);
  });

  test('draws no conclusion from a projection, which may leave the marker out', () => {
    make(guard, '/Users/1');
    guard.seen('GET', '/Users/1?attributes=id', 200, '{"id":"1"}');
    expect(guard.admit('PATCH', '/Users/1', '{}')).toBe('proof-needed');
  });

  test('admits writes to an invented id only once it was seen to be absent', () => {
    const path = `/Users/${marker}nobody`;
    expect(() => guard.admit('DELETE', path, undefined)).toThrow('not a resource');
    guard.seen('GET', path, 404, '');
    expect(guard.admit('DELETE', path, undefined)).toBe('admitted');
  });

  test('refuses a create that could not be found again', () => {
    expect(() => guard.admit('POST', '/Users', '{"userName":"someone"}')).toThrow(
      'carries no name of this run',
    );
    expect(guard.admit('POST', '/Users', `{"userName":"${name}"}`)).toBe('admitted');
    expect(guard.admit('POST', '/Users', 'not json')).toBe('admitted');
  });

  test('looks into bulk requests', () => {
    const bulk = (path: string) => JSON.stringify({ Operations: [{ method: 'DELETE', path }] });
    expect(() => guard.admit('POST', '/Bulk', bulk('/Users/42'))).toThrow('not a resource of this run');
    make(guard, '/Users/1');
    expect(() => guard.admit('POST', '/Bulk', bulk('/Users/1'))).toThrow('read the resource');
    guard.seen('GET', '/Users/1', 200, JSON.stringify({ id: '1', userName: name }));
    expect(guard.admit('POST', '/Bulk', bulk('/Users/1'))).toBe('admitted');
  });

  test('takes what a bulk request creates for the run’s own once it was seen', () => {
    const data = { userName: name };
    const body = JSON.stringify({ Operations: [{ method: 'POST', path: '/Users', bulkId: 'a', data }] });
    const [number = 0] = guard.creatingInBulk(body, 'bulk.some-check').values();
    expect(guard.lost()).toMatchObject([{ endpoint: '/Users', name: { value: name } }]);
    guard.created(number, '/Users/1', 201);
    expect(guard.lost()).toEqual([]);
    expect(guard.admit('DELETE', '/Users/1', undefined)).toBe('proof-needed');
  });

  test('judges operations of no known method as creates', () => {
    const bulk = (operation: object) => JSON.stringify({ Operations: [operation] });
    const data = { userName: name };
    expect(guard.admit('POST', '/Bulk', bulk({ path: '/Users', data }))).toBe('admitted');
    expect(guard.admit('POST', '/Bulk', bulk({ method: 'POST', data }))).toBe('admitted');
    expect(() => guard.admit('POST', '/Bulk', bulk({ method: 'DELETE' }))).toThrow('not a resource');
    expect(() => guard.admit('POST', '/Bulk', bulk({ path: '/Users/42', data }))).toThrow('not a resource');
  });

  test.each(['/Users', '/Users/', '/Me', '/Users/1/roles', '/Users/.search', '/Users?x=/Users/1'])(
    'never takes %s for the place of a resource, whatever the answer to a create says',
    (place) => {
      make(guard, place);
      guard.seen('GET', place, 200, name);
      expect(() => guard.admit('DELETE', place, undefined)).toThrow('not a resource of this run');
      expect(guard.remaining()).toEqual([]);
    },
  );

  test('keeps off the collection itself and /Me unless told', () => {
    expect(() => guard.admit('DELETE', '/Users', undefined)).toThrow();
    expect(() => guard.admit('PATCH', '/Me', '{}')).toThrow();
    expect(guardWith({ destructive: true }).admit('DELETE', '/Users', undefined)).toBe('admitted');
  });

  test('lets nothing through in a run that only reads', () => {
    expect(() => guardWith({ readOnly: true }).admit('POST', '/Users', `{"userName":"${name}"}`)).toThrow(
      'only reads',
    );
  });

  test.each(['/Schemas', '/ServiceProviderConfig', '/ResourceTypes/User'])('admits writes to %s', (path) => {
    expect(guard.admit('DELETE', path, undefined)).toBe('admitted');
  });
});

describe('what a GET has to show', () => {
  const proof = (shown: object, path = '/Users/Ab1') => {
    const guard = guardWith();
    make(guard, path);
    guard.seen('GET', path, 200, JSON.stringify(shown));
    return guard;
  };
  const admits = (guard: Guard, path = '/Users/Ab1') => {
    try {
      return guard.admit('DELETE', path, undefined) === 'admitted';
    } catch {
      return false;
    }
  };

  test.each<[string, object]>([
    ['another letter case of the id', { id: 'aB1', userName: name }],
    ['a numeric id', { id: 1, userName: name }],
    ['no id', { userName: name }],
    ['no name', { id: 'Ab1' }],
    ['the marker in meta', { id: 'Ab1', userName: 'boss', meta: { lastModifiedBy: name } }],
    [
      'the marker in a reference',
      { id: 'Ab1', userName: 'boss', 'urn:x:y': { assistant: { display: name } } },
    ],
    ['the marker in a complex attribute', { id: 'Ab1', userName: 'boss', name: { familyName: name } }],
    ['the marker in another attribute', { id: 'Ab1', userName: 'boss', displayName: name, createdBy: name }],
    ['a list', { id: 'Ab1', userName: name, Resources: [] }],
  ])('is not %s', (_says, shown) => {
    expect(admits(proof(shown))).toBe(false);
  });

  test('is exactly the id, and the marker where it was sent', () => {
    expect(admits(proof({ id: 'Ab1', userName: `${name}@example.test` }))).toBe(true);
  });

  test('is shown anew after a DELETE, under the same name', async () => {
    const guard = proof({ id: 'Ab1', userName: name });
    guard.deleted('/Users/Ab1');
    const release = await guard.vacancy.hold();
    expect(guard.admit('DELETE', '/Users/Ab1', undefined)).toBe('absence-needed');
    guard.seen('GET', '/Users/Ab1', 200, JSON.stringify({ id: 'Ab1', userName: 'a.person@example.test' }));
    expect(guard.admit('PATCH', '/Users/Ab1', '{}')).toBe('absence-needed');
    guard.seen('GET', '/Users/Ab1', 404, '');
    expect(guard.admit('PATCH', '/Users/Ab1', '{}')).toBe('admitted');
    // One answer admits one write.
    expect(guard.admit('PATCH', '/Users/Ab1', '{}')).toBe('absence-needed');
    guard.seen('GET', '/Users/Ab1', 404, '');
    guard.seen('GET', '/Users', 200, '{}');
    expect(guard.admit('PATCH', '/Users/Ab1', '{}')).toBe('absence-needed');
    // Nor does what was asked before something was created, or is created now.
    const { period } = guard.vacancy;
    release();
    guard.seen('GET', '/Users/Ab1', 404, '');
    expect(guard.admit('PATCH', '/Users/Ab1', '{}')).toBe('absence-needed');
    await guard.vacancy.hold();
    guard.seen('GET', '/Users/Ab1', 404, '', {}, { by: '', period });
    expect(guard.admit('PATCH', '/Users/Ab1', '{}')).toBe('absence-needed');
    // Nor does what somebody else asked.
    guard.seen('GET', '/Users/Ab1', 404, '', {}, { by: 'another', period: guard.vacancy.period });
    expect(guard.admit('PATCH', '/Users/Ab1', '{}')).toBe('absence-needed');
    expect(guard.admit('PATCH', '/Users/Ab1', '{}', 'another')).toBe('admitted');
  });

  test('is asked for again where a DELETE was not answered, or a later GET shows somebody else', () => {
    const guard = proof({ id: 'Ab1', userName: name });
    guard.doubt('/Users/Ab1');
    expect(guard.admit('DELETE', '/Users/Ab1', undefined)).toBe('proof-needed');
    guard.seen('GET', '/Users/Ab1', 200, JSON.stringify({ id: 'Ab1', userName: name }));
    guard.seen('GET', '/Users/Ab1', 200, JSON.stringify({ id: 'Ab1', userName: 'a.person@example.test' }));
    expect(guard.admit('DELETE', '/Users/Ab1', undefined)).toBe('proof-needed');
  });

  test.each([
    ['was not found', (guard: Guard) => guard.seen('GET', '/Users/Ab1', 404, '')],
    ['was not there for a change', (guard: Guard) => guard.seen('PATCH', '/Users/Ab1', 410, '')],
    ['was deactivated', (guard: Guard) => guard.admit('PATCH', '/Users/Ab1', '{"active":false}')],
    [
      'was named by a DELETE of a job',
      (guard: Guard) =>
        guard.admit('POST', '/Bulk', '{"Operations":[{"method":"DELETE","path":"/Users/Ab1"}]}'),
    ],
  ])('is asked for again where it %s: its id may be somebody else’s now', (_how, happen) => {
    const guard = guardWith();
    make(guard, '/Users/Ab1');
    guard.seen('GET', '/Users/Ab1', 200, JSON.stringify({ id: 'Ab1', userName: name }));
    expect(guard.admit('PATCH', '/Users/Ab1', '{"active":true}')).toBe('admitted');
    happen(guard);
    expect(guard.admit('DELETE', '/Users/Ab1', undefined)).toBe('proof-needed');
    guard.seen('GET', '/Users/Ab1', 200, JSON.stringify({ id: 'Ab1', userName: 'the.boss' }));
    expect(() => guard.admit('DELETE', '/Users/Ab1', undefined)).toThrow('does not show what the run made');
  });

  test('is not contradicted by a name that the run itself gave it', () => {
    const guard = proof({ id: 'Ab1', userName: name });
    guard.admit('PATCH', '/Users/Ab1', JSON.stringify({ Operations: [{ path: 'userName', value: 42 }] }));
    guard.seen('GET', '/Users/Ab1', 200, JSON.stringify({ id: 'Ab1', userName: '42' }));
    expect(admits(guard)).toBe(true);
  });

  test('may be a list before a DELETE, once lists were seen to agree with GET', () => {
    const guard = proof({ id: 'Ab1', userName: name });
    make(guard, '/Users/2');
    const list = { Resources: [{ id: '2', userName: name }] };
    guard.seen('GET', '/Users?filter=x', 200, '', list);
    expect(guard.admit('DELETE', '/Users/2', undefined)).toBe('proof-needed');
    guard.seen('GET', '/Users', 200, '', { Resources: [{ id: 'Ab1', userName: name }, ...list.Resources] });
    expect(guard.admit('DELETE', '/Users/2', undefined)).toBe('admitted');
    expect(guard.admit('PATCH', '/Users/2', '{}')).toBe('proof-needed');
    guard.seen('GET', '/Users', 200, '', { Resources: [{ id: 'Ab1', userName: 'a.person@example.test' }] });
    expect(guard.admit('DELETE', '/Users/2', undefined)).toBe('proof-needed');
  });
});

import { describe, expect, test } from 'vitest';
import type { Guard } from '../../kit/safety/guard.ts';
import { bulk, guardWith, judge, list, make, marker, name, own, show } from './guarded.ts';

describe('a write that does not go out', () => {
  const boss = { id: '7', userName: 'the.boss', externalId: 'E-7' };
  const invented = `/Users/${marker}Nobody`;
  test.each<[string, (guard: Guard) => void, string, string, string | undefined]>([
    ['somebody else’s account', () => {}, 'DELETE', '/Users/42', 'not ours'],
    [
      'an account that the create was answered with',
      (guard) => show(guard, '/Users/7', boss),
      'PUT',
      '/Users/7',
      'foreign',
    ],
    ['an id of our own making that nobody looked for', () => {}, 'PUT', invented.toUpperCase(), 'invented'],
    [
      'what a Location alone named',
      (guard) => guard.distrust('/Users/9?x'),
      'DELETE',
      '/Users/9',
      'unproved',
    ],
    ['a kind that went astray', (guard) => guard.forbid('PUT'), 'PUT', '/Users/1', 'astray'],
    [
      'a kind that was not seen to work',
      (guard) => guard.forbidUnseen('PUT', 17, '/Users'),
      'PUT',
      '/Users/1',
      'unseen',
    ],
  ])('says why: %s', (_what, happen, method, path, because) => {
    const guard = guardWith();
    own(guard, '/Users/1');
    make(guard, '/Users/7', JSON.stringify({ userName: `${marker}user7` }));
    happen(guard);
    expect(judge(guard, method, path)).toBe(`refused: ${because}`);
  });

  test('says so of a name that somebody else has', () => {
    const guard = guardWith();
    list(guard, [boss]);
    expect(judge(guard, 'POST', '/Users', JSON.stringify({ userName: name, externalId: 'e-7' }))).toBe(
      'refused: taken',
    );
  });

  test('names the exchange that gave reason for it, and the write', () => {
    const guard = guardWith();
    own(guard, '/Users/1');
    guard.forbidUnseen('PATCH', 17, '/Users');
    expect(() => guard.admit('PATCH', '/Users/1', '{}')).toThrow(expect.objectContaining({ exchange: 17 }));
    guard.deleted('/Users/1');
    // As long as something may be created, no answer shows that nothing is there.
    guard.seen('GET', '/Users/1', 404, '');
    expect(guard.admit('PUT', '/Users/1', '{}')).toBe('absence-needed');
  });
});

describe('a kind of write that is stopped', () => {
  const stopped = (stop: (guard: Guard) => void, rights = {}) => {
    const guard = guardWith(rights);
    own(guard, '/Users/1');
    guard.created(guard.creating('/Groups', JSON.stringify({ displayName: name }), 'c'), '/Groups/1', 201);
    show(guard, '/Groups/1', { displayName: name });
    stop(guard);
    return guard;
  };

  test('is stopped at its endpoint alone, where it is not known to be so elsewhere', () => {
    const guard = stopped((one) => one.forbid('DELETE', 'reach others', '/Users'), { destructive: true });
    expect(judge(guard, 'DELETE', '/Users/1')).toBe('refused: astray');
    expect(judge(guard, 'DELETE', '/Users')).toBe('refused: astray');
    expect(judge(guard, 'DELETE', '/Groups/1')).toBe('admitted');
    expect(judge(guard, 'PUT', '/Users/1', '{}')).toBe('admitted');
    expect(judge(guard, 'POST', '/Bulk', bulk({ method: 'DELETE', path: '/Users/1' }))).toBe(
      'refused: astray',
    );
    expect(judge(guard, 'POST', '/Bulk', bulk({ method: 'DELETE', path: '/Groups/1' }))).toBe('admitted');
  });

  test('is stopped everywhere, where it was a bulk request: it may name anything', () => {
    for (const endpoint of [undefined, '/Users']) {
      const guard = stopped((one) => one.forbid('bulk', 'reach others', endpoint));
      expect(judge(guard, 'POST', '/Bulk', bulk({ method: 'PUT', path: '/Groups/1' }))).toBe(
        'refused: astray',
      );
      expect(judge(guard, 'PUT', '/Groups/1', '{}')).toBe('admitted');
      expect(judge(guard, 'POST', '/Users', JSON.stringify({ userName: name }))).toBe('admitted');
    }
  });

  test('makes every name of the run one that somebody else may bear', () => {
    const found = (stop: (guard: Guard) => void) => {
      const guard = guardWith();
      guard.creating('/Users', JSON.stringify({ userName: name }), 'c');
      stop(guard);
      list(guard, [{ id: '9', userName: name }]);
      return guard.knows('/Users/9');
    };
    expect(found(() => {})).toBe(true);
    expect(found((guard) => guard.forbid('PATCH'))).toBe(false);
  });
});

describe('what goes out', () => {
  test.each([
    ['a create', 'POST', '/Users/', JSON.stringify({ userName: name })],
    [
      'a create, however many slashes its address has',
      'POST',
      '/Users//?x=y',
      JSON.stringify({ userName: name }),
    ],
    [
      'a write to an address that nothing can stand at',
      'DELETE',
      `/${marker.toUpperCase()}nowhere/1`,
      undefined,
    ],
  ])('is %s', (_what, method, path, body) => {
    expect(judge(guardWith(), method, path, body)).toBe('admitted');
  });

  test('is no create of somebody’s name, however many slashes its address has', () => {
    for (const path of ['/Users/', '/Users//', '/Users?x=y'])
      expect(judge(guardWith(), 'POST', path, '{"userName":"someone"}')).toBe('refused: not ours');
  });

  test('is no write to what only ends like an address of the run', () => {
    expect(judge(guardWith(), 'DELETE', `/Users/1/${marker}`)).toBe('refused: invented');
    expect(judge(guardWith(), 'DELETE', `/elsewhere/${marker}`)).toBe('refused: invented');
  });

  test('is never a write to somebody, not even where the collection may be emptied', () => {
    const guard = guardWith({ destructive: true });
    expect(judge(guard, 'DELETE', '/Users/42')).toBe('refused: not ours');
    expect(judge(guard, 'PATCH', '/Me/42')).toBe('refused: not ours');
    expect(judge(guard, 'PATCH', '/Me', '{}')).toBe('admitted');
    expect(judge(guard, 'PUT', '/Groups', '{}')).toBe('admitted');
  });

  test('is what was announced under a name without the marker, and only that', () => {
    const guard = guardWith();
    const body = { userName: 'ada.lovelace@corp.example' };
    guard.vouching.announce('/Users', body);
    expect(judge(guard, 'POST', '/Users?x=y', JSON.stringify(body))).toBe('admitted');
    expect(judge(guard, 'POST', '/Groups', JSON.stringify(body))).toBe('refused: not ours');
    expect(judge(guard, 'POST', '/Users', '{"userName":"alan.turing@corp.example"}')).toBe(
      'refused: not ours',
    );
  });
});

describe('an operation of a bulk request', () => {
  const judged = (...operations: object[]) => {
    const guard = guardWith();
    own(guard, '/Users/1');
    make(guard, '/Users/2', JSON.stringify({ userName: `${marker}user2` }));
    return judge(guard, 'POST', '/Bulk', bulk(...operations));
  };
  const data = { userName: name };

  test.each<[string, string, object[]]>([
    ['only reads, whomever', 'admitted', [{ method: 'get', path: '/Users/42' }]],
    [
      'names what the same request makes',
      'admitted',
      [{ method: 'PATCH', path: '/Users/bulkId:a', data: {} }],
    ],
    ['has no slash before its path', 'admitted', [{ method: 'PATCH', path: 'Users/1', data: {} }]],
    [
      'makes somebody without the marker',
      'refused: not ours',
      [{ method: 'POST', path: '/Users', data: { userName: 'someone' } }],
    ],
    [
      'makes somebody without the marker, and says not where',
      'refused: not ours',
      [{ method: 'POST', data: { userName: 'someone' } }],
    ],
    ['names nothing, and is no create', 'refused: not ours', [{ method: 'DELETE', data }]],
    ['names what no GET showed', 'refused: unproved', [{ method: 'PATCH', path: '/Users/2', data: {} }]],
    [
      'names somebody behind what is ours',
      'refused: not ours',
      [
        { method: 'PATCH', path: '/Users/1', data: {} },
        { method: 'PATCH', path: '/Users/42', data: {} },
      ],
    ],
    [
      'names what the one before deletes',
      'refused: unproved',
      [
        { method: 'DELETE', path: '/Users/1' },
        { method: 'PATCH', path: '/Users/1', data: {} },
      ],
    ],
  ])('that %s is %s', (_what, verdict, operations) => {
    expect(judged(...operations)).toBe(verdict);
  });

  test('leaves what it changes proved, and not what it deletes or deactivates', () => {
    const judgedThen = (operation: object) => {
      const guard = guardWith();
      own(guard, '/Users/1');
      expect(judge(guard, 'POST', '/Bulk', bulk({ path: '/Users/1', ...operation }))).toBe('admitted');
      return judge(guard, 'PATCH', '/Users/1', '{}');
    };
    expect(judgedThen({ method: 'PATCH', data: {} })).toBe('admitted');
    expect(judgedThen({ method: 'DELETE' })).toBe('proof-needed');
    expect(judgedThen({ method: 'PUT', data: { userName: name, active: false } })).toBe('proof-needed');
  });
});

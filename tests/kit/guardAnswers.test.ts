import { describe, expect, test } from 'vitest';
import type { Guard } from '../../kit/safety/guard.ts';
import { guardWith, judge, list, make, marker, name, own, show, usual } from './guarded.ts';

describe('an answer', () => {
  test.each([200, 301, 403, 410, 500])(
    '%i to a GET says nothing of an id that the run invented',
    (status) => {
      const guard = guardWith();
      guard.seen('GET', `/Users/${marker}x`, status, '');
      expect(guard.isInvented(`/Users/${marker}x`)).toBe(false);
      expect(judge(guard, 'PUT', `/Users/${marker}x`)).toBe('refused: invented');
    },
  );

  test('404 says that nobody has an id only to a GET, and only of one that the run invented', () => {
    const guard = guardWith();
    guard.seen('DELETE', `/Users/${marker}x`, 404, '');
    guard.seen('GET', '/Users/42', 404, '');
    expect(judge(guard, 'PUT', `/Users/${marker}x`)).toBe('refused: invented');
    expect(judge(guard, 'PUT', '/Users/42')).toBe('refused: not ours');
    guard.seen('GET', `/Users/${marker}x?attributes=id`, 404, '');
    expect(guard.isInvented(`/Users/${marker}x?y`)).toBe(true);
    expect(judge(guard, 'PUT', `/Users/${marker}x?y`)).toBe('admitted');
  });

  test('404 of what a create made does not make its id an invented one', () => {
    const guard = guardWith();
    make(guard, `/Users/${marker}x`);
    guard.seen('GET', `/Users/${marker}x`, 404, '');
    expect(judge(guard, 'DELETE', `/Users/${marker}x`)).toBe('proof-needed');
  });

  test('404 frees an id once, if it comes after the DELETE and is the last of all', async () => {
    const guard = guardWith();
    await guard.vacancy.hold();
    own(guard, '/Users/1');
    guard.seen('GET', '/Users/1', 404, '');
    guard.deleted('/Users/1');
    expect(judge(guard, 'PUT', '/Users/1')).toBe('absence-needed');
    guard.seen('DELETE', '/Users/1', 404, '');
    expect(judge(guard, 'PUT', '/Users/1')).toBe('absence-needed');
    guard.seen('GET', '/Users/1', 404, '');
    expect(judge(guard, 'PUT', '/Users/1')).toBe('admitted');
  });

  test.each([
    ['to a PATCH', 'PATCH', 200],
    ['that is an error', 'GET', 500],
    ['that is of a copy', 'GET', 203],
  ])('%s proves nothing, whatever it shows', (_what, method, status) => {
    const guard = guardWith();
    make(guard, '/Users/1');
    guard.seen(method, '/Users/1', status, JSON.stringify({ id: '1', userName: name }));
    expect(judge(guard, 'PATCH', '/Users/1', '{}')).toBe('proof-needed');
  });

  const answers: [number, string][] = [
    [200, 'absence-needed'],
    [204, 'absence-needed'],
    [404, 'proof-needed'],
    [410, 'proof-needed'],
    [400, 'admitted'],
    [405, 'admitted'],
    [409, 'admitted'],
    [500, 'proof-needed'],
    [504, 'proof-needed'],
  ];
  test.each(answers)('%i to a DELETE leaves its resource %s', async (status, then) => {
    const guard = guardWith();
    await guard.vacancy.hold();
    own(guard, '/Users/1');
    guard.answeredDelete('/Users/1?x', { ok: status < 300, status });
    expect(judge(guard, 'PATCH', '/Users/1', '{}')).toBe(then);
  });
});

describe('a list', () => {
  /** Whether a list that agreed with GET proves what another create made, for a DELETE. */
  const proves = (place: string, method = 'GET', status = 200) => {
    const guard = guardWith();
    own(guard, '/Users/1');
    make(guard, '/Users/2', JSON.stringify({ userName: `${marker}two` }));
    const Resources = [
      { id: '1', userName: name },
      { id: '2', userName: `${marker}two` },
    ];
    guard.seen(method, place, status, '', { Resources });
    return judge(guard, 'DELETE', '/Users/2') === 'admitted';
  };

  test.each([
    ['GET', '/Users?startIndex=1'],
    ['GET', '/Users/'],
    ['GET', '/Users//'],
    ['POST', '/Users/.search'],
  ])('that %s %s was answered with counts', (method, place) => {
    expect(proves(place, method)).toBe(true);
  });

  test.each(['/Users/1', '/Users/.search/x', '/Users.search', '/Others', '/.search', '/Groups'])(
    'at %s does not count as one of users',
    (place) => {
      expect(proves(place)).toBe(false);
    },
  );

  test.each([206, 400, 500])('with the status %i does not count', (status) => {
    expect(proves('/Users', 'GET', status)).toBe(false);
  });

  test('of something else tells nothing of whom it names', () => {
    const guard = guardWith();
    const create = () =>
      judge(guard, 'POST', '/Users', JSON.stringify({ userName: name, externalId: 'E-7' }));
    for (const place of ['/Users/1', '/Others', '/Users/1/.search'])
      list(guard, [{ id: '7', userName: 'the.boss', externalId: 'E-7' }], place);
    expect(create()).toBe('admitted');
    list(guard, [null, 'boss', { userName: 'the.boss', externalId: 'E-7' }]);
    expect(create()).toBe('refused: taken');
  });

  test('does not take the run’s own resources for somebody else, under whatever name', () => {
    const guard = guardWith();
    own(guard, '/Users/1');
    list(guard, [{ id: '1', userName: 'Renamed' }]);
    expect(judge(guard, 'POST', '/Users', JSON.stringify({ userName: 'renamed', externalId: name }))).toBe(
      'admitted',
    );
  });

  describe('shows what a create without an answer made', () => {
    const lost = (resource: object, place = '/Users') => {
      const guard = guardWith();
      guard.creating('/Users', JSON.stringify({ userName: name, displayName: name }), 'c');
      list(guard, [resource], place);
      return guard.lost().length > 0;
    };
    test.each<[string, object, string, boolean]>([
      ['under its name', { id: '9', userName: name }, '/Users', false],
      ['under its name in capitals', { id: '9', userName: name.toUpperCase() }, '/Users', false],
      ['not where it has no id', { userName: name }, '/Users', true],
      ['not in another collection', { id: '9', displayName: name }, '/Groups', true],
      ['not under another name', { id: '9', userName: `${name}0` }, '/Users', true],
    ])('%s', (_how, resource, place, still) => {
      expect(lost(resource, place)).toBe(still);
    });
  });
});

describe('where names are shown on request alone', () => {
  const collections = usual.map((one) =>
    one.endpoint === '/Users' ? { ...one, onRequest: ['userName'] } : one,
  );

  test('a resource is asked for them, and otherwise for all that it shows', () => {
    const guard = guardWith({ collections });
    expect(guard.proofAddress('/Users/1')).toBe('/Users/1?attributes=userName,displayName,externalId,meta');
    expect(guard.proofAddress('/Groups/1')).toBe('/Groups/1');
    expect(guardWith().proofAddress('/Users/1')).toBe('/Users/1');
  });

  test.each([
    ['is proved by that answer', '/Users/1?attributes=userName,displayName,externalId,meta', 'admitted'],
    ['is not proved by another, which may leave out what speaks against it', '/Users/1', 'proof-needed'],
  ])('what was made under a name without the marker %s', (_what, asked, verdict) => {
    const guard = guardWith({ collections });
    const body = { userName: 'ada@corp.example', externalId: 'A-1' };
    guard.vouching.announce('/Users', body);
    make(guard, '/Users/1', JSON.stringify(body));
    guard.seen('GET', asked, 200, JSON.stringify({ id: '1', ...body }));
    expect(judge(guard, 'DELETE', '/Users/1')).toBe(verdict);
  });

  test('what was made under a name without the marker is not judged by a projection', () => {
    const guard = guardWith();
    const body = { userName: 'ada@corp.example', externalId: 'A-1' };
    guard.vouching.announce('/Users', body);
    make(guard, '/Users/1', JSON.stringify(body));
    guard.seen('GET', '/Users/1?attributes=userName', 200, '{"id":"1","userName":"ada@corp.example"}');
    expect(guard.isForeign('/Users/1')).toBe(false);
    show(guard, '/Users/1', body);
    expect(judge(guard, 'PUT', '/Users/1', '{}')).toBe('admitted');
  });
});

test('a guard tells the owner of each resource that is gone, once', () => {
  const gone: string[] = [];
  const guard: Guard = guardWith({}, (check) => gone.push(check));
  own(guard, '/Users/1');
  guard.answeredDelete('/Users/1', { ok: true, status: 204 });
  guard.answeredDelete('/Users/1', { ok: false, status: 404 });
  expect(gone).toEqual(['users.some-check']);
});

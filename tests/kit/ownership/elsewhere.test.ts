import { describe, expect, test } from 'vitest';
import { guardWith, judge, make, own } from '../guarded.ts';

const id = '2f6c1d0a-7a55-4c4e-9d6f-0f4b8b7a1c9e';

describe('an id of the run in another collection', () => {
  test('is written to once a GET saw nothing there', () => {
    const guard = guardWith();
    own(guard, `/Users/${id}`);
    expect(judge(guard, 'DELETE', `/Groups/${id}`)).toBe('refused: not ours');
    guard.seen('GET', `/Groups/${id}`, 404, '');
    expect(['DELETE', 'PATCH'].map((method) => judge(guard, method, `/Groups/${id}`))).toEqual([
      'admitted',
      'admitted',
    ]);
  });

  test.each([
    ['a UUID', id],
    ['an id of a document store', '65f1c0d2a9b4e8f7c3d2a1b0'],
    ['a ULID', '01HQ3V5Y7Z9K2M4N6P8R0S1T2V'],
  ])('is written to in whatever form nobody can guess: %s', (_what, long) => {
    const guard = guardWith();
    own(guard, `/Users/${long}`);
    guard.seen('GET', `/Groups/${long}`, 404, '');
    expect(judge(guard, 'PATCH', `/Groups/${long}`)).toBe('admitted');
  });

  test.each([
    ['a number', '1234'],
    ['a long number, as counters have it', '12345678901234567890123'],
    ['a counter in the form of a UUID', '00000000-0000-0000-0000-000000001295'],
    ['a counter behind a word', 'user-0000000000000001295'],
    ['a counter that is not filled up, behind words', 'acme-production-user-1042'],
    ['a counter that ends a word', 'acme_production_user1042'],
    ['a short text', 'a1b2c3d4'],
  ])('is not where it may be somebody else’s as well: %s', (_what, short) => {
    const guard = guardWith();
    own(guard, `/Users/${short}`);
    guard.seen('GET', `/Groups/${short}`, 404, '');
    expect(judge(guard, 'DELETE', `/Groups/${short}`)).toBe('refused: not ours');
  });

  test.each<[string, (guard: ReturnType<typeof guardWith>) => void]>([
    ['nothing showed that it is ours', (guard) => make(guard, `/Users/${id}`)],
    ['it is nobody’s of this run', () => {}],
    [
      'it was deleted since',
      (guard) => {
        own(guard, `/Users/${id}`);
        guard.deleted(`/Users/${id}`);
      },
    ],
  ])('is not where %s', (_what, happen) => {
    const guard = guardWith();
    happen(guard);
    guard.seen('GET', `/Groups/${id}`, 404, '');
    expect(judge(guard, 'DELETE', `/Groups/${id}`)).toBe('refused: not ours');
  });

  test.each([200, 400, 403, 500])('is not where a GET was answered %i', (status) => {
    const guard = guardWith();
    own(guard, `/Users/${id}`);
    guard.seen('GET', `/Groups/${id}`, status, '{}');
    expect(judge(guard, 'DELETE', `/Groups/${id}`)).toBe('refused: not ours');
  });
});

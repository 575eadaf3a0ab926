import { describe, expect, test } from 'vitest';
import { operationsIn, pairResults, resultsIn } from '../../schemas/bulk.ts';

const pathWithin = (location: string): string | undefined => location.replace('https://example.test', '');
const pair = (operations: object[], results: object[]) =>
  pairResults(
    operations.map((operation) => ({ ...operation })),
    resultsIn({ Operations: results }),
    pathWithin,
  ).map((result) => result?.status);

describe('results of a bulk job', () => {
  test.each([
    ['201', 201],
    [201, 201],
    [{ code: '201' }, 201],
    ['created', undefined],
    [undefined, undefined],
  ])('have a status that is read from %j', (status, expected) => {
    expect(resultsIn({ operations: [{ status }] })[0]?.status).toBe(expected);
  });

  const operations = [
    { method: 'POST', path: '/Users', bulkId: 'a' },
    { method: 'PUT', path: '/Users/1' },
    { method: 'DELETE', path: '/Users/1' },
  ];

  test('belong to their operations by bulkId, method and location, in whatever order they come', () => {
    const location = 'https://example.test/Users/1';
    const results = [
      { method: 'DELETE', location, status: '204' },
      { method: 'PUT', location, status: '200' },
      { method: 'POST', bulkId: 'a', status: '409' },
    ];
    expect(pair(operations, results)).toEqual([409, 200, 204]);
  });

  test('belong by position where they say nothing of themselves', () => {
    expect(pair(operations, [{ status: '201' }, { status: '200' }, { status: '204' }])).toEqual([
      201, 200, 204,
    ]);
  });

  test('are missing for operations that were not carried out', () => {
    expect(pair(operations, [{ bulkId: 'a', status: '400' }])).toEqual([400, undefined, undefined]);
  });
});

test('a body that is no bulk request has no operations', () => {
  expect(operationsIn('{"Operations":[')).toEqual([]);
  expect(operationsIn(undefined)).toEqual([]);
  expect(operationsIn('{"Operations":[{"method":"GET"},7]}')).toEqual([{ method: 'GET' }]);
});

import { expect, test } from 'vitest';
import { challengesIn } from '../../suites/auth/challengesIn.ts';

test.each([
  ['nothing', undefined, []],
  ['a bare scheme', 'Bearer', [['bearer']]],
  ['parameters', 'Bearer realm="a, b", error=invalid_token', [['bearer', 'realm', 'error']]],
  [
    'two challenges',
    'Basic realm="x", Bearer realm="y", scope="z"',
    [
      ['basic', 'realm'],
      ['bearer', 'realm', 'scope'],
    ],
  ],
  ['a bare scheme before another', 'Negotiate, Bearer realm="y"', [['negotiate'], ['bearer', 'realm']]],
  ['escaped quotes', 'Bearer realm="a \\" b", realm="c"', [['bearer', 'realm', 'realm']]],
  ['a token of its own', 'Negotiate abc==, Bearer realm="y"', [['negotiate'], ['bearer', 'realm']]],
])('a WWW-Authenticate header with %s', (_name, header, expected) => {
  const found = challengesIn(header).map(({ scheme, parameters }) => [
    scheme,
    ...parameters.map(({ name }) => name),
  ]);

  expect(found).toEqual(expected);
});

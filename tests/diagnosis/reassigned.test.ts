import { expect, test } from 'vitest';
import { reassignedSymptoms } from '../../diagnosis/symptoms/reassigned.ts';
import { View } from '../../diagnosis/view.ts';
import type { Exchange } from '../../kit/evidence/exchange.ts';

const requirements = { rowsFor: () => [], rowById: () => undefined };

/** What is seen where a create is answered with the id `1`, after these requests to it. */
function look(...steps: [method: string, name?: string][]) {
  const exchanges = steps.map(
    ([method, userName], at) =>
      ({
        number: at + 1,
        check: 'a.check',
        ordinal: at,
        purpose: 'claim',
        method,
        path: method === 'POST' ? '/Users' : '/Users/1',
        template: '/Users',
        request: { headers: {}, ...(method === 'POST' && { body: JSON.stringify({ userName }) }) },
        startedAt: '',
        durationMs: 1,
        response: {
          status: { POST: 201, DELETE: 204 }[method] ?? 200,
          headers: {},
          ...(userName && { body: JSON.stringify({ id: '1', userName }) }),
        },
      }) as Exchange,
  );
  return reassignedSymptoms[0]?.look(new View([], exchanges, requirements)).seen.map((one) => one.exchanges);
}

test('an id that is given again under another name is seen', () => {
  expect(look(['POST', 'anna'], ['DELETE'], ['POST', 'bert'])).toEqual([[2, 3]]);
});

test.each<[string, Parameters<typeof look>]>([
  ['its name', [['POST', 'anna'], ['DELETE'], ['POST', 'Anna']]],
  ['the name that it had last', [['POST', 'anna'], ['PUT', 'bert'], ['DELETE'], ['POST', 'bert']]],
  ['a name, while its own is not known', [['DELETE'], ['POST', 'anna']]],
])('what is there again under %s is not', (_what, steps) => {
  expect(look(...steps)).toEqual([]);
});

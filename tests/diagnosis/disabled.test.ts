import { expect, test } from 'vitest';
import { disabledSymptoms } from '../../diagnosis/symptoms/disabled.ts';
import { View } from '../../diagnosis/view.ts';
import type { Exchange } from '../../kit/evidence/exchange.ts';

const requirements = { rowsFor: () => [], rowById: () => undefined };
const symptom = disabledSymptoms.find(({ id }) => id === 'resources.disabled-with-another');

type Step = [method: string, path: string, active?: boolean, durationMs?: number];

/** What is seen in the exchanges of one check, one of them every ten milliseconds. */
function look(...steps: Step[]) {
  const exchanges = steps.map(([method, path, active, durationMs = 5], at): Exchange => {
    const sent =
      method === 'PATCH'
        ? { Operations: [{ op: 'replace', path: 'active', value: active }] }
        : method === 'POST'
          ? { active }
          : undefined;
    const shown = { id: path.split('/')[2] ?? 'made', active: method === 'POST' ? true : active };
    return {
      number: at + 1,
      check: 'a.check',
      ordinal: at,
      purpose: 'claim',
      method,
      path,
      template: path,
      request: { headers: {}, ...(sent && { body: JSON.stringify(sent) }) },
      startedAt: new Date(at * 10).toISOString(),
      durationMs,
      response: {
        status: method === 'POST' ? 201 : 200,
        headers: {},
        ...(method === 'PATCH' || method === 'DELETE' ? {} : { body: JSON.stringify(shown) }),
      },
    } as Exchange;
  });
  const { seen = [], contrary } = symptom?.look(new View([], exchanges, requirements)) ?? {};
  return { seen: seen.map(({ exchanges: numbers }) => numbers), contrary };
}

const other: Step = ['PATCH', '/Users/b', false];
const active: Step = ['GET', '/Users/a', true];
const inactive: Step = ['GET', '/Users/a', false];

test('an account that is inactive once another one was disabled is seen', () => {
  expect(look(active, other, inactive)).toEqual({ seen: [[2, 3]], contrary: 0 });
  expect(look(['PATCH', '/Users/b', false, 15], active, inactive)).toEqual({ seen: [[1, 3]], contrary: 0 });
});

test.each<[string, Step]>([
  ['disabled itself', ['PATCH', '/Users/a', false]],
  ['enabled and disabled', ['PATCH', '/Users/a', true]],
  ['replaced', ['PUT', '/Users/a']],
  ['deleted', ['DELETE', '/Users/a']],
])('one that was %s, and is shown as it was by a late read, is not', (_what, write) => {
  expect(look(active, write, active, other, inactive)).toEqual({ seen: [], contrary: 0 });
});

test('one that was created inactive, and shown as active by the answer, is not', () => {
  const made = '/Users/made';
  const steps: Step[] = [['POST', '/Users', false], ['GET', made, true], other, ['GET', made, false]];
  expect(look(...steps)).toEqual({ seen: [], contrary: 0 });
});

test('one that is inactive though nobody was disabled speaks for another cause', () => {
  expect(look(other, active, inactive)).toEqual({ seen: [], contrary: 1 });
});

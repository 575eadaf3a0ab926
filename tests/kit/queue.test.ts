import { expect, test } from 'vitest';
import type { Check } from '../../kit/check/check.ts';
import { lenders } from '../../kit/check/lender.ts';
import { declaredBy } from '../../kit/run/prospects.ts';
import { Queue } from '../../kit/run/queue.ts';
import { catalogue } from '../../suites/catalogue.ts';

const checks = catalogue.filter((one): one is Check => one.kind === 'check');
const isBorrowing = (check: Check, key?: string) =>
  [...declaredBy(check).shared.keys()].some((one) => (key === undefined ? lenders.has(one) : one === key));

test('a check that would wait for what another has borrowed lets the others go first', () => {
  const [key = ''] = lenders;
  const [first, second] = checks.filter((one) => isBorrowing(one, key)) as [Check, Check];
  const [other, last] = checks.filter((one) => !isBorrowing(one)) as [Check, Check];
  const queue = new Queue([first, second, other, last]);

  expect(queue.take()).toBe(first);
  expect(queue.take()).toBe(other);
  queue.done(first);
  expect(queue.take()).toBe(second);
  expect(queue.take()).toBe(last);
  expect(queue.take()).toBeUndefined();
});

test('where all that is left would wait, the order is that of the plan', () => {
  const [key = ''] = lenders;
  const [first, second] = checks.filter((one) => isBorrowing(one, key)) as [Check, Check];
  const queue = new Queue([first, second]);

  expect(queue.take()).toBe(first);
  expect(queue.take()).toBe(second);
});

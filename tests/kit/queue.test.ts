import { expect, test } from 'vitest';
import type { Check } from '../../kit/check/check.ts';
import { lenders } from '../../kit/check/lender.ts';
import { gather } from '../../kit/run/order/gather.ts';
import { declaredBy } from '../../kit/run/order/prospects.ts';
import { Queue } from '../../kit/run/order/queue.ts';
import { catalogue } from '../../suites/catalogue.ts';

const checks = catalogue.filter((one): one is Check => one.kind === 'check');
const isBorrowing = (check: Check, key?: string) =>
  [...declaredBy(check).shared.keys()].some((one) => (key === undefined ? lenders.has(one) : one === key));

test('a check that would wait for what another has borrowed lets the others go first', () => {
  const [key = ''] = lenders;
  const [first, second] = checks.filter((one) => isBorrowing(one, key)) as [Check, Check];
  const [other, last] = checks.filter((one) => !isBorrowing(one)) as [Check, Check];
  const queue = new Queue([first, second, other, last], () => true);

  expect(queue.take()).toBe(first);
  expect(queue.take()).toBe(other);
  queue.done(first);
  expect(queue.take()).toBe(second);
  expect(queue.take()).toBe(last);
  expect(queue.take()).toBeUndefined();
});

test('what would wait for what another has borrowed does so until that one ends', () => {
  const [key = ''] = lenders;
  const [first, second] = checks.filter((one) => isBorrowing(one, key)) as [Check, Check];
  const queue = new Queue([first, second], () => true);

  expect(queue.take()).toBe(first);
  expect(queue.take()).toBeUndefined();
  queue.done(first);
  expect(queue.take()).toBe(second);
});

test('a check for which there is no room lets the others go first, and runs when nothing else is under way', () => {
  const [large, ...small] = checks.filter((one) => !isBorrowing(one)).slice(0, 3) as [Check, Check, Check];
  const queue = new Queue([large, ...small], (check) => check !== large);

  for (const check of small) expect(queue.take()).toBe(check);
  expect(queue.take()).toBeUndefined();
  for (const check of small) queue.done(check);
  expect(queue.take()).toBe(large);
  expect(queue.take()).toBeUndefined();
});

test('checks that share the same are gathered', () => {
  const sharing = checks.filter((one) => declaredBy(one).shared.size === 1);
  const keyOf = (check: Check) => [...declaredBy(check).shared.keys()].join();
  const several = sharing.filter((one) => sharing.filter((other) => keyOf(other) === keyOf(one)).length > 1);
  const [first, ...others] = several as [Check, Check];
  const [other, ...more] = several.filter((one) => keyOf(one) !== keyOf(first)) as [Check, Check];
  const like = others.find((one) => keyOf(one) === keyOf(first)) as Check;
  const likeOther = more.find((one) => keyOf(one) === keyOf(other)) as Check;
  const sizeFor = (check: Check) => [...declaredBy(check).shared.values()].join();
  const [small, large] = [
    [first, like],
    [other, likeOther],
  ].sort(([a], [b]) => Number(sizeFor(a as Check)) - Number(sizeFor(b as Check))) as [Check[], Check[]];
  const mixed = [small[0], large[0], small[1], large[1]] as Check[];

  expect(gather(mixed)).toEqual([...small, ...large]);
});

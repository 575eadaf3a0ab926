import { expect, test } from 'vitest';
import { type CheckState, newState } from '../../kit/check/checkState.ts';
import { type Lent, takeOver } from '../../kit/check/lending.ts';
import type { Owned, Reader } from '../../kit/check/reader.ts';
import { Blocked } from '../../kit/errors.ts';
import type { Scim } from '../../kit/wire/scim.ts';
import type { Attributes } from '../../schemas/attributes.ts';

const PATH = '/Users/1';
const resource: Owned = { id: '1', path: PATH, endpoint: '/Users', sent: {}, created: {}, name: 'conf-x' };

/** Borrows as a check of this name does; `reads` counts what is asked of the endpoint, which shows `shown`. */
function borrower(id: string, shown: Attributes, read: () => Promise<Attributes> = async () => shown) {
  const state: CheckState = newState(id, []);
  const known = new Map<string, Attributes>();
  const client: Pick<Scim, 'remember' | 'recall'> = {
    remember: (path, read) => known.set(path, read),
    recall: (path) => known.get(path),
  };
  let reads = 0;
  const reader: Pick<Reader, 'read'> = {
    read: async () => {
      reads += 1;
      const answered = await read();
      known.set(PATH, answered);
      return answered;
    },
  };
  return {
    state,
    reads: () => reads,
    borrow: (lent: Lent, fits?: (before: Attributes) => boolean) =>
      takeOver(lent, reader as Reader, client as Scim, state, fits),
    writes: (after?: Attributes) => (after ? known.set(PATH, after) : known.delete(PATH)),
    ends: () => {
      for (const giveBack of state.returns.splice(0)) giveBack();
    },
  };
}

const lentOf = (standing: Attributes): Lent => ({
  resource,
  standing,
  shownBy: undefined,
  last: Promise.resolve(),
});

test('one check after the other has what is lent, as the one before saw it last', async () => {
  const lent = lentOf({ title: 'A' });
  const [first, second] = [borrower('a.one', {}), borrower('a.two', {})];
  expect((await first.borrow(lent))?.before).toEqual({ title: 'A' });
  let came = false;
  const waiting = second.borrow(lent).then((one) => {
    came = true;
    return one;
  });
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(came, 'it is not its turn yet').toBe(false);
  first.writes({ title: 'B' });
  first.state.sender.exchanges.push(7);
  first.ends();
  expect((await waiting)?.before).toEqual({ title: 'B' });
  expect(second.reads(), 'what was seen needs no request').toBe(0);
  expect(second.state.sender.exchanges, 'what showed it is part of the evidence').toContain(7);
});

test('what was written and not looked at again is read first', async () => {
  const lent = lentOf({ title: 'A' });
  const [first, second] = [borrower('a.one', {}), borrower('a.two', { title: 'C' })];
  await first.borrow(lent);
  first.writes();
  first.ends();
  expect((await second.borrow(lent))?.before).toEqual({ title: 'C' });
  expect(second.reads()).toBe(1);
});

test('what is no longer shown goes to nobody who can do without it, and blocks who cannot', async () => {
  const lent = lentOf({ title: 'A' });
  const first = borrower('a.one', {});
  await first.borrow(lent);
  first.writes();
  first.ends();
  const lost = () =>
    Promise.reject(new Blocked({ step: 's', request: 'r', status: 404, signature: 'r answered 404' }));
  const second = borrower('a.two', {}, lost);
  expect(await second.borrow(lent, () => true)).toBeUndefined();
  await expect(borrower('a.three', {}, lost).borrow(lent)).rejects.toThrow(Blocked);
});

test('what does not fit goes to the next as it is', async () => {
  const lent = lentOf({ title: 'A' });
  const [first, second] = [borrower('a.one', {}), borrower('a.two', {})];
  expect(await first.borrow(lent, ({ title }) => title === undefined)).toBeUndefined();
  expect((await second.borrow(lent))?.before).toEqual({ title: 'A' });
  first.ends();
  expect(lent.standing, 'who gave it back already has no say any more').toEqual({ title: 'A' });
});

test('who ends before its turn keeps nobody waiting', async () => {
  const lent = lentOf({ title: 'A' });
  const [first, second, third] = [borrower('a.one', {}), borrower('a.two', {}), borrower('a.three', {})];
  await first.borrow(lent);
  const stopped = second.borrow(lent);
  second.ends();
  let came = false;
  const next = third.borrow(lent).finally(() => {
    came = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(came, 'the first has it still').toBe(false);
  first.ends();
  await stopped;
  expect((await next)?.before).toEqual({ title: 'A' });
});

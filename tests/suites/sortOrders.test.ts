import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { comparisonsFor, misplaced, type OrderKind, sortValue } from '../../suites/queries/sorting/order.ts';
import { type RandomOrder, randomOrders } from '../../suites/queries/sorting/values.ts';
import { startTenant, type Tenant } from '../../tenant/index.ts';

const TEST = 'urn:smartfile:params:scim:schemas:extension:test:2.0:User';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const KEYS: { path: string; kind: OrderKind }[] = [
  { path: 'userName', kind: 'text' },
  { path: 'externalId', kind: 'exact-text' },
  { path: 'name.familyName', kind: 'text' },
  { path: 'emails.value', kind: 'text' },
  { path: 'meta.created', kind: 'instant' },
  { path: `${TEST}:number`, kind: 'number' },
  { path: `${TEST}:moment`, kind: 'instant' },
  { path: `${TEST}:exactText`, kind: 'exact-text' },
];
const SEED = 20_240;

describe('the suite and the tenant sort alike', () => {
  let tenant: Tenant;
  const send = async (path: string, body?: object) => {
    const response = await fetch(`${tenant.url}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${tenant.token}`, 'content-type': 'application/scim+json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    expect(response.ok, path).toBe(true);
    return (await response.json()) as { Resources: Record<string, unknown>[] };
  };
  const word = fc.stringMatching(/^[a-zA-Z0-9]{1,3}$/);
  const people = fc.sample(
    fc.record({
      family: word,
      exact: word,
      first: word,
      second: word,
      primary: fc.boolean(),
      number: fc.integer({ min: -200, max: 200 }),
      year: fc.integer({ min: 1970, max: 2050 }),
      zone: fc.constantFrom('Z', '+02:00', '-07:30'),
    }),
    { numRuns: 40, seed: SEED },
  );

  beforeAll(async () => {
    tenant = await startTenant();
    for (const [index, one] of people.entries())
      await send('/Users', {
        schemas: [USER, TEST],
        userName: `sort-${one.family}${index}`,
        externalId: one.exact,
        name: { familyName: one.family },
        emails: [
          { value: `${one.first}@x`, type: 'home' },
          { value: `${one.second}@x`, type: 'work', primary: one.primary },
        ],
        [TEST]: { number: one.number, moment: `${one.year}-01-01T12:00:00${one.zone}`, exactText: one.exact },
      });
  });
  afterAll(() => tenant.close());

  test('on random keys, directions and pages', async () => {
    const page = fc.record({
      key: fc.constantFrom(...KEYS),
      descending: fc.boolean(),
      start: fc.integer({ min: 1, max: 40 }),
      count: fc.integer({ min: 1, max: 40 }),
    });
    const filter = encodeURIComponent('userName sw "sort-"');
    await fc.assert(
      fc.asyncProperty(page, async ({ key: { path, kind }, descending, start, count }) => {
        const order = descending ? 'descending' : 'ascending';
        const query = `filter=${filter}&sortBy=${path}&sortOrder=${order}&startIndex=${start}&count=${count}`;
        const values = (await send(`/Users?${query}`)).Resources.map((one) => sortValue(one, path));
        expect(misplaced(values, kind, descending)).toBeUndefined();
      }),
      { numRuns: 300, seed: SEED },
    );
  });
});

describe('what the suite calls out of order', () => {
  test('is two neighbours that are swapped, whatever the kind', () => {
    const value: Record<OrderKind, fc.Arbitrary<unknown>> = {
      text: fc.stringMatching(/^[a-z]{1,4}$/),
      'exact-text': fc.stringMatching(/^[a-z]{1,4}$/),
      number: fc.integer(),
      instant: fc
        .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString()),
    };
    for (const [kind, arbitrary] of Object.entries(value) as [OrderKind, fc.Arbitrary<unknown>][])
      fc.assert(
        fc.property(fc.uniqueArray(arbitrary, { minLength: 3, maxLength: 12 }), fc.nat(), (list, nat) => {
          const [ascending] = comparisonsFor(kind);
          const sorted = [...list].sort(ascending);
          expect(misplaced(sorted, kind)).toBeUndefined();
          expect(misplaced([...sorted].reverse(), kind, true)).toBeUndefined();
          const at = nat % (sorted.length - 1);
          const swapped = sorted.with(at, sorted[at + 1]).with(at + 1, sorted[at]);
          expect(misplaced(swapped, kind)).toEqual({ first: sorted[at + 1], second: sorted[at] });
        }),
        { numRuns: 100, seed: SEED },
      );
  });

  test('leaves both orders of letter case where case counts, and one where it does not', () => {
    expect(misplaced(['A', 'B', 'a', 'b'], 'exact-text')).toBeUndefined();
    expect(misplaced(['a', 'A', 'B', 'b'], 'exact-text')).toBeUndefined();
    expect(misplaced(['a', 'B', 'A'], 'exact-text')).toBeDefined();
    expect(misplaced(['A', 'B', 'a', 'b'], 'text')).toBeDefined();
    expect(misplaced(['a', 'B', 'c'], 'text')).toBeUndefined();
  });
});

test('random sort orders are different ones, of every key and direction', () => {
  let state = SEED;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state >> 8;
  };
  const drawn: RandomOrder[] = [];
  for (let run = 0; run < 100; run += 1) {
    const orders = randomOrders(KEYS, next);
    expect(new Set(orders.map((order) => JSON.stringify(order))).size).toBe(8);
    drawn.push(...orders);
  }
  const shares = new Map<string, number>();
  for (const { key, sortOrder, count } of drawn)
    for (const name of [key.path, String(sortOrder), `pages of ${count}`])
      shares.set(name, (shares.get(name) ?? 0) + 1);
  console.log(`distribution of ${drawn.length} sort orders:`, Object.fromEntries(shares));
  for (const number of shares.values()) expect(number).toBeGreaterThan(50);
});

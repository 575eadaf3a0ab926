import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { DoesNotFit } from '../../kit/errors.ts';
import type { Holding } from '../../kit/safety/holding.ts';
import { Ledger } from '../../kit/safety/ledger.ts';

const holding = (own: number, shared: Record<string, number> = {}): Holding => ({
  own,
  shared: new Map(Object.entries(shared)),
});

/** Checks that share fixtures, each made by whoever comes first and removed only where nobody uses it. */
class Endpoint {
  readonly ledger: Ledger;
  readonly fixtures = new Map<string, { size: number; users: Set<string>; made: Promise<void> }>();
  evicted = 0;

  constructor(most: number) {
    this.ledger = new Ledger(most, async (what) => {
      await turn();
      const idle = [...this.fixtures].find(([, { users }]) => users.size === 0);
      if (what === 'done' || idle === undefined) return false;
      this.evicted += 1;
      this.fixtures.delete(idle[0]);
      this.ledger.end(`shared:${idle[0]}`, 0);
      return true;
    });
  }

  /** Gives whether there was room for the check, at first or alone. */
  async run(check: string, needs: Holding, declared = needs): Promise<boolean> {
    const alone = await this.ledger.begin(check, declared);
    if (await this.attempt(check, needs)) return true;
    if (alone) return false;
    await this.ledger.beginAlone(check);
    return this.attempt(check, needs);
  }

  private async attempt(check: string, { own, shared }: Holding): Promise<boolean> {
    try {
      for (const [key, size] of shared) await this.use(check, key, size);
      for (let count = 0; count < own; count += 1) {
        await this.ledger.take(check, 1);
        await turn();
        this.ledger.landed(check, 1);
      }
      return true;
    } catch (error) {
      if (error instanceof DoesNotFit) return false;
      throw error;
    } finally {
      for (const { users } of this.fixtures.values()) users.delete(check);
      this.ledger.end(check, 0);
    }
  }

  private async use(check: string, key: string, size: number): Promise<void> {
    const known = this.fixtures.get(key);
    if (known !== undefined) {
      known.users.add(check);
      return known.made;
    }
    const made = (async () => {
      for (let count = 0; count < size; count += 1) {
        await this.ledger.take(`shared:${key}`, 1);
        await turn();
        this.ledger.landed(`shared:${key}`, 1);
      }
    })();
    this.fixtures.set(key, { size, users: new Set([check]), made });
    await made.catch((error) => {
      this.fixtures.delete(key);
      this.ledger.end(`shared:${key}`, 0);
      throw error;
    });
  }
}

const KEYS = ['a', 'b', 'c', 'd'];

describe('checks that share fixtures come to their end', { timeout: 20_000 }, () => {
  test.each([1, 5, 8, 20, 2_000])('with room for %i', async (most) => {
    const endpoint = new Endpoint(most);
    const checks = Array.from({ length: 200 }, (_, index) => {
      const shared = Object.fromEntries(
        KEYS.filter((_, place) => (index >> place) % 3 === 0).map((key, place) => [key, place + 1]),
      );
      return holding(index % 4, shared);
    });
    const fitted = await Promise.all(
      // Every fifth says less than it holds.
      checks.map((needs, index) =>
        endpoint.run(`check ${index}`, needs, index % 5 === 0 ? holding(0) : needs),
      ),
    );
    expect(endpoint.ledger.peak).toBeLessThanOrEqual(most);
    for (const [index, needs] of checks.entries()) {
      const needed = needs.own + [...needs.shared.values()].reduce((sum, size) => sum + size, 0);
      if (needed <= most) expect(fitted[index], `check ${index} needs ${needed}`).toBe(true);
    }
    if (most === 2_000) expect(endpoint.evicted).toBe(0);
  });

  test('what will be asked for again is not removed while waiting makes room', async () => {
    const endpoint = new Endpoint(10);
    const both = holding(2, { a: 4 });
    const fitted = await Promise.all(
      Array.from({ length: 100 }, (_, index) => endpoint.run(`check ${index}`, both)),
    );
    expect(fitted).not.toContain(false);
    expect(endpoint.evicted).toBe(0);
    expect(endpoint.ledger.made).toBe(204);
  });

  /** A ledger of 100 whose removal takes away the 40 that the check `first` left. */
  function clearing() {
    const removed: string[] = [];
    const ledger: Ledger = new Ledger(100, async (what) => {
      removed.push(what);
      for (let count = 0; count < 40; count += 1) ledger.give('first');
      return true;
    });
    const make = async (check: string, count: number) => {
      await ledger.begin(check, holding(count));
      await ledger.take(check, count);
      ledger.landed(check, count);
    };
    return { ledger, removed, make };
  }

  test('what ended checks left is removed before anybody waits, where little room is free', async () => {
    const { ledger, removed, make } = clearing();
    await make('first', 40);
    await make('under way', 36);
    ledger.end('first', 40);
    await ledger.makeRoomAhead();
    expect(removed).toEqual(['done']);
    expect([ledger.heldBy('first'), ledger.heldBy('under way')]).toEqual([0, 36]);
  });

  test('what ended checks left is removed for who waits, beside those under way, once that makes room', async () => {
    const { ledger, removed, make } = clearing();
    await make('first', 40);
    await make('under way', 30);
    ledger.end('first', 40);
    await ledger.begin('fits', holding(20));
    expect(removed).toEqual([]);
    await ledger.begin('waits', holding(30));
    expect(removed).toEqual(['done']);
    let begun = false;
    void ledger.begin('too much', holding(90)).then(() => {
      begun = true;
    });
    await turn();
    expect([begun, removed]).toEqual([false, ['done']]);
  });
});

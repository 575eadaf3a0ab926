import { type Fixture, type FixtureTools, fixture } from './given.ts';
import type { Lent } from './lending.ts';
import type { Owned } from './reader.ts';

/** What all lenders are called: whoever wants one that another check has waits. */
export const lenders = new Set<string>();

/**
 * Makes a resource that checks borrow one after the other with `given.borrow`: what one of them read last is what the
 * next begins with. For checks that go by how a resource stands, whatever became of it before.
 * @param key what it is called in the evidence
 */
export function lender(key: string, make: (tools: FixtureTools) => Promise<Owned>): Fixture<Lent> {
  lenders.add(key);
  return fixture(key, async (tools): Promise<Lent> => {
    const resource = await make(tools);
    const standing = await tools.given.latest(resource);
    return { resource, standing, shownBy: undefined, last: Promise.resolve() };
  });
}

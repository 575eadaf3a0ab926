import { expect, test } from 'vitest';
import { startTenant } from '../../tenant/index.ts';
import { drawn } from '../drawn.ts';
import { runInProcess } from '../kit/inProcess.ts';

/** Choices of what /Schemas says, of names, ids and representation, several in one tenant: set-up heeds them all. */
const combinations = [
  ['schema.titles-listed', 'schema.members-on-demand', 'schema.display-name-computed'],
  ['schema.employee-number-required', 'schema.title-immutable', 'schema.timezone-secret'],
  ['identifiers.with-a-slash', 'shape.pascal-case', 'http.gzip'],
  ['lists.late'],
];

test.each(
  drawn(
    'compositions',
    combinations.map((ids) => [ids.join(' + '), ids] as const),
    2,
  ),
)('nothing fails, is blocked or in error with %s', { timeout: 180_000 }, async (_name, variations) => {
  const tenant = await startTenant({ variations });
  try {
    const { outcomes, leftovers } = await runInProcess(tenant, { concurrency: 16, patienceMs: 10_000 });
    const wrong = [...outcomes.values()].filter(({ status }) =>
      ['fail', 'blocked', 'error'].includes(status),
    );
    const lines = wrong.map(
      ({ id, status, findings }) => `${status} ${id} ${findings.map(({ key }) => key)}`,
    );

    // A client's document asks for lookups that show a create at once.
    const asksAtOnce = ['entra.new-user-is-there-at-once', 'practice.found-as-soon-as-created'];
    const late = variations.includes('lists.late') ? asksAtOnce : [];
    expect(lines.filter((line) => !late.some((id) => line.includes(id)))).toEqual([]);
    expect(leftovers).toEqual([]);
  } finally {
    await tenant.close();
  }
});

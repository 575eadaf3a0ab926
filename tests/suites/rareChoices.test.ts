import { expect, test } from 'vitest';
import { elements, isObject } from '../../schemas/attributes.ts';
import { startTenant, type Variation } from '../../tenant/index.ts';
import { ScimProblem } from '../../tenant/model.ts';
import { runInProcess } from '../kit/inProcess.ts';

/** What came of one check on a tenant that does something lawful which no published variation does by itself. */
async function outcomeOf(check: string, variation: Pick<Variation, 'before' | 'after'>, population = 0) {
  const rare: Variation = { id: 'a test', says: 'something rare', basis: [], ...variation };
  const tenant = await startTenant({ variations: [rare], population });
  try {
    const { outcomes } = await runInProcess(tenant, { profileName: 'rfc', selected: (id) => id === check });
    return outcomes.get(check);
  } finally {
    await tenant.close();
  }
}

test('a list that shrinks from page to page shows what is there', { timeout: 60_000 }, async () => {
  let asked = 0;
  const outcome = await outcomeOf(
    'queries.plain-list-shows-what-is-there',
    {
      after({ method, path, query }, { body }) {
        if (method !== 'GET' || path !== '/Users' || query.has('filter') || !isObject(body)) return;
        asked += 1;
        // Others leave while it is read: the total falls, and a page ends earlier than it did.
        const total = Number(body.totalResults) - asked;
        body.totalResults = total;
        if (Number(body.startIndex) > 1) body.Resources = elements(body, 'Resources').slice(asked);
      },
    },
    400,
  );
  expect(asked).toBeGreaterThan(3);
  expect([outcome?.status, outcome?.explanation]).toEqual([
    'not-applicable',
    'the list changes while it is read',
  ]);
});

test('what is refused for its length is not said to be refused for its letters', {
  timeout: 60_000,
}, async () => {
  const outcome = await outcomeOf('users.text-outside-ascii-is-kept', {
    before({ method, body }) {
      const name = method === 'POST' && isObject(body) ? String(body.displayName ?? '') : '';
      if ([...name].length > 40) throw new ScimProblem(400, 'too long', 'invalidValue');
      return undefined;
    },
  });
  expect(outcome?.findings).toEqual([]);
  expect(outcome?.status).toBe('not-applicable');
});

import { expect, test } from 'vitest';
import { startTenant } from '../../tenant/index.ts';
import { entriesOfRun } from '../kit/entries.ts';
import { runInProcess } from '../kit/inProcess.ts';

const choices: [variations: string[], head: string, words: RegExp, checks: RegExp][] = [
  [
    ['schema.user-name-immutable', 'schema.group-name-immutable'],
    'resources.closed-to-clients',
    /^Changes of displayName and userName never arrive/,
    /^entra\.(renamed-user-is-found-by-the-new-name|renaming-without-path-keeps-members)$/,
  ],
];

test.each(choices)(
  'what a client cannot work with is called by its name, though the RFCs allow it: %s, %s',
  { timeout: 60_000 },
  async (variations, head, words, checks) => {
    const tenant = await startTenant({ variations, population: 5 });
    const run = await runInProcess(tenant, { selected: (id) => checks.test(id) }).finally(() =>
      tenant.close(),
    );
    const [first, ...more] = entriesOfRun(run).filter(({ within }) => within === undefined);

    expect(first?.id).toBe(head);
    expect(first?.says).toMatch(words);
    expect(more).toEqual([]);
  },
);

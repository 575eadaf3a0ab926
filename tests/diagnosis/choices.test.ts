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
  [
    ['schema.active-secret'],
    'resources.attribute-hidden',
    /^Nobody sees what became of active:/,
    /^entra\.(active-as-text|add-sets-active)|^smartfile\.disabling/,
  ],
  [
    ['schema.email-value-never'],
    'resources.attribute-hidden',
    /^Nobody sees what became of emails\.value:/,
    /^entra\.work-address-is-matched|^smartfile\.work-address|^matching\.no-match/,
  ],
  [
    ['identifiers.quoted'],
    'filters.find-nothing',
    /^Lookups do not find accounts that exist/,
    /^entra\.(known-attributes|matching-attributes)|^practice\.circles/,
  ],
];

test.each(choices)(
  'what a client cannot work with is called by its name, though the RFCs allow it: %s, %s',
  { timeout: 60_000 },
  async (variations, head, words, checks) => {
    const tenant = await startTenant({ variations, population: 5 });
    const selected = (id: string) => checks.test(id) || id.startsWith('discovery.schemas');
    const run = await runInProcess(tenant, { selected }).finally(() => tenant.close());
    const [first, ...more] = entriesOfRun(run).filter(({ within }) => within === undefined);

    expect(first?.id).toBe(head);
    expect(first?.says).toMatch(words);
    expect(more).toEqual([]);
  },
);

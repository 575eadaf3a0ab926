import { createHash } from 'node:crypto';
import { describe, expect, inject, test } from 'vitest';
import { defects, startTenant } from '../../tenant/index.ts';
import { entriesOfRun } from '../kit/entries.ts';
import { runInProcess } from '../kit/inProcess.ts';
import { tableOfHeads } from './heads.ts';

const SEED = 'two at once';
const PAIRS = 10;
/** Entries among which both have to be named. */
const FIRST = 4;

/** Diagnoses beside which nothing else can be told, because hardly a check gets through. */
const DROWNING = new Set([
  'access.token-refused',
  'create.refused',
  'create.sound-body-refused',
  'errors.are-html',
  'filters.ignored',
  'lists.not-a-list-response',
  'media.scim-json-refused',
  'read.wrong-resource',
  'resources.id-is-no-string',
]);

/** Pairs of defects with different diagnoses, on the same face and for the same profile, drawn by the seed. */
function drawn(): [string, string][] {
  const table = tableOfHeads();
  const plain = defects.filter(
    ({ id, face, profile, optIn, company }) =>
      table[id] !== undefined && !DROWNING.has(table[id]) && !face && !profile && !optIn && !company,
  );
  const order = (text: string) => createHash('sha1').update(`${SEED} ${text}`).digest('hex');
  const ids = plain.map(({ id }) => id).sort((a, b) => (order(a) < order(b) ? -1 : 1));
  const pairs: [string, string][] = [];
  while (ids.length > 1 && pairs.length < PAIRS) {
    const one = ids.shift() ?? '';
    const at = ids.findIndex((id) => table[id]?.split('.')[0] !== table[one]?.split('.')[0]);
    const [other] = at < 0 ? [] : ids.splice(at, 1);
    if (other !== undefined) pairs.push([one, other]);
  }
  return pairs;
}

describe.skipIf(inject('detection') === 'part')('two defects at once', () => {
  test.each(drawn())('%s and %s are both named among the first', { timeout: 120_000 }, async (...pair) => {
    const tenant = await startTenant({ defects: pair, seed: 'detection', population: 50 });
    try {
      const run = await runInProcess(tenant, {
        optIn: ['destructive'],
        disposable: true,
        concurrency: 16,
      });
      const entries = entriesOfRun(run);
      const first = entries.filter(({ within }) => within === undefined).slice(0, FIRST);
      const named = pair.map((id) => tableOfHeads()[id]);

      expect(first.map(({ id }) => id)).toEqual(expect.arrayContaining(named));
    } finally {
      await tenant.close();
    }
  });
});

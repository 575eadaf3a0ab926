import { createHash } from 'node:crypto';
import { describe, expect, inject, test } from 'vitest';
import { type Defect, defects } from '../../tenant/index.ts';
import { examine } from './detect.ts';

/** One after the other, and many at once; what is made up differs between the two, too. */
const WAYS = [
  { seed: 'one at a time', concurrency: 1 },
  { seed: 'many at once', concurrency: 32 },
] as const;

/** Defects that take requests of a run that overlap: with one connection there are none. */
const OVERLAPPING = /^race\.(?!.*-from-the-last-read)|^busy\./;

/** So many are drawn where not all are tried. */
const FEW = 8;

/** Defects that a run of their own checks shows, whatever else goes on. */
const steady = defects.filter(({ id, company }) => !company && !OVERLAPPING.test(id));

function drawn(): Defect[] {
  const place = ({ id }: Defect) => createHash('sha1').update(`twice ${id}`).digest('hex');
  return [...steady].sort((one, other) => (place(one) < place(other) ? -1 : 1)).slice(0, FEW);
}

/** The findings of the checks that a defect kills, by key. */
async function findKeys({ id, kills, face }: Defect, way: (typeof WAYS)[number]): Promise<string[]> {
  const { outcomes } = await examine(face ?? 'full', {
    defect: id,
    selected: (check) => kills.includes(check),
    ...way,
  });
  return kills.map((check) => {
    const { status, findings } = outcomes.get(check) ?? { status: 'not-run', findings: [] };
    return `${status} ${check}: ${[...new Set(findings.map(({ key }) => key))].sort().join(' ')}`;
  });
}

describe('what a defect shows depends neither on the seed nor on what runs beside it', () => {
  const tried = inject('detection') === 'part' ? drawn() : steady;

  test.each(tried.map((defect) => [defect.id, defect] as const))(
    '%s',
    { timeout: 120_000, concurrent: true },
    async (_, defect) => {
      const [alone, together] = [await findKeys(defect, WAYS[0]), await findKeys(defect, WAYS[1])];

      expect(alone.filter((line) => !line.startsWith('fail'))).toEqual([]);
      expect(together).toEqual(alone);
    },
  );
});

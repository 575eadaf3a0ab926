import { createHash } from 'node:crypto';
import { describe, expect, inject, test } from 'vitest';
import { catalogue } from '../../suites/catalogue.ts';
import { type Defect, defects } from '../../tenant/index.ts';
import { examine } from './detect.ts';

/** One after the other, and many at once; what is made up differs between the two, too. */
const WAYS = [
  { seed: 'one at a time', concurrency: 1 },
  { seed: 'many at once', concurrency: 32 },
] as const;

/** Defects that take requests of a run that overlap: with one connection there are none. */
const OVERLAPPING = /^race\.(?!.*-from-the-last-read)|^busy\.|^practice\.second-group-takes-over$/;

/** Defects by which what one check writes reaches what another one looks at: what is seen then is a matter of order. */
const REACHING = new Set(['group.changes-reach-other-groups']);

/** Rules watch what others send: these give them most kinds of answers to look at. */
const TRAFFIC = /^(users|errors|versions|groups)\./;
const RULES = new Set(catalogue.filter(({ kind }) => kind === 'rule').map(({ id }) => id));
/** What these ask is made up from the seed, and so are the keys of what they find. */
const MADE_UP = /\.random-/;

/** So many are drawn where not all are tried. */
const FEW = 8;

/** Defects that a run of their own checks shows, whatever else goes on. */
const steady = defects.filter(({ id, company }) => !company && !OVERLAPPING.test(id) && !REACHING.has(id));

function drawn(): Defect[] {
  const place = ({ id }: Defect) => createHash('sha1').update(`twice ${id}`).digest('hex');
  return [...steady].sort((one, other) => (place(one) < place(other) ? -1 : 1)).slice(0, FEW);
}

/** The findings of the checks that a defect kills, by key. */
async function findKeys({ id, kills, face }: Defect, way: (typeof WAYS)[number]): Promise<string[]> {
  const watched = kills.some((check) => RULES.has(check));
  const { outcomes } = await examine(face ?? 'full', {
    defect: id,
    selected: (check) => kills.includes(check) || (watched && TRAFFIC.test(check)),
    ...way,
  });
  return kills.map((check) => {
    const { status, findings } = outcomes.get(check) ?? { status: 'not-run', findings: [] };
    const keys = MADE_UP.test(check) ? [] : findings.map(({ key }) => key);
    return `${status} ${check}: ${[...new Set(keys)].sort().join(' ')}`;
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

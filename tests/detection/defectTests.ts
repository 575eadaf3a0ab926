import { createHash } from 'node:crypto';
import { afterAll, expect, inject, test } from 'vitest';
import { catalogue } from '../../suites/catalogue.ts';
import { type Defect, defects } from '../../tenant/index.ts';
import { areaOf, areasOf, type Collateral, readCollateral, writeCollateral } from './collateral.ts';
import { notSound, outcomesOn, verifiersOf } from './detect.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** `update` writes the collateral anew, `full` runs every check on every defect, `sample` a part of them. */
    detection: 'update' | 'full' | 'sample';
  }
}

const rules = new Set(catalogue.filter(({ kind }) => kind === 'rule').map(({ id }) => id));
/** One check in this many runs on a defect that, as reviewed, leaves it alone. */
const ONE_IN = 10;

/**
 * For each defect of a share: its checks fail, the rows that it breaks are named, nothing is in error, and all else
 * that it causes is as reviewed. In a sample, checks that the defect leaves alone take turns from defect to defect;
 * a defect that a rule over all traffic has to see gets the whole catalogue.
 */
export function testDefects(part: number, of: number): void {
  const areas = areasOf(part, of);
  const mode = inject('detection');
  const mine = defects.filter((defect) => areas.includes(areaOf(defect)));
  const written = new Map<string, Collateral>(areas.map((area) => [area, keptOf(area)]));

  test.each(mine.map((defect) => [defect.id, defect] as const))(
    '%s',
    { timeout: 120_000 },
    async (_, defect) => {
      const known = mode === 'update' ? [] : (readCollateral(areaOf(defect))[defect.id] ?? []);
      const whole = mode !== 'sample' || defect.kills.some((id) => rules.has(id));
      const chosen = whole ? () => true : chosenFor(defect, known);
      const outcomes = await outcomesOn(defect.face ?? 'full', { defect: defect.id, selected: chosen });
      const found = [...outcomes.values()].flatMap(({ findings }) => findings.map(({ row }) => row));

      const lines = notSound(outcomes).filter((line) => !defect.kills.includes(idIn(line)));
      const collateral = written.get(areaOf(defect));
      if (mode === 'update' && collateral !== undefined) collateral[defect.id] = lines;

      expect(defect.kills.length, 'it names the checks that it kills').toBeGreaterThan(0);
      const alive = defect.kills.filter((id) => outcomes.get(id)?.state !== 'fail');
      expect(alive, 'checks that ought to fail and do not').toEqual([]);
      const judged = (id: string) => whole || defect.kills.includes(id);
      const unnamed = defect.breaks.filter((row) => verifiersOf(row).some(judged) && !found.includes(row));
      expect(unnamed, 'broken rows that no finding names').toEqual([]);
      expect(lines.filter((line) => line.startsWith('error'))).toEqual([]);
      if (mode === 'update') return;
      if (whole) expect(lines).toEqual(known);
      // Rules saw a part of the traffic only: they may have found less, never more.
      else {
        expect(lines.filter((line) => !rules.has(idIn(line)))).toEqual(
          known.filter((line) => !rules.has(idIn(line))),
        );
        expect(known).toEqual(expect.arrayContaining(lines));
      }
    },
  );

  afterAll(() => {
    if (mode === 'update') for (const [area, collateral] of written) writeCollateral(area, collateral);
  });
}

/** What is known of defects that still exist: an update of some of them leaves the others as they were. */
function keptOf(area: string): Collateral {
  const there = new Set(defects.map(({ id }) => id));
  return Object.fromEntries(Object.entries(readCollateral(area)).filter(([id]) => there.has(id)));
}

function chosenFor(defect: Defect, known: string[]): (id: string) => boolean {
  const ids = new Set([...defect.kills, ...known.map(idIn)]);
  return (id) => ids.has(id) || rules.has(id) || turnOf(id, defect) === 0;
}

function turnOf(id: string, defect: Defect): number {
  return createHash('sha256').update(`${id} ${defect.id}`).digest().readUInt16BE(0) % ONE_IN;
}

/** The check that a line such as `fail users.x: key` is about. */
function idIn(line: string): string {
  return line.split(' ')[1]?.replace(/:$/, '') ?? '';
}

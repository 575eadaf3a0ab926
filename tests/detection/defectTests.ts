import { afterAll, expect, inject, test } from 'vitest';
import { catalogue } from '../../suites/catalogue.ts';
import { defects } from '../../tenant/index.ts';
import { areaOf, areasOf, type Collateral, readCollateral, writeCollateral } from './collateral.ts';
import { notSound, outcomesOn, verifiersOf } from './detect.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** `update` writes the collateral anew, `full` compares with it, `kills` runs what each defect kills. */
    detection: 'update' | 'full' | 'kills';
  }
}

const rules = new Set(catalogue.filter(({ kind }) => kind === 'rule').map(({ id }) => id));

/**
 * For each defect of a share: its checks fail, the rows that it breaks are named, nothing is in error. With the whole
 * catalogue (`npm run detect`), all else that it causes is as reviewed; otherwise only the checks that it kills run, or
 * the whole catalogue where a rule over all traffic has to see it.
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
      const known = readCollateral(areaOf(defect))[defect.id] ?? [];
      const whole = mode !== 'kills' || defect.company || defect.kills.some((id) => rules.has(id));
      const chosen = whole ? () => true : (id: string) => defect.kills.includes(id);
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
      if (mode === 'full') expect(lines).toEqual(known);
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

/** The check that a line such as `fail users.x: key` is about. */
function idIn(line: string): string {
  return line.split(' ')[1]?.replace(/:$/, '') ?? '';
}

import { expect, test } from 'vitest';
import type { Defect } from '../../tenant/index.ts';
import { notSound, outcomesOn, verifiersOf } from './detect.ts';

/** For each defect: its checks fail, the rows that it breaks are named, the rest is as reviewed. */
export function testDefects(defects: Defect[]): void {
  test.each(defects.map((defect) => [defect.id, defect] as const))(
    '%s',
    { timeout: 60_000 },
    async (_, defect) => {
      const outcomes = await outcomesOn(defect.face ?? 'full', defect.id);
      const found = [...outcomes.values()].flatMap(({ findings }) => findings.map(({ row }) => row));

      expect(defect.kills.length, 'it names the checks that it kills').toBeGreaterThan(0);
      expect(
        defect.kills.filter((id) => outcomes.get(id)?.state !== 'fail'),
        'checks that ought to fail and do not',
      ).toEqual([]);
      expect(
        defect.breaks.filter((row) => verifiersOf(row).length > 0 && !found.includes(row)),
        'broken rows that no finding names',
      ).toEqual([]);
      const collateral = notSound(outcomes).filter(
        (line) => !defect.kills.some((id) => line.startsWith(`fail ${id}:`)),
      );
      expect(collateral.filter((line) => line.startsWith('error'))).toEqual([]);
      expect(collateral).toMatchSnapshot();
    },
  );
}

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { diagnosisOfRow } from '../../config/diagnoses/diagnoses.ts';
import type { Entry } from '../../diagnosis/entry.ts';
import type { Outcome } from '../../kit/outcome.ts';
import type { Defect } from '../../tenant/index.ts';
import { DAY } from '../turns.ts';

/** The diagnosis that heads the report of a defect, as reviewed; those with most failing checks first. */
const heads = JSON.parse(readFileSync(new URL('heads.json', import.meta.url), 'utf8')) as Record<
  string,
  string
>;

/** Defects that are tried by the whole catalogue each day: those with most failing checks, and as many that the day draws. */
const GRAVEST = 20;
const DRAWN = 20;
const place = (id: string) => createHash('sha1').update(`${DAY} ${id}`).digest('hex');
const ordered = Object.keys(heads);
const today = new Set([
  ...ordered.slice(0, GRAVEST),
  ...ordered
    .slice(GRAVEST)
    .sort((one, other) => (place(one) < place(other) ? -1 : 1))
    .slice(0, DRAWN),
]);

/** Failing or blocked checks from which on a report has to be short. */
const MANY = 10;
/** Entries that may then stand side by side at the top. */
const MOST = 3;

/** Whether the report of a defect is looked at today, not only by `npm run detect`. */
export function isReadToday({ id }: Defect): boolean {
  return today.has(id);
}

/** The diagnoses that a defect should give: the one in the table, which heads its report, or those of the rows that it breaks. */
function expectedDiagnoses({ id, breaks }: Defect): string[] {
  const named = heads[id];
  return named === undefined ? breaks.flatMap((row) => diagnosisOfRow(row)?.id ?? []) : [named];
}

/** Defects that the table names and their diagnoses. */
export function tableOfHeads(): Readonly<Record<string, string>> {
  return heads;
}

/**
 * Holds a report to what its defect is: the first entry says it where the table has it, some entry otherwise, and where
 * many checks fail there are few at the top. What no diagnosis explains stands under the answer or the requirement.
 */
export function expectHead(defect: Defect, outcomes: Iterable<Outcome>, entries: readonly Entry[]): void {
  const top = entries.filter(({ within }) => within === undefined);
  const failing = [...outcomes].filter(({ status }) => status === 'fail' || status === 'blocked').length;
  const [first] = top;
  expect(first, 'something is said of it').toBeDefined();
  expect(first?.exchanges.length, 'exchanges that show what is said first').toBeGreaterThan(0);
  const lost = entries.filter(({ within }) => within !== undefined && !top.some(({ id }) => id === within));
  expect(
    lost.map(({ id }) => id),
    'entries within one that is not at the top',
  ).toEqual([]);
  const named = heads[defect.id];
  if (named !== undefined) expect(first?.id, 'what the report says first').toBe(named);
  else if (first?.kind === 'diagnosis')
    expect(entries.map(({ id }) => id).filter((id) => expectedDiagnoses(defect).includes(id))).not.toEqual(
      [],
    );
  if (failing >= MANY) expect(top.length, top.map(({ id }) => id).join(', ')).toBeLessThanOrEqual(MOST);
}

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Outcome } from '../../kit/outcome.ts';
import type { Defect } from '../../tenant/index.ts';
import { DAY } from '../turns.ts';

// By which findings each check fails on the defects that it is there to see: a key that is renamed, and a finding that
// names another row, are noticed. Reviewed, one file for each area, written by `npm run detect -- --update`.

const folder = fileURLToPath(new URL('kills/', import.meta.url));

/** Findings by check, each as key and row. */
export type Kills = Record<string, string[]>;

/** Keys of these hang on what the seed draws, on which check comes first, or on how fast the answers come. */
export const DRAWN = /^(queries\.random-|practice\.simultaneous-)/;

export function readKills(area: string): Record<string, Kills> {
  const file = `${folder}${area}.json`;
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Kills>) : {};
}

export function writeKills(area: string, kills: Record<string, Kills>): void {
  mkdirSync(folder, { recursive: true });
  const sorted = Object.fromEntries(Object.entries(kills).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(`${folder}${area}.json`, `${JSON.stringify(sorted, null, 2)}\n`);
}

/** The findings of the checks that a defect kills. */
export function readFindings(defect: Defect, outcomes: ReadonlyMap<string, Outcome>): Kills {
  const checks = defect.kills.filter((id) => !DRAWN.test(id)).sort();
  return Object.fromEntries(
    checks.map((id) => {
      const findings = outcomes.get(id)?.findings ?? [];
      return [id, [...new Set(findings.map(({ key, row }) => `${key} (${row})`))].sort()];
    }),
  );
}

/**
 * What is recorded of the checks that a defect kills, and was not found; a check without a record is named as well.
 * @param someDo checks of which one recorded finding is enough: rules, where a part of the traffic is there
 */
export function missingFindings(
  recorded: Kills | undefined,
  found: Kills,
  someDo: (id: string) => boolean = () => false,
): string[] {
  return Object.keys(found).flatMap((id) => {
    const wanted = recorded?.[id] ?? [];
    if (wanted.length === 0) return [`${id} has no record: npm run detect -- --update writes it`];
    const missing = wanted.filter((one) => !found[id]?.includes(one));
    if (someDo(id) && missing.length < wanted.length) return [];
    return missing.map((one) => `${id}: ${one}`);
  });
}

/** What a defect shows of the checks that it kills: that they fail, and each row that their findings name. */
export function shownBy(defect: Defect, recorded: Kills | undefined): string[] {
  const rows = (check: string) => (recorded?.[check] ?? []).map((one) => `${check} ${rowIn(one)}`);
  return [...new Set(defect.kills.flatMap((check) => [check, ...rows(check)]))];
}

/** The row of a finding such as `status (7644:3.6/deleted-get-404)`. */
const rowIn = (finding: string): string => finding.slice(finding.lastIndexOf('(') + 1, -1);

/**
 * Some of the defects, other ones each day, that together kill every check that any of them kills: each check is
 * seen to fail each day. Those that take the whole catalogue come last, and are taken where nothing else kills a check.
 * @param isRead which are among them in any case
 * @param shows what has to be seen of a defect, by some defect of the day; the checks that it kills
 */
export function defectsOfToday(
  defects: readonly Defect[],
  isRead: (defect: Defect) => boolean = () => false,
  shows: (defect: Defect) => readonly string[] = ({ kills }) => kills,
): Set<Defect> {
  const place = ({ id }: Defect) => createHash('sha1').update(`${DAY} ${id}`).digest('hex');
  const drawn = [...defects].sort((one, other) => (place(one) < place(other) ? -1 : 1));
  const killers = new Map<string, number>();
  for (const check of defects.flatMap(shows)) killers.set(check, (killers.get(check) ?? 0) + 1);

  const chosen = new Set<Defect>();
  const killed = new Set<string>();
  const takeWhere = (isWanted: (check: string) => boolean, from: readonly Defect[]) => {
    for (const defect of from) {
      if (!shows(defect).some(isWanted)) continue;
      chosen.add(defect);
      for (const check of shows(defect)) killed.add(check);
    }
  };
  takeWhere(() => true, defects.filter(isRead));
  takeWhere((check) => killers.get(check) === 1 && !killed.has(check), drawn);
  const isAlive = (check: string) => !killed.has(check);
  takeWhere(
    isAlive,
    drawn.filter(({ company }) => company !== true),
  );
  takeWhere(
    isAlive,
    drawn.filter(({ company }) => company === true),
  );
  return chosen;
}

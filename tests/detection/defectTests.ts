import { createHash } from 'node:crypto';
import { afterAll, expect, inject, test } from 'vitest';
import type { Entry } from '../../diagnosis/entries.ts';
import { type Defect, defects } from '../../tenant/index.ts';
import { areaOf, areasOf, type Collateral, readCollateral, writeCollateral } from './collateral.ts';
import { examine, notSound, verifiersOf } from './detect.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** `update` writes the collateral anew, `full` compares all of it, `part` what a fixed share of the checks says. */
    detection: 'update' | 'full' | 'part';
  }
}

/** Defects by which a tenant itself harms accounts of others, although nothing that is sent to it names them. */
const DAMAGES = new Set([
  'hard-delete.wipes-the-collection',
  'astray.patch-reaches-the-oldest',
  'astray.put-reaches-the-oldest',
  'astray.delete-reaches-the-oldest',
  'astray.bulk-reaches-the-oldest',
  'astray.create-overwrites-the-oldest',
]);

/** Defects whose harm depends on which check comes first: checks run one by one, and only a whole catalogue is compared. */
const ORDERLY = new Set([
  'create.twice-the-same-name',
  'delete.group-takes-members-along',
  'delete.takes-namesakes-along',
  'group.changes-reach-other-groups',
  'lifecycle.user-name-unique-by-letter',
  'okta.unlinking-deletes-members',
  'patch.takes-a-taken-name',
  'read.wrong-resource',
  'smartfile.one-group-a-user',
]);
/** Defects whose harm depends on how fast the endpoint and the run happen to be. */
const BY_CHANCE = new Set(['race.creates-both-succeed', 'race.found-late', 'race.many-reads-break']);

/** One in so many pairs of a defect and a check that it does not kill is tried where a part has to do. */
const SHARE = 20;

/**
 * For each defect of a share: its checks fail, the rows that it breaks are named, nothing is in error, no account of
 * others is touched, and all else that it causes, and
 * what the report says of it first, is as reviewed. `npm run detect` tries the whole catalogue on each
 * defect and compares the record; otherwise a fixed share of it is tried, or the whole where a defect shows in company
 * only, and the record is left alone.
 */
export function testDefects(part: number, of: number): void {
  const areas = areasOf(part, of);
  const mode = inject('detection');
  const mine = defects.filter((defect) => areas.includes(areaOf(defect)));
  const written = new Map<string, Collateral>(areas.map((area) => [area, keptOf(area)]));

  test.each(mine.map((defect) => [defect.id, defect] as const))(
    '%s',
    // The waits of one run are the work of another.
    { timeout: 120_000, concurrent: true },
    async (_, defect) => {
      const whole = mode !== 'part' || defect.company === true;
      const tried = whole ? () => true : (id: string) => defect.kills.includes(id) || isInShare(defect, id);
      const { outcomes, entries, harm } = await examine(defect.face ?? 'full', {
        defect: defect.id,
        selected: tried,
        ...(ORDERLY.has(defect.id) ? { concurrency: 1 } : {}),
      });
      const found = [...outcomes.values()].flatMap(({ findings }) => findings.map(({ row }) => row));

      const heads = whole ? headsOf(entries()) : [];
      const lines = [...heads, ...notSound(outcomes).filter((line) => !defect.kills.includes(idIn(line)))];
      const collateral = written.get(areaOf(defect));
      if (mode === 'update' && collateral !== undefined)
        collateral[defect.id] = BY_CHANCE.has(defect.id) ? [] : lines;

      expect(defect.kills.length, 'it names the checks that it kills').toBeGreaterThan(0);
      const alive = defect.kills.filter((id) => outcomes.get(id)?.state !== 'fail');
      expect(alive, 'checks that ought to fail and do not').toEqual([]);
      const unnamed = defect.breaks.filter((row) => verifiersOf(row).length > 0 && !found.includes(row));
      expect(unnamed, 'broken rows that no finding names').toEqual([]);
      expect(lines.filter((line) => line.startsWith('error'))).toEqual([]);
      const sent = harm.filter((line) => !DAMAGES.has(defect.id) || line.startsWith('written to'));
      expect(sent, 'accounts of others').toEqual([]);
      if (mode !== 'full' || BY_CHANCE.has(defect.id)) return;
      expect(lines).toEqual(readCollateral(areaOf(defect))[defect.id] ?? []);
    },
  );

  afterAll(() => {
    if (mode === 'update') for (const [area, collateral] of written) writeCollateral(area, collateral);
  });
}

/** How a line begins that names what the report of a defect says. */
const HEAD = 'says ';
/** Top-level entries of a report that the record names; the rest is counted. */
const NAMED = 3;

/** What the report of a defect says first: the top level of its list, in order. */
function headsOf(entries: readonly Entry[]): string[] {
  const top = entries.filter(({ within }) => within === undefined);
  const more = top.length > NAMED ? [`${HEAD}and ${top.length - NAMED} more`] : [];
  return [...top.slice(0, NAMED).map(({ id }) => `${HEAD}${id}`), ...more];
}

/** Whether a pair belongs to the share that is tried: always the same pairs, spread over defects and checks alike. */
function isInShare({ id }: Defect, check: string): boolean {
  return createHash('sha1').update(`${id} ${check}`).digest().readUInt32BE() % SHARE === 0;
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

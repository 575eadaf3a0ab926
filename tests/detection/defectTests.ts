import { createHash } from 'node:crypto';
import { afterAll, expect, inject, test } from 'vitest';
import { catalogue } from '../../suites/catalogue.ts';
import { type Defect, defects } from '../../tenant/index.ts';
import { Kept, keeping } from '../kit/kept.ts';
import { DAY } from '../turns.ts';
import { areaFor, areasFor, type Collateral, readCollateral, writeCollateral } from './collateral.ts';
import { examine, findVerifiers, notSound } from './detect.ts';
import { expectHead, isReadToday } from './heads.ts';
import {
  defectsOfToday,
  type Kills,
  missingFindings,
  readFindings,
  readKills,
  shownBy,
  writeKills,
} from './kills.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** `update` writes the collateral anew, `full` compares all of it, `part` tries a share that the day draws. */
    detection: 'update' | 'full' | 'part';
    /** Tests were asked for by name: all of that name are meant, not those of the day. */
    named: boolean;
  }
}

/** Defects by which a tenant itself harms accounts of others, although nothing that is sent to it names them. */
const DAMAGES = new Set([
  'hard-delete.wipes-the-collection',
  'hard-delete.wipes-up-to-a-refusal',
  'astray.patch-reaches-the-oldest',
  'astray.put-reaches-the-oldest',
  'astray.delete-reaches-the-oldest',
  'astray.bulk-reaches-the-oldest',
  'astray.patch-reaches-somebody',
  'astray.put-reaches-somebody',
  'astray.bulk-reaches-somebody',
  'astray.create-overwrites-the-oldest',
  'astray.group-patch-reaches-the-oldest',
  'astray.group-put-reaches-the-oldest',
  'astray.group-delete-reaches-the-oldest',
  'astray.group-bulk-reaches-the-oldest',
  'astray.group-patch-reaches-somebody',
  'astray.group-put-reaches-somebody',
  'astray.group-bulk-reaches-somebody',
  'astray.group-patch-reaches-a-person',
  'astray.group-delete-reaches-a-person',
  'astray.group-create-overwrites-the-oldest',
  'practice.disabling-reaches-whoever-lacks-the-key',
]);

/** Defects whose harm depends on which check comes first: checks run one by one, and only a whole catalogue is compared. */
const ORDERLY = new Set([
  'create.twice-the-same-name',
  'delete.group-takes-members-along',
  'delete.takes-namesakes-along',
  'group.changes-reach-other-groups',
  'lifecycle.user-name-unique-by-letter',
  'okta.unlinking-deletes-members',
  'practice.disabling-reaches-whoever-lacks-the-key',
  'traffic.ids-are-given-again',
  'patch.takes-a-taken-name',
  'read.wrong-resource',
  'users.put-takes-a-taken-name',
  'smartfile.one-group-a-user',
  'users.create-replaces-a-namesake',
]);
/** Defects whose harm depends on how fast the endpoint and the run happen to be. */
const BY_CHANCE = new Set([
  'patch.address-reaches-other-users',
  'race.creates-both-succeed',
  'race.found-late',
  'race.many-reads-break',
  'practice.reads-mix-users-up',
  'practice.changes-are-undone-later',
  'practice.second-group-takes-over',
  'practice.leaving-one-group-leaves-all',
]);

const RULES = new Set(catalogue.filter(({ kind }) => kind === 'rule').map(({ id }) => id));

/** One in so many pairs of a defect and a check that it does not kill is tried where a part has to do. */
const SHARE = 240;
/** The same for defects that rules find: rules watch what other checks send, so that theirs is larger and always the same. */
const SHARE_OF_RULES = 60;

/**
 * For each defect of a part, or those of the day that kill every check: its checks fail, the rows that it breaks are named, nothing is in error, no account of
 * others is touched, its diagnosis heads the report, and all else that it causes is as reviewed. `npm run detect` tries
 * the whole catalogue on each defect and compares the record; otherwise its checks and a share of the others are tried,
 * another one each day, the whole for some of the defects with most failing checks and where one shows in company only,
 * and the record is left alone.
 */
export function testDefects(part: number, of: number): void {
  const areas = areasFor(part, of);
  const mode = inject('detection');
  const mine = defects.filter((defect) => areas.includes(areaFor(defect)));
  const written = new Map<string, Collateral>(areas.map((area) => [area, kept(readCollateral(area))]));
  const killed = new Map<string, Record<string, Kills>>(areas.map((area) => [area, kept(readKills(area))]));

  const isWhole = mode === 'full' && !inject('named');
  const tryOnce = keeping(isWhole ? new Kept('detection', ['diagnosis', 'tests/detection']) : undefined);
  const records = new Map([...new Set(defects.map(areaFor))].map((area) => [area, readKills(area)]));
  const today = defectsOfToday(defects, isReadToday, (one) =>
    shownBy(one, records.get(areaFor(one))?.[one.id]),
  );
  const tried = mode === 'part' && !inject('named') ? mine.filter((one) => today.has(one)) : mine;
  test.each(tried.map((defect) => [defect.id, defect] as const))(
    '%s',
    // The waits of one run are the work of another.
    { timeout: 120_000, concurrent: true },
    (_, defect) =>
      tryOnce(defect.id, async () => {
        const whole = mode !== 'part' || defect.company === true || isReadToday(defect);
        const isAsked = whole
          ? () => true
          : (id: string) => defect.kills.includes(id) || isInShare(defect, id);
        const { outcomes, entries, harm } = await examine(defect.face ?? 'full', {
          defect: defect.id,
          selected: isAsked,
          ...(ORDERLY.has(defect.id) ? { concurrency: 1 } : {}),
        });
        const found = [...outcomes.values()].flatMap(({ findings }) => findings.map(({ row }) => row));

        const lines = notSound(outcomes).filter((line) => !defect.kills.includes(idIn(line)));
        const collateral = written.get(areaFor(defect));
        if (mode === 'update' && collateral !== undefined)
          collateral[defect.id] = BY_CHANCE.has(defect.id) ? [] : lines;

        const findings = readFindings(defect, outcomes);
        const record = killed.get(areaFor(defect));
        if (mode === 'update' && record !== undefined) record[defect.id] = findings;

        expect(defect.kills.length, 'it names the checks that it kills').toBeGreaterThan(0);
        const alive = defect.kills.filter((id) => outcomes.get(id)?.status !== 'fail');
        expect(alive, 'checks that ought to fail and do not').toEqual([]);
        const missing =
          mode === 'update' || BY_CHANCE.has(defect.id)
            ? []
            : missingFindings(record?.[defect.id], findings, (id) => !whole && RULES.has(id));
        expect(missing, 'findings by which its checks ought to fail').toEqual([]);
        const unnamed = defect.breaks.filter((row) => findVerifiers(row).length > 0 && !found.includes(row));
        expect(unnamed, 'broken rows that no finding names').toEqual([]);
        expect(lines.filter((line) => line.startsWith('error'))).toEqual([]);
        const sent = harm.filter((line) => !DAMAGES.has(defect.id) || line.startsWith('written to'));
        expect(sent, 'accounts of others').toEqual([]);
        const isRead = mode === 'full' || isReadToday(defect);
        if (isRead && !BY_CHANCE.has(defect.id)) expectHead(defect, outcomes.values(), entries());
        if (mode !== 'full' || BY_CHANCE.has(defect.id)) return;
        expect(lines).toEqual(readCollateral(areaFor(defect))[defect.id] ?? []);
      }),
  );

  if (mode === 'part')
    test('the other pairs of defect and check', ({ skip }) =>
      skip(`one in ${SHARE} was drawn by the day ${DAY}; npm run detect tries all`));
  if (tried.length < mine.length)
    test('the other defects', ({ skip }) =>
      skip(`${tried.length} of ${mine.length} were drawn by the day ${DAY}; npm run detect tries all`));

  afterAll(() => {
    if (mode !== 'update') return;
    for (const [area, collateral] of written) writeCollateral(area, collateral);
    for (const [area, kills] of killed) writeKills(area, kills);
  });
}

/** Whether a pair belongs to the share that is tried, spread over defects and checks alike. */
function isInShare({ id, kills }: Defect, check: string): boolean {
  const place = (text: string) => createHash('sha1').update(text).digest().readUInt32BE();
  return kills.some((one) => RULES.has(one))
    ? place(`${id} ${check}`) % SHARE_OF_RULES === 0
    : place(`${DAY} ${id} ${check}`) % SHARE === 0;
}

/** What is known of defects that still exist: an update of some of them leaves the others as they were. */
function kept<T>(known: Record<string, T>): Record<string, T> {
  const there = new Set(defects.map(({ id }) => id));
  return Object.fromEntries(Object.entries(known).filter(([id]) => there.has(id)));
}

/** The check that a line such as `fail users.x: key` is about. */
function idIn(line: string): string {
  return line.split(' ')[1]?.replace(/:$/, '') ?? '';
}

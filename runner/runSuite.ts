import { describeUnmapped, findUnmapped, listMapped } from '../clients/entra/unmapped.ts';
import type { Catalogue } from '../kit/check/catalogue.ts';
import type { Selection } from '../kit/check/selection.ts';
import { Edge } from '../kit/evidence/edge.ts';
import type { Outcome } from '../kit/outcome.ts';
import type { Leftover } from '../kit/safety/cleanUp/leftover.ts';
import { journalKey, reckonJournal } from '../kit/safety/journal/file.ts';
import type { Capabilities } from '../schemas/capabilities.ts';
import { present } from '../schemas/present.ts';
import { catalogueWith } from '../suites/catalogue.ts';
import { VitestThread } from './drive.ts';
import { unfinished } from './finish.ts';
import { announced, deadlineFor, foresee } from './forecast.ts';
import type { Hopeless } from './hints.ts';
import type { OpenRun } from './open/opened.ts';
import type { SuiteOrder } from './order.ts';

/** What a run came to, before it is made a report. */
export interface RunResult {
  runId: string;
  startedAt: string;
  finishedAt: string;
  catalogue: Catalogue;
  selection: Selection;
  outcomes: Outcome[];
  leftovers: Leftover[];
  capabilities?: Capabilities;
  ended?: { why: 'preflight' | 'interrupted' | 'deadline' | 'evidence' | 'unsafe' | 'crash' } & Hopeless;
  folder: string;
}

const UNSAFE: Hopeless = {
  message: 'the run could not remove what it had created, so it created nothing more',
  hint: 'Fix DELETE, or remove what is left by hand. If the tenant may be destroyed, --disposable lets the run continue.',
};

/** From this share of the checks on, what the others will take can be told from them. */
const TELLING_SHARE = 0.1;

const LOST =
  'Without its evidence a run proves nothing. Give --out a folder on a disk with room, and run again.';

/**
 * Runs the selected checks against an endpoint: discovery here, the checks in vitest's worker, evidence and journal in
 * the run's folder. The result says of every check of the catalogue what came of it or why it did not run; it never
 * rejects because of the endpoint.
 */
export async function runSuite(opened: OpenRun, order: SuiteOrder): Promise<RunResult> {
  const { own, settings, profile } = order;
  const { folder, startedAt, stopping, runId } = opened;
  const catalogue = catalogueWith(own);
  const selection = catalogue.select(settings, profile);
  const result: RunResult = {
    runId,
    startedAt,
    finishedAt: startedAt,
    catalogue,
    selection,
    outcomes: [],
    leftovers: [],
    folder,
  };
  order.progress?.selected?.(selection.selected.length);
  const vitest = new VitestThread();
  try {
    const found = await opened.discover();
    result.capabilities = found.capabilities;
    const ended = stopping.ended();
    if (ended !== undefined) {
      result.ended = ended;
    } else if (found.hopeless) {
      result.ended = { why: 'preflight', ...found.hopeless };
    } else {
      order.progress?.begin?.(selection.selected.length, selection.selected);
      const foreseen = foresee(order, found.roundTripMs ?? 0, opened.run.setup.probesPerSecond);
      const grow = (ms: number) => settings.deadlineMs ?? stopping.allow(deadlineFor(ms));
      grow(foreseen.ms);
      const words = announced(foreseen);
      if (words !== undefined) order.progress?.say?.(words);
      const unmapped = findUnmapped(found.capabilities, listMapped(profile), opened.run.setup.templates);
      if (unmapped.length > 0) order.progress?.say?.(Object.values(describeUnmapped(unmapped)).join('. '));
      const begun = performance.now();
      let done = 0;
      const key = journalKey(folder, opened.run.setup.token);
      const driven = await vitest.drive({
        setup: {
          run: await opened.handOver(found),
          folder,
          ...(key && { journalKey: key }),
          selected: selection.selected,
          suites: own.files,
          rows: own.rows,
          channel: stopping.channel,
        },
        onOutcome: (outcome) => {
          done += 1;
          const share = done / selection.selected.length;
          if (share >= TELLING_SHARE) grow((performance.now() - begun) / share);
          order.progress?.outcome?.(outcome);
        },
        abort: stopping.signal,
      });
      result.outcomes = driven.outcomes;
      result.leftovers = driven.leftovers ?? leftInJournal(folder);
      const stopped = stopping.ended();
      const lost =
        driven.lost ?? (opened.isThere() ? undefined : `${folder} was removed while the run was in progress`);
      if (stopped !== undefined) result.ended = stopped;
      else if (lost !== undefined) result.ended = { why: 'evidence', message: lost, hint: LOST };
      else if (driven.outcomes.some(({ reason }) => reason === 'unsafe'))
        result.ended = { why: 'unsafe', ...UNSAFE };
      else if (driven.crash !== undefined)
        result.ended = {
          why: 'crash',
          message: driven.crash,
          hint: /EMFILE|ENFILE/.test(driven.crash)
            ? 'Allow the process more open files: ulimit -n 1024.'
            : 'This is a bug in the suite: please report it.',
        };
    }
  } finally {
    await vitest.end();
  }
  result.finishedAt = new Date().toISOString();
  const edge = new Edge({
    ...opened.run.setup,
    ...present({ capabilities: result.capabilities }),
  });
  const { ended: early, leftovers, capabilities } = result;
  return {
    ...result,
    leftovers: edge.all(leftovers),
    ...(early && { ended: { ...edge.all(early), why: early.why } }),
    ...(capabilities && { capabilities: edge.all(capabilities) }),
  };
}

/** What the journal says may still exist, where the run ended before its clean-up did. */
function leftInJournal(folder: string): Leftover[] {
  return unfinished(reckonJournal(folder)).map(({ path, endpoint, marker }) => ({
    path: path ?? endpoint,
    marker,
    why: 'the run ended before its clean-up was finished; scim-conformance clean removes it',
  }));
}

import type { Scim } from '../kit/check/scim.ts';
import { NoAnswer, Stopped } from '../kit/errors.ts';
import type { Evidence } from '../kit/evidence/evidence.ts';
import { Witnesses } from '../kit/run/contact/witnesses.ts';
import { Run } from '../kit/run/run.ts';
import type { Leftover } from '../kit/safety/cleanUp/leftover.ts';
import { continueJournal } from '../kit/safety/journal/file.ts';
import type { Journal, JournalEntry, Pending, Reckoning } from '../kit/safety/journal/journal.ts';
import type { Capabilities } from '../schemas/capabilities.ts';
import { findEndpoint } from '../schemas/lookup.ts';
import { present } from '../schemas/present.ts';
import type { Hopeless } from './hints.ts';
import { openJournal } from './openJournal.ts';
import type { RunOrder } from './order.ts';
import { preflight } from './preflight.ts';
import { makeSetup } from './setup.ts';

/** What clean-up of an earlier run came to. */
export interface Finished {
  runId: string;
  removed: { path: string; marker: string }[];
  /** Paths of groups whose members were taken out first, without which they are not deleted. */
  emptied?: string[];
  /** No longer there, or never made. */
  gone: { path: string; marker: string }[];
  left: Leftover[];
  /** Why the endpoint could not be asked at all. */
  hopeless?: Hopeless;
}

/**
 * Removes what a run left behind, by its journal: what has a path after a GET showed the run's marker, what lost its
 * answer after a lookup of its exact name. The journal notes what was removed.
 * @param stop ends it at once
 * @param order endpoint, folder of the run and settings; they must be those of the run
 * @throws SettingsError where the folder has no journal, or that of another endpoint or credential; nothing was sent
 */
export async function finish(order: Omit<RunOrder, 'own'>, stop?: AbortSignal): Promise<Finished> {
  const { acceptEdited, oldToken } = order.settings.clean;
  const credential = oldToken ?? order.endpoint.token;
  const {
    start: { run: runId },
    reckoning,
    fault,
  } = openJournal(order.folder, order.endpoint, {
    acceptFault: acceptEdited,
    ...present({ oldToken }),
  });
  const pending = unfinished(reckoning);
  const doubtful = unseen(reckoning);
  const finished: Finished = { runId, removed: [], gone: [], left: [] };
  if (pending.length + doubtful.length === 0) return finished;

  // Of what is sent no more is kept than is told of.
  const sent = new Set<string>();
  const evidence: Evidence = {
    append: ({ method, path }) => method === 'DELETE' && sent.add(path),
    close: () => {},
  };
  const noted: JournalEntry[] = [];
  const journal = teeing(continueJournal(order.folder, credential), noted);
  const run = new Run(makeSetup(order, runId), { evidence, journal }, []);
  const giveUp = () => run.giveUp('interrupted');
  stop?.addEventListener('abort', giveUp, { once: true });
  try {
    const scout = run.client({ check: 'clean-up', ordinal: 0, exchanges: [] });
    const { hopeless, capabilities } = await preflight(scout, order.profile, run.capabilities.target);
    if (hopeless !== undefined)
      return run.edge.all({
        ...finished,
        left: [...pending, ...doubtful].map((one) => makeLeftover(one, hopeless.message)),
        hopeless,
      });
    const unnamed = new Set(pending.filter(({ path, name }) => path === undefined && name === undefined));
    // A journal that somebody may have changed is no proof: only the marker in a name is.
    const unproved = new Set(
      fault === undefined ? [] : pending.filter((one) => !one.marker.startsWith(run.marker)),
    );
    run.takeIn(
      pending.filter((one) => !unnamed.has(one) && !unproved.has(one)),
      fault === undefined ? doubtful : [],
      reckoning.carried,
    );
    const reachedOthers = await lookAtOthers(scout, [...pending, ...doubtful], capabilities);
    finished.left = [
      ...(await run.cleanUp(undefined, { reachedOthers, sweep: true })),
      ...[...unnamed].map((one) =>
        makeLeftover(one, 'its response was lost, and it has no unique name to look up'),
      ),
      ...[...unproved].map((one) =>
        makeLeftover(
          one,
          'its name has no marker, and the journal alone does not prove that it belongs to that run',
        ),
      ),
    ];
    if (run.emptying.groups.size > 0) finished.emptied = [...run.emptying.groups];
    settle(finished, pending, doubtful, noted, journal, (path) => sent.has(run.edge.text(path)));
    return run.edge.all(finished);
  } finally {
    stop?.removeEventListener('abort', giveUp);
    await run.close();
  }
}

/**
 * Looks at accounts of others of the kinds that are about to be removed.
 * @returns tells whether any of them was altered since
 */
async function lookAtOthers(
  scim: Scim,
  pending: readonly Pending[],
  capabilities: Capabilities,
): Promise<() => Promise<boolean>> {
  const kinds = (['User', 'Group'] as const).map((kind) => {
    const endpoint = findEndpoint(capabilities, kind);
    return { kind, endpoint };
  });
  // Under a user's own names nothing but the journal tells what is about to go from what is not.
  const own = new Set(pending.map(({ path }) => path));
  const all = kinds
    .filter(({ endpoint }) => pending.some((one) => one.endpoint === endpoint))
    .map(({ kind, endpoint }) => new Witnesses(scim, endpoint, capabilities, kind, (path) => own.has(path)));
  const look = async () => {
    try {
      const altered = await Promise.all(all.map((witnesses) => witnesses.look()));
      return altered.some((paths) => paths.length > 0);
    } catch (error) {
      // Who cannot be seen cannot be compared; what hinders clean-up itself it says by itself.
      if (error instanceof NoAnswer || error instanceof Stopped) return false;
      throw error;
    }
  };
  await look();
  return look;
}

/** What a run may have left behind, by its journal; none where the tenant ended with the run. */
export function unfinished({ start, pending }: Reckoning): Pending[] {
  return start?.embedded ? [] : pending.filter(canExist);
}

/** What a run was told that it is not there, and did not come to look for; none where the tenant ended with the run. */
export function unseen({ start, doubtful }: Reckoning): Pending[] {
  return start?.embedded ? [] : doubtful.filter(canExist);
}

/** A create whose body carried no name of the run made nothing that bears one, and cannot be told from others. */
function canExist({ path, marker, vouched }: Pending): boolean {
  return path !== undefined || marker !== '' || vouched !== undefined;
}

function settle(
  finished: Finished,
  pending: Pending[],
  doubtful: Pending[],
  noted: JournalEntry[],
  journal: Journal,
  wasSent: (path: string) => boolean,
): void {
  const found = new Map(
    noted.flatMap((entry) => (entry.event === 'created' ? [[entry.path, entry.number]] : [])),
  );
  const byPath = new Map<string | undefined, Pending>();
  const byNumber = new Map<number | undefined, Pending>();
  for (const one of [...pending, ...doubtful]) {
    if (!byPath.has(one.path)) byPath.set(one.path, one);
    if (!byNumber.has(one.number)) byNumber.set(one.number, one);
  }
  const findMarker = (path: string) => nameResource(byPath.get(path) ?? byNumber.get(found.get(path)));
  for (const entry of noted) {
    if (entry.event !== 'deleted') continue;
    const { path } = entry;
    (wasSent(path) ? finished.removed : finished.gone).push({ path, marker: findMarker(path) });
  }
  const numbers = new Set(found.values());
  const removed = new Set(finished.removed.map(({ path }) => path));
  const gone = new Set(finished.gone.map(({ path }) => path));
  for (const { path, number, marker, endpoint, name, vouched } of pending) {
    if (name === undefined || numbers.has(number) || (path !== undefined && removed.has(path))) continue;
    if (vouched === undefined && path !== undefined) continue;
    const isLeft = (one: Leftover) =>
      one.number === number ||
      (one.number === undefined && (one.path === path || (one.marker === marker && one.path === endpoint)));
    if (finished.left.some(isLeft)) continue;
    journal.append({ event: 'settled', number });
    if (path === undefined || !gone.has(path))
      finished.gone.push({ path: endpoint, marker: nameResource({ marker, name }) });
  }
}

/** What a resource was made under: its marked name, or a name of the user's own directory. */
function nameResource(one: Pick<Pending, 'marker' | 'name'> | undefined): string {
  return one?.marker || (one?.name?.value ?? '');
}

function makeLeftover(one: Pending, why: string): Leftover {
  return { path: one.path ?? one.endpoint, marker: nameResource(one), why, number: one.number };
}

function teeing(journal: Journal, into: JournalEntry[]): Journal {
  return {
    append: (entry) => {
      into.push(entry);
      journal.append(entry);
    },
    close: () => journal.close(),
  };
}

import { encodeSegment } from '../../kit/wire/paths.ts';
import { member } from '../../schemas/attributes.ts';
import { operationsIn } from '../../schemas/bulk.ts';
import type { Act } from '../traffic/act.ts';
import { readActive } from '../traffic/requests.ts';
import type { View } from '../view.ts';
import { readMade } from './made.ts';
import { add, type Sighted, type Sighting, type Symptom } from './symptom.ts';

/** Accounts that are answered 404 at their own address once a PATCH has disabled them. */
function lostWhenDisabled(view: View): Sighted {
  const seen = new Map<string, Sighting>();
  const disabled = new Map<string, number>();
  let contrary = 0;
  for (const act of view.acts) {
    const since = disabled.get(act.target);
    if (act.verb === 'patch' && act.succeeded) {
      const active = readActive(act);
      if (active === 'false') disabled.set(act.target, act.number);
      else if (active !== undefined) disabled.delete(act.target);
    } else if (act.verb === 'replace' || act.verb === 'delete') disabled.delete(act.target);
    else if (act.verb === 'bulk') disabled.clear();
    else if (act.verb === 'read' && since !== undefined) {
      if (act.status === 404) add(seen, act.exchange.check, [since, act.number]);
      else if (act.succeeded) contrary += 1;
    }
  }
  return { seen: [...seen.values()], contrary };
}

/** Checks that see it by which it is no chance. */
const SURE = 2;

/** When a request was sent, and when it was answered, in milliseconds. */
function readTimes({ exchange: { startedAt, durationMs } }: Act): { sent: number; answered: number } {
  const sent = Date.parse(startedAt);
  return { sent, answered: sent + durationMs };
}

/**
 * Accounts that were active, of whose activity nobody ever said anything, and that are inactive once another one was
 * disabled. Where some are without that, another cause may be behind all of them.
 */
function disabledWithAnother(view: View): Sighted {
  const shown = new Map<string, { active: boolean; sent: number }>();
  const told = new Set<string>();
  const seen = new Map<string, Sighting>();
  let cause: { number: number; answered: number } | undefined;
  let contrary = 0;
  for (const act of view.acts) {
    for (const path of toldIn(act)) told.add(path);
    if (act.verb === 'patch' || act.verb === 'replace') {
      const { number } = act;
      const { answered } = readTimes(act);
      if (act.succeeded && readActive(act) === 'false' && answered >= (cause?.answered ?? 0))
        cause = { number, answered };
      shown.delete(act.target);
      continue;
    }
    for (const { path, active } of activityIn(act)) {
      const before = shown.get(path);
      const { sent } = readTimes(act);
      shown.set(path, { active, sent });
      if (told.has(path) || !before?.active || active) continue;
      if (cause !== undefined && cause.answered >= before.sent)
        add(seen, act.exchange.check, [cause.number, act.number]);
      else contrary += 1;
    }
  }
  // What compares two answers, or counts on the default, meets the same without showing both.
  const [first] = seen.values();
  if (first !== undefined && seen.size >= SURE)
    for (const { check, key = '', row = '' } of view.failures)
      if (/active|disabled|default|differs|reflects|other-user/i.test(`${key} ${row}`) && !seen.has(check))
        add(seen, check, first.exchanges.slice(0, 2));
  return { seen: [...seen.values()], contrary };
}

/** Users of whose activity a request says something, or that it replaces or deletes: a late read may show what was. */
function toldIn(act: Act): string[] {
  if (act.verb === 'replace' || act.verb === 'delete') return [act.target];
  if (act.verb === 'patch') return readActive(act) === undefined ? [] : [act.target];
  const named = act.verb === 'bulk' ? operationsIn(act.exchange.request.body) : [];
  const made = readMade(act).filter(({ sent }) => (member(sent, 'active') ?? true) !== true);
  return [...named.map(({ path }) => String(path)), ...made.map(({ path }) => path)];
}

/** The users that an answer shows, and whether each is active. */
function activityIn(act: Act): { path: string; active: boolean }[] {
  if (!act.succeeded) return [];
  const bodies = act.verb === 'query' || act.verb === 'search' ? (act.shown ?? []) : [act.body];
  return bodies.flatMap((one) => {
    const [id, active] = [member(one, 'id'), member(one, 'active')];
    if (typeof id !== 'string' || typeof active !== 'boolean') return [];
    return [{ path: `/Users/${encodeSegment(id)}`, active }];
  });
}

/** What is wrong with accounts that are switched off. */
export const disabledSymptoms: Symptom[] = [
  { id: 'resources.inactive-account-lost', least: 1, look: lostWhenDisabled },
  { id: 'resources.disabled-with-another', least: SURE, look: disabledWithAnother },
];

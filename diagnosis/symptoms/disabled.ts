import { encodeSegment } from '../../kit/wire/paths.ts';
import { member } from '../../schemas/attributes.ts';
import type { Act } from '../traffic/act.ts';
import { readActive } from '../traffic/requests.ts';
import type { View } from '../view.ts';
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

/** Accounts that were active, that nobody changed since, and that are inactive once another one was disabled. */
function disabledWithAnother(view: View): Sighted {
  const shown = new Map<string, { active: boolean; at: number }>();
  const seen = new Map<string, Sighting>();
  let cause: Act | undefined;
  for (const act of view.acts) {
    if (act.verb === 'bulk') shown.clear();
    if (act.verb === 'patch' || act.verb === 'replace' || act.verb === 'delete') {
      shown.delete(act.target);
      if (act.verb !== 'delete' && act.succeeded && readActive(act) === 'false') cause = act;
      continue;
    }
    for (const { path, active } of activityIn(act)) {
      const before = shown.get(path);
      if (before?.active && !active && cause !== undefined && cause.number > before.at)
        add(seen, act.exchange.check, [cause.number, act.number]);
      shown.set(path, { active, at: act.number });
    }
  }
  // What compares two answers, or counts on the default, meets the same without showing both.
  const [first] = seen.values();
  if (first !== undefined && seen.size >= SURE)
    for (const { check, key = '', row = '' } of view.failures)
      if (/active|disabled|default|differs|reflects|other-user/i.test(`${key} ${row}`) && !seen.has(check))
        add(seen, check, first.exchanges.slice(0, 2));
  return { seen: [...seen.values()], contrary: 0 };
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

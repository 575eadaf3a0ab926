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

/** What is wrong with accounts that are switched off. */
export const disabledSymptoms: Symptom[] = [
  { id: 'resources.inactive-account-lost', least: 1, look: lostWhenDisabled },
];

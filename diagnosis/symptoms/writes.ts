import { isObject, member } from '../../schemas/attributes.ts';
import type { Act } from '../act.ts';
import type { View } from '../view.ts';
import { isUnchanged, type Write, writesIn } from '../writes.ts';
import { add, ofExchanges, type Sighted, type Sighting, type Symptom } from './symptom.ts';

/** Acknowledged writes of one verb after which the resource reads as it did before. */
function unchangedBy(view: View, verb: 'patch' | 'replace'): Sighted {
  const seen = new Map<string, Sighting>();
  let contrary = 0;
  for (const check of view.senders) {
    for (const write of writesIn(view.story(check))) {
      if (write.act.verb !== verb || !write.before || !write.after || !meansChange(write)) continue;
      if (isUnchanged(write)) add(seen, check, [write.act.number, write.readAt ?? write.act.number]);
      else contrary += 1;
    }
  }
  return { seen: [...seen.values()], contrary };
}

/** A PUT of what is there already changes nothing in good faith. */
function meansChange({ act, before }: Write): boolean {
  const { sent } = act;
  if (act.verb === 'patch') return true;
  return (
    isObject(sent) &&
    Object.keys(sent).some((name) => JSON.stringify(member(before, name)) !== JSON.stringify(sent[name]))
  );
}

/** Every failing check in whose traffic an acknowledged write of this verb stands hangs on it. */
function hangsOn(verb: 'patch' | 'replace' | 'delete') {
  return ({ check }: { check: string }, view: View) =>
    view
      .traffic(check)
      .some((act) => act.verb === verb && act.succeeded && act.exchange.purpose !== 'clean-up');
}

/** Whether an operation is turned away as not being there, or not being allowed, whatever is asked of it. */
function isTurnedAway(act: Act): boolean | undefined {
  if (act.status === undefined || act.status === 401 || act.status === 429) return undefined;
  if (act.succeeded) return false;
  return [403, 404, 405, 500, 501].includes(act.status) ? true : undefined;
}

const OWN_TARGET = new Set(['given', 'claim', 'control']);

function turnedAway(id: string, verb: Act['verb']): Symptom {
  return ofExchanges({ id, share: 0.9 }, (act) =>
    act.verb === verb && OWN_TARGET.has(act.exchange.purpose) ? isTurnedAway(act) : undefined,
  );
}

/** A set-up step composed of what the endpoint itself publishes, and refused all the same. */
function refusedInSetUp(id: string, verb: Act['verb']): Symptom {
  return ofExchanges({ id, share: 0 }, (act) =>
    act.verb === verb && act.exchange.purpose === 'given' && act.status !== undefined
      ? act.refused && act.status !== 401 && act.status !== 429
      : undefined,
  );
}

/** What an endpoint does with writes: refuses them, or acknowledges them and stores nothing. */
export const writeSymptoms: Symptom[] = [
  { id: 'patch.not-stored', share: 0.9, look: (view) => withAll(view, 'patch'), explains: hangsOn('patch') },
  {
    id: 'replace.not-stored',
    share: 0.9,
    look: (view) => withAll(view, 'replace'),
    explains: hangsOn('replace'),
  },
  turnedAway('create.refused', 'create'),
  turnedAway('patch.refused', 'patch'),
  turnedAway('replace.refused', 'replace'),
  turnedAway('delete.refused', 'delete'),
  ofExchanges({ id: 'create.not-201', share: 0.9 }, (act) =>
    act.verb === 'create' && act.succeeded ? act.status !== 201 : undefined,
  ),
  ofExchanges({ id: 'create.without-body', share: 0.9 }, (act) =>
    act.verb === 'create' && act.succeeded ? act.exchange.response?.body === undefined : undefined,
  ),
  ofExchanges({ id: 'patch.empty-200', share: 0.9 }, (act) =>
    act.verb === 'patch' && act.succeeded
      ? act.status === 200 && act.exchange.response?.body === undefined
      : undefined,
  ),
  { id: 'delete.not-done', share: 0.9, look: notDeleted, explains: hangsOn('delete') },
  refusedInSetUp('create.sound-body-refused', 'create'),
  refusedInSetUp('patch.client-form-refused', 'patch'),
];

function withAll(view: View, verb: 'patch' | 'replace'): Sighted {
  return withEvery(verb, view, unchangedBy(view, verb));
}

/** Once no write of a verb is carried out, every check that sent one counts, whether it read back or not. */
function withEvery(verb: Act['verb'], view: View, found: Sighted): Sighted {
  if (found.contrary > 0 || found.seen.length === 0) return found;
  const seen = new Map(found.seen.map((sighting) => [sighting.sender, sighting]));
  for (const act of view.acts) {
    const counts = act.verb === verb && act.succeeded && act.exchange.purpose !== 'clean-up';
    if (counts && !seen.has(act.exchange.check)) add(seen, act.exchange.check, [act.number]);
  }
  return { seen: [...seen.values()], contrary: 0 };
}

/** DELETE acknowledged, and the next read of the same address still answers with the resource. */
function notDeleted(view: View): Sighted {
  const seen = new Map<string, Sighting>();
  let contrary = 0;
  for (const check of view.senders) {
    const gone = new Map<string, number>();
    for (const act of view.story(check)) {
      if (act.verb === 'delete' && act.succeeded) gone.set(act.target, act.number);
      else if (act.verb === 'read' && gone.has(act.target) && act.status !== undefined) {
        if (act.status === 200) add(seen, check, [gone.get(act.target) as number, act.number]);
        else contrary += 1;
        gone.delete(act.target);
      }
    }
  }
  return withEvery('delete', view, { seen: [...seen.values()], contrary });
}

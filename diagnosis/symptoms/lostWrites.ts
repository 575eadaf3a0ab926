import { isObject, isQualified, member } from '../../schemas/attributes.ts';
import { present } from '../../schemas/present.ts';
import { intentsIn } from '../intents.ts';
import type { Act } from '../traffic/act.ts';
import { readActive, readOperations } from '../traffic/requests.ts';
import { isUnchanged, type Write, writesIn } from '../traffic/writes.ts';
import type { View } from '../view.ts';
import { hidesActive } from './attributes.ts';
import { add, nameOne, type Sighted, type Sighting, type Symptom } from './symptom.ts';

/** A write that was acknowledged, and whether it came to nothing; `shows` is what proves it. */
interface Acknowledged {
  act: Act;
  lost: boolean;
  shows: number[];
}

/** Acknowledged PATCH or PUT requests that were read back. */
function changes(view: View, verb: 'patch' | 'replace'): Acknowledged[] {
  return [...view.senders].flatMap((sender) =>
    writesIn(view.story(sender))
      .filter((write) => write.act.verb === verb && write.before && write.after && meansChange(write))
      .map((write) => ({
        act: write.act,
        lost: isUnchanged(write),
        shows: [write.act.number, write.readAt ?? write.act.number],
      })),
  );
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

/** Acknowledged DELETE requests whose address was asked again by the same sender. */
function deletions(view: View): Acknowledged[] {
  const found: Acknowledged[] = [];
  for (const sender of view.senders) {
    const gone = new Map<string, Act>();
    for (const act of view.story(sender)) {
      if (act.verb === 'delete' && act.succeeded) gone.set(act.target, act);
      const deleted = act.verb === 'read' ? gone.get(act.target) : undefined;
      if (!deleted || act.status === undefined) continue;
      found.push({ act: deleted, lost: act.status === 200, shows: [deleted.number, act.number] });
      gone.delete(act.target);
    }
  }
  return found;
}

/**
 * Where every write of a kind to a collection comes to nothing: then whoever sent one is concerned, whether it read
 * back or not.
 */
function lostInCollections(view: View, verb: Act['verb'], all: Acknowledged[]): Sighted {
  const kept = new Set(all.filter(({ lost }) => !lost).map(({ act }) => act.collection));
  const lost = all.filter((one) => one.lost && !kept.has(one.act.collection));
  const seen = new Map<string, Sighting>();
  for (const { act, shows } of lost) add(seen, act.exchange.check, shows);
  const collections = new Set(lost.map(({ act }) => act.collection));
  for (const act of view.acts) {
    const counts = act.verb === verb && act.succeeded && act.exchange.purpose !== 'clean-up';
    if (counts && collections.has(act.collection) && !seen.has(act.exchange.check))
      add(seen, act.exchange.check, [act.number]);
  }
  return { seen: [...seen.values()], contrary: 0, ...present({ about: nameOne(collections) }) };
}

/** What PATCH requests can have in common that decides whether an endpoint carries them out. */
function listForms(act: Act): string[] {
  const operations = readOperations(act);
  return [
    `answer ${act.status}`,
    ...operations.map(({ op }) => `op ${op}`),
    ...operations.map(
      ({ path }) => `path ${/\[/.test(path) ? 'with a filter' : isQualified(path) ? 'with a URN' : path}`,
    ),
    ...[...act.query.keys()].map((name) => `?${name}`),
  ].map((form) => `${act.collection} ${form}`);
}

/**
 * Where every PATCH of one form comes to nothing while others are carried out: a path, an attribute, an operation on
 * what has no value yet.
 */
function lostInForms(view: View): Sighted & { acts: Act[] } {
  const whole = changes(view, 'patch').map((one) => ({
    ...one,
    arrived: !one.lost,
    forms: listForms(one.act),
  }));
  const all = [...whole, ...intentsIn(view)];
  const kept = new Set(all.filter(({ arrived }) => arrived).flatMap(({ forms }) => forms));
  const collections = new Set(all.filter(({ arrived }) => arrived).map(({ act }) => act.collection));
  const losers = new Map<string, Set<string>>();
  const isLost = (form: string) => !kept.has(form) && (losers.get(form)?.size ?? 0) > 0;
  for (const { act, arrived, forms } of all) {
    if (arrived !== false || !collections.has(act.collection)) continue;
    for (const form of forms)
      losers.set(form, (losers.get(form) ?? new Set<string>()).add(act.exchange.check));
  }
  const seen = new Map<string, Sighting>();
  const acts: Act[] = [];
  const isUnseen = hidesActive(view);
  for (const { act, arrived, forms, shows } of all) {
    if (isUnseen && readActive(act) !== undefined) continue;
    const often = forms.some((form) => isLost(form) && (losers.get(form)?.size ?? 0) > 1);
    if (!((arrived === false && forms.some(isLost)) || (arrived === undefined && often))) continue;
    add(seen, act.exchange.check, shows);
    acts.push(act);
  }
  return { seen: [...seen.values()], contrary: 0, acts };
}

/** Of what is lost, so much has to set `active` for it to be that which is lost. */
const NEARLY_ALL = 0.8;

/** The same where what is lost sets `active`: then it is the access of people that does not change. */
function activeIsLost(view: View): Sighted {
  const { acts, ...sighted } = lostInForms(view);
  const setting = acts.filter((act) => act.verb === 'patch' && readActive(act) !== undefined);
  return setting.length > 0 && setting.length >= acts.length * NEARLY_ALL
    ? sighted
    : { seen: [], contrary: 0 };
}

/** Writes that are acknowledged and not carried out. */
export const lostWriteSymptoms: Symptom[] = [
  {
    id: 'patch.not-stored',
    share: 0,
    look: (view) => lostInCollections(view, 'patch', changes(view, 'patch')),
  },
  {
    id: 'replace.not-stored',
    share: 0,
    look: (view) => lostInCollections(view, 'replace', changes(view, 'replace')),
  },
  { id: 'delete.not-done', share: 0, look: (view) => lostInCollections(view, 'delete', deletions(view)) },
  { id: 'resources.active-not-kept', least: 1, share: 0, look: activeIsLost },
  { id: 'patch.partly-not-stored', least: 3, share: 0, look: lostInForms },
];

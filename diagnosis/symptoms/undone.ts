import { encodeSegment } from '../../kit/wire/paths.ts';
import { at, equal, isObject, member } from '../../schemas/attributes.ts';
import type { Act } from '../traffic/act.ts';
import { readOperations } from '../traffic/requests.ts';
import type { View } from '../view.ts';
import { add, type Sighted, type Sighting, type Symptom } from './symptom.ts';

/** A change of one plain attribute, the request that made it, and the read that first showed it. */
interface Change {
  value: unknown;
  by: Act;
  shownBy?: Act;
}

/** Plain values that a PATCH gives to attributes by their names. */
function changesIn(act: Act): [path: string, value: unknown][] {
  return readOperations(act).flatMap(({ op, path, value }): [string, unknown][] => {
    const isPlain = ['string', 'boolean', 'number'].includes(typeof value);
    return isPlain && /^(replace|add)$/i.test(op) && /^\w+$/.test(path) ? [[path, value]] : [];
  });
}

/** What a PATCH changed and a read showed, and what a later read shows no more although nothing was written between. */
function comesUndone(view: View): Sighted {
  const known = new Map<string, Map<string, Change>>();
  const seen = new Map<string, Sighting>();
  for (const act of view.acts) {
    if (act.verb === 'bulk') known.clear();
    if (['replace', 'delete'].includes(act.verb)) known.delete(act.target);
    if (act.verb === 'patch') {
      const changes = act.succeeded ? changesIn(act) : [];
      known.set(act.target, new Map(changes.map(([path, value]) => [path, { value, by: act }])));
    }
    if (act.verb !== 'read' || !act.succeeded || act.query.size > 0 || !isObject(act.body)) continue;
    for (const [path, change] of known.get(act.target) ?? []) {
      const isShown = equal(at(act.body, path), change.value);
      if (isShown) change.shownBy ??= act;
      else if (change.shownBy !== undefined)
        add(seen, act.exchange.check, [change.by.number, change.shownBy.number, act.number]);
    }
  }
  return { seen: [...seen.values()], contrary: 0 };
}

/** Creates that are answered with the id of an account that an earlier create had made, and nobody had deleted. */
function takesOver(view: View): Sighted {
  const made = new Map<string, number>();
  const seen = new Map<string, Sighting>();
  for (const act of view.acts) {
    if (act.verb === 'delete' || act.verb === 'bulk') made.delete(act.target);
    const id = member(act.body, 'id');
    if (act.verb !== 'create' || act.status !== 201 || typeof id !== 'string') continue;
    const address = `${act.target}/${encodeSegment(id)}`;
    const before = made.get(address);
    if (before === undefined) made.set(address, act.number);
    else add(seen, act.exchange.check, [act.number, before]);
  }
  return { seen: [...seen.values()], contrary: 0 };
}

/** Lists of one collection that show resources of another kind. */
function mixesKinds(view: View): Sighted {
  const seen = new Map<string, Sighting>();
  for (const act of view.acts) {
    if (act.verb !== 'query' || !/^(Users|Groups)$/.test(act.collection)) continue;
    const others = (act.shown ?? []).filter((one) => {
      const type = at(one, 'meta.resourceType');
      return (type === 'User' || type === 'Group') && `${type}s` !== act.collection;
    });
    if (others.length > 0) add(seen, act.exchange.check, [act.number]);
  }
  return { seen: [...seen.values()], contrary: 0 };
}

/**
 * Reads of a resource that show a state from before the one that an earlier answer had shown; where there are such, also
 * those that are after a write what they were before it.
 */
function goesBack(view: View): Sighted {
  const latest = new Map<string, { time: number; by: number }>();
  const reads = new Map<string, { body: string | undefined; write?: number }>();
  const seen = new Map<string, Sighting>();
  const unmoved: [sender: string, exchanges: number[]][] = [];
  for (const act of view.acts) {
    if (!act.succeeded) continue;
    const last = reads.get(act.target);
    if (last !== undefined && /^(patch|replace)$/.test(act.verb)) last.write = act.number;
    if (act.verb === 'read' && act.query.size === 0) {
      const { body } = act.exchange.response ?? {};
      if (last?.write !== undefined && last.body === body)
        unmoved.push([act.exchange.check, [last.write, act.number]]);
      reads.set(act.target, { body });
    }
    for (const one of act.shown ?? (isObject(act.body) ? [act.body] : [])) {
      const id = member(one, 'id');
      const time = Date.parse(String(at(one, 'meta.lastModified')));
      if (typeof id !== 'string' || Number.isNaN(time)) continue;
      const before = latest.get(id);
      if (before === undefined || time >= before.time) latest.set(id, { time, by: act.number });
      else if (act.verb === 'read') add(seen, act.exchange.check, [before.by, act.number]);
    }
  }
  if (seen.size > 1) for (const [sender, exchanges] of unmoved) add(seen, sender, exchanges);
  return { seen: [...seen.values()], contrary: 0 };
}

/** What turns out to be somebody else, something else, or no more what it was. */
export const undoneSymptoms: Symptom[] = [
  { id: 'resources.changes-undone', least: 1, share: 0, look: comesUndone },
  { id: 'create.takes-over-accounts', least: 1, share: 0, look: takesOver },
  { id: 'http.stale-reads', share: 0, look: goesBack },
  { id: 'lists.hold-other-kinds', least: 1, share: 0, look: mixesKinds },
];

import { encodeSegment } from '../../kit/wire/paths.ts';
import { at, equal, isObject, member } from '../../schemas/attributes.ts';
import type { Act } from '../act.ts';
import { readOperations } from '../requests.ts';
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

/** What turns out to be somebody else, something else, or no more what it was. */
export const undoneSymptoms: Symptom[] = [
  { id: 'resources.changes-undone', least: 1, share: 0, look: comesUndone },
  { id: 'create.takes-over-accounts', least: 1, share: 0, look: takesOver },
  { id: 'lists.hold-other-kinds', least: 1, share: 0, look: mixesKinds },
];

import { encodeSegment } from '../../kit/wire/paths.ts';
import { isObject, member } from '../../schemas/attributes.ts';
import type { Act } from '../traffic/act.ts';
import type { View } from '../view.ts';
import { add, type Sighted, type Sighting, type Symptom } from './symptom.ts';

const nameIn = (resource: unknown): string | undefined => {
  const name = member(resource, 'userName') ?? member(resource, 'displayName');
  return typeof name === 'string' ? name.toLowerCase() : undefined;
};

/** The name that a write gives to the resource at its address; undefined where it speaks of none. */
function given({ verb, sent }: Act): string | undefined {
  if (verb === 'replace') return nameIn(sent);
  const operations = verb === 'patch' ? member(sent, 'Operations') : undefined;
  for (const one of Array.isArray(operations) ? operations : []) {
    const [path, value] = [member(one, 'path'), member(one, 'value')];
    if (path === 'userName' || path === 'displayName') return nameIn({ userName: value });
    if (path === undefined && isObject(value) && nameIn(value) !== undefined) return nameIn(value);
  }
  return undefined;
}

/** Changes that are answered 409 although the name in them is the one that the resource itself was last seen to have. */
function rivalsOfThemselves(view: View): Sighted {
  const names = new Map<string, string | undefined>();
  const seen = new Map<string, Sighting>();
  for (const act of view.acts) {
    const { verb, target, succeeded, body, sent } = act;
    const id = member(body, 'id');
    if (verb === 'create' && succeeded && typeof id === 'string')
      names.set(`${target}/${encodeSegment(id)}`, nameIn(body) ?? nameIn(sent));
    else if (verb === 'read' && succeeded) names.set(target, nameIn(body) ?? names.get(target));
    else if (verb === 'replace' || verb === 'patch') {
      const name = given(act);
      if (succeeded) names.set(target, name ?? names.get(target));
      else if (act.status === 409 && name !== undefined && name === names.get(target))
        add(seen, act.exchange.check, [act.number]);
    }
  }
  return { seen: [...seen.values()], contrary: 0 };
}

/** Creates that are answered as if the server broke, and whose resource is shown later although no other create made it. */
function doneYetRefused(view: View): Sighted {
  const lost = new Map<string, Act>();
  const seen = new Map<string, Sighting>();
  const nameWithin = (collection: string, name: string) => `${collection} ${name}`;
  for (const act of view.acts) {
    const { verb, collection, status = 0, sent, body } = act;
    const name = verb === 'create' ? nameIn(sent) : undefined;
    if (name !== undefined) {
      if ([500, 502, 504].includes(status)) lost.set(nameWithin(collection, name), act);
      else if (act.succeeded) lost.delete(nameWithin(collection, name));
    }
    for (const one of lost.size === 0 || !act.succeeded ? [] : (act.shown ?? [body])) {
      const key = nameWithin(collection, nameIn(one) ?? '');
      const create = lost.get(key);
      if (create === undefined) continue;
      lost.delete(key);
      add(seen, create.exchange.check, [create.number, act.number]);
    }
  }
  return { seen: [...seen.values()], contrary: lost.size };
}

/** Resources that are taken for somebody else with the same name. */
export const ownConflictSymptoms: Symptom[] = [
  { id: 'resources.conflict-with-itself', least: 1, share: 0, byExchange: true, look: rivalsOfThemselves },
  {
    id: 'create.done-yet-refused',
    least: 1,
    share: 0.5,
    byExchange: true,
    precise: true,
    look: doneYetRefused,
  },
];

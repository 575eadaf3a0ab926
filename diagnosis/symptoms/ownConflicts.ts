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

/** Resources that are taken for somebody else with the same name. */
export const ownConflictSymptoms: Symptom[] = [
  { id: 'resources.conflict-with-itself', least: 1, share: 0, byExchange: true, look: rivalsOfThemselves },
];

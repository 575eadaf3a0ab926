import { equal, isObject, splitPath } from '../../schemas/attributes.ts';
import type { Act } from '../traffic/act.ts';
import { readOperations } from '../traffic/requests.ts';
import { type Write, writesIn } from '../traffic/writes.ts';
import type { Failure, View } from '../view.ts';
import { disappears } from './gone.ts';
import { add, type Sighted, type Sighting, type Symptom } from './symptom.ts';

/** What an endpoint writes by itself, and names of people, which it may make of one another. */
const ITS_OWN = new Set(['schemas', 'id', 'meta', 'groups', 'name', 'displayname', 'nickname']);

/** The attributes that a PATCH names, in small letters; all of an extension behind its URN is one. */
function namedIn(act: Act): string[] {
  const names = readOperations(act).flatMap(({ path, value }) =>
    path === '' ? Object.keys(isObject(value) ? value : {}) : [path.replace(/\[.*$/s, '')],
  );
  return names.map((name) => {
    const { urn, names: own } = splitPath(name);
    const isCore = urn === undefined || /:core:2\.0:(user|group)$/i.test(urn);
    return (isCore ? (own[0] ?? '') : urn).toLowerCase();
  });
}

/** Whether a PATCH changed an attribute as a whole that it does not name. */
function strays({ act, before, after }: Write): boolean {
  if (act.verb !== 'patch' || before === undefined || after === undefined) return false;
  const named = new Set(namedIn(act));
  if (named.size === 0) return false;
  const shown = (resource: object) =>
    new Map(Object.entries(resource).map(([name, value]) => [name.toLowerCase(), value]));
  const [old, now] = [shown(before), shown(after)];
  return [...old].some(
    ([name, value]) => !ITS_OWN.has(name) && !named.has(name) && !equal(value, now.get(name)),
  );
}

/** What a PATCH is about: a kind of resource, and the attributes that it names. */
function describeForm(act: Act): string {
  return `${act.collection} ${[...new Set(namedIn(act))].sort().join()}`;
}

/**
 * Where a check claims that a PATCH changed more than it names, and the reads around it show that an attribute did which
 * it does not name: whoever sends a PATCH of the same attributes is concerned, whether it looks at the others or not.
 */
function reachesFurther(view: View): Sighted {
  const claimed = view.failures.filter(({ key }) => key !== undefined && /(^|\/)others-stay$/.test(key));
  const forms = new Set<string>();
  for (const failure of claimed)
    for (const write of writesIn(view.traffic(failure.check)))
      if (isShownBy(failure, write) && strays(write)) forms.add(describeForm(write.act));
  const seen = new Map<string, Sighting>();
  for (const act of forms.size === 0 ? [] : view.acts)
    if (act.verb === 'patch' && act.succeeded && forms.has(describeForm(act)))
      add(seen, act.exchange.check, [act.number]);
  return { seen: [...seen.values()], contrary: 0 };
}

function isShownBy({ exchanges }: Failure, { act, readAt }: Write): boolean {
  return exchanges.includes(act.number) || (readAt !== undefined && exchanges.includes(readAt));
}

/** Changes that reach what they do not name. */
export const straySymptoms: Symptom[] = [
  { id: 'resources.lost-by-a-change', least: 1, share: 0, look: disappears },
  { id: 'patch.reaches-further', least: 1, share: 0, look: reachesFurther },
];

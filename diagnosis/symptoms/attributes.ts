import { isObject, member, unassigned } from '../../schemas/attributes.ts';
import type { Act } from '../act.ts';
import type { View } from '../view.ts';
import { add, type Sighted, type Sighting, type Symptom } from './symptom.ts';

/** What an endpoint makes by itself or keeps to itself; not what a client gives it. */
const NOT_JUDGED = new Set(['schemas', 'id', 'meta', 'groups', 'password', 'username']);

/** Senders that have to give an attribute a value before what becomes of it says anything. */
const OFTEN = 2;

/** Attributes named in one sentence. */
const NAMED = 3;

/** What became of an attribute of one kind of resource, wherever a create or a PUT gave it a value. */
interface Fate {
  collection: string;
  /** As requests write it, such as `externalId`. */
  name: string;
  givenBy: Set<string>;
  /** Whether any answer shows it with a value. */
  shown: boolean;
  /** Senders that were answered with a value of another JSON type, and whether any was answered with the same. */
  changedFor: Set<string>;
  kept: boolean;
}

/** The attributes with a value in a body, those of extensions left out. */
function valuesIn(body: unknown): [name: string, value: unknown][] {
  return Object.entries(isObject(body) ? body : {}).filter(
    ([name, value]) =>
      !/^urn:/i.test(name) && !NOT_JUDGED.has(name.toLowerCase()) && !unassigned(value) && value !== '',
  );
}

/** The JSON type of a value; of a list, with that of its entries. */
function describeType(value: unknown): string {
  return Array.isArray(value) ? `list of ${typeof value[0]}` : typeof value;
}

function fatesIn(view: View): Fate[] {
  const fates = new Map<string, Fate>();
  const attributeKey = ({ collection }: Act, name: string) => `${collection} ${name.toLowerCase()}`;
  for (const act of view.acts) {
    const isWhole = act.verb === 'create' || act.verb === 'replace';
    if (!isWhole || !act.succeeded) continue;
    for (const [name, value] of valuesIn(act.sent)) {
      const { collection } = act;
      const fresh = {
        collection,
        name,
        givenBy: new Set<string>(),
        shown: false,
        changedFor: new Set<string>(),
        kept: false,
      };
      const fate = fates.get(attributeKey(act, name)) ?? fresh;
      fates.set(attributeKey(act, name), fate);
      fate.givenBy.add(act.exchange.check);
      const answered = member(act.body, name);
      // Texts are taken for other types, and a PUT may give back what was shown.
      if (unassigned(answered) || act.verb !== 'create' || typeof value === 'string') continue;
      if (describeType(answered) === describeType(value)) fate.kept = true;
      else fate.changedFor.add(act.exchange.check);
    }
  }
  for (const act of view.acts)
    for (const resource of act.succeeded ? (act.shown ?? [act.body]) : [])
      for (const [name] of valuesIn(resource)) {
        const fate = fates.get(attributeKey(act, name));
        if (fate) fate.shown = true;
      }
  return [...fates.values()];
}

/** Everything that speaks of attributes with this fate is concerned. */
function speaking(view: View, isMet: (fate: Fate) => boolean): Sighted {
  const met = fatesIn(view).filter(isMet);
  const seen = new Map<string, Sighting>();
  for (const act of view.acts)
    if (met.some((fate) => isAbout(act, fate))) add(seen, act.exchange.check, [act.number]);
  const names = [...new Set(met.map(({ name }) => name))].slice(0, NAMED);
  return { seen: [...seen.values()], contrary: 0, ...(names.length > 0 && { about: names.join(', ') }) };
}

function isAbout(act: Act, { collection, name }: Fate): boolean {
  if (act.collection !== collection && act.verb !== 'bulk' && act.verb !== 'search') return false;
  const text = `${[...act.query.values()].join(' ')} ${act.exchange.request.body ?? ''}`;
  return text.toLowerCase().includes(name.toLowerCase());
}

/** What the directory says and the endpoint does not keep, or not as what it was. */
export const attributeSymptoms: Symptom[] = [
  {
    id: 'resources.attribute-lost',
    least: 1,
    share: 0,
    look: (view) => speaking(view, ({ givenBy, shown }) => givenBy.size >= OFTEN && !shown),
  },
  {
    id: 'resources.value-types-wrong',
    least: 1,
    share: 0,
    look: (view) => speaking(view, ({ changedFor, kept }) => changedFor.size >= OFTEN && !kept),
  },
];

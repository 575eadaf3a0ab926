import { at, elements, isObject, member, unassigned } from '../../schemas/attributes.ts';
import type { Act } from '../traffic/act.ts';
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

/** The attributes and extensions with a value in a body, and the parts of complex values, such as `emails.type`. */
function valuesIn(body: unknown): [name: string, value: unknown][] {
  const given = Object.entries(isObject(body) ? body : {}).filter(
    ([name, value]) => !NOT_JUDGED.has(name.toLowerCase()) && hasValue(value),
  );
  const parts = given.flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter(isObject)
      .flatMap((entry) => Object.entries(entry))
      .filter(([, part]) => hasValue(part))
      .map(([part, of]): [string, unknown] => [`${name}${/^urn:/i.test(name) ? ':' : '.'}${part}`, of]),
  );
  return [...given, ...parts];
}

const hasValue = (value: unknown): boolean => !unassigned(value) && value !== '';

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
      const answered = at(act.body, name);
      // Texts are taken for other types, and a PUT may give back what was shown.
      if (unassigned(answered) || act.verb !== 'create' || typeof value === 'string' || /[.:]/.test(name))
        continue;
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

/** Names of attributes that the schemas say to be returned on request or never, in small letters. */
function hiddenOnes(view: View): Set<string> {
  const schemas = view.acts.flatMap(({ target, succeeded, shown, body }) =>
    succeeded && /^\/Schemas(\/|$)/i.test(target) ? (shown ?? [body]) : [],
  );
  const isHidden = (attribute: unknown) => /^(never|request)$/.test(String(member(attribute, 'returned')));
  return new Set(
    schemas.flatMap((schema) => {
      const urn = String(member(schema, 'id'));
      const before = /:core:2\.0:/.test(urn) ? '' : `${urn}:`;
      return elements(schema, 'attributes').flatMap((attribute) => {
        const name = `${before}${member(attribute, 'name')}`.toLowerCase();
        const parts = elements(attribute, 'subAttributes').filter(isHidden);
        return [
          ...(isHidden(attribute) ? [name] : []),
          ...parts.map((part) => `${name}.${member(part, 'name')}`.toLowerCase()),
        ];
      });
    }),
  );
}

/** Everything that speaks of attributes with this fate is concerned. */
function speaking(view: View, isMet: (fate: Fate) => boolean): Sighted {
  const hidden = hiddenOnes(view);
  const struck = fatesIn(view).filter((fate) => isMet(fate) && !hidden.has(fate.name.toLowerCase()));
  // What is lost as a whole is not said of its parts.
  const met = struck.filter(
    ({ name, collection }) => !struck.some((one) => one.collection === collection && isPart(name, one.name)),
  );
  const seen = new Map<string, Sighting>();
  for (const act of view.acts)
    if (met.some((fate) => isAbout(act, fate))) add(seen, act.exchange.check, [act.number]);
  const names = [...new Set(met.map(({ name }) => name))].slice(0, NAMED);
  return { seen: [...seen.values()], contrary: 0, ...(names.length > 0 && { about: names.join(', ') }) };
}

const isPart = (name: string, whole: string): boolean =>
  /^[.:]/.test(name.slice(whole.length)) && name.startsWith(whole);

function isAbout(act: Act, { collection, name }: Fate): boolean {
  if (act.collection !== collection && act.verb !== 'bulk' && act.verb !== 'search') return false;
  const text = `${[...act.query.values()].join(' ')} ${act.exchange.request.body ?? ''}`;
  const words = /^urn:/i.test(name) ? [name.slice(0, name.lastIndexOf(':')), name] : name.split('.');
  const said = text.toLowerCase();
  return /^urn:/i.test(name)
    ? words.some((word) => said.includes(word.toLowerCase()))
    : words.every((word) => said.includes(word.toLowerCase()));
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

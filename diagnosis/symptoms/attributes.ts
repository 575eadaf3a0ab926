import { diagnosisOfRow } from '../../config/diagnoses/diagnoses.ts';
import { at, elements, GROUP, isObject, member, USER, unassigned } from '../../schemas/attributes.ts';
import type { Act } from '../traffic/act.ts';
import type { Failure, View } from '../view.ts';
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

/** What the schemas say of attributes and their parts, each behind the URN of its schema, all in small letters. */
interface Published {
  /** Returned on request or never. */
  hidden: Set<string>;
  /** Everything that they list. */
  listed: Set<string>;
  /** Their URNs. */
  schemas: Set<string>;
}

function publishedIn(view: View): Published {
  const published: Published = { hidden: new Set(), listed: new Set(), schemas: new Set() };
  const note = (path: string, attribute: unknown) => {
    published.listed.add(path.toLowerCase());
    if (/^(never|request)$/.test(String(member(attribute, 'returned'))))
      published.hidden.add(path.toLowerCase());
  };
  for (const { target, succeeded, shown, body } of view.acts) {
    if (!succeeded || !/^\/Schemas(\/|$)/i.test(target)) continue;
    for (const schema of shown ?? [body]) {
      const urn = String(member(schema, 'id'));
      published.schemas.add(urn.toLowerCase());
      for (const attribute of elements(schema, 'attributes')) {
        const path = `${urn}:${member(attribute, 'name')}`;
        note(path, attribute);
        for (const part of elements(attribute, 'subAttributes'))
          note(`${path}.${member(part, 'name')}`, part);
      }
    }
  }
  return published;
}

const CORE: Record<string, string> = { Users: USER, Groups: GROUP };

/** The URN of the schema that an attribute belongs to and its path behind that, in small letters. */
function locate({ collection, name }: Fate): { schema: string; path: string } {
  const [, urn] = /^(urn:.*):[^:]+$/i.exec(name) ?? [];
  const schema = urn ?? CORE[collection] ?? '';
  return {
    schema: schema.toLowerCase(),
    path: (urn === undefined ? `${schema}:${name}` : name).toLowerCase(),
  };
}

/**
 * Whether an attribute need not be shown: it is returned on request or never, or an endpoint that publishes its
 * schemas has none such, and may leave out what a client sends as one. These need not list what all resources have.
 */
function isExcused(fate: Fate, { hidden, listed, schemas }: Published): boolean {
  const { schema, path } = locate(fate);
  const isUnknown = schemas.has(schema) && !listed.has(path) && !/^externalId$/i.test(fate.name);
  return hidden.has(path) || isUnknown;
}

/** Whether clients know an attribute, and it is not shown to them; what a vendor hides of its own is nobody's loss. */
function isHidden(fate: Fate, { hidden }: Published): boolean {
  const { schema, path } = locate(fate);
  return hidden.has(path) && schema.startsWith('urn:ietf:params:scim:schemas:');
}

/** Whether the schemas of an endpoint say that users are read without `active`. */
export function hidesActive(view: View): boolean {
  return attributesIn(view).published.hidden.has(`${USER}:active`.toLowerCase());
}

/** What several symptoms look at, read once of each run. */
interface Seen {
  fates: Fate[];
  published: Published;
}

const seenBy = new WeakMap<View, Seen>();

function attributesIn(view: View): Seen {
  const seen = seenBy.get(view) ?? { fates: fatesIn(view), published: publishedIn(view) };
  seenBy.set(view, seen);
  return seen;
}

/**
 * Everything that speaks of attributes with this fate is concerned.
 * @param isMeant which attributes are, by what is published of them
 */
function speaking(
  view: View,
  isMet: (fate: Fate, all: Fate[]) => boolean,
  isMeant = (fate: Fate, published: Published) => !isExcused(fate, published),
): Sighted {
  const { fates, published } = attributesIn(view);
  const struck = fates.filter((fate) => isMet(fate, fates) && isMeant(fate, published));
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

const hasOtherType = ({ changedFor, kept }: Fate): boolean => changedFor.size >= OFTEN && !kept;

/** Whether it is given and never shown; the parts of what comes back as another type are not lost by themselves. */
function isLost({ givenBy, shown, name }: Fate, all: Fate[]): boolean {
  return givenBy.size >= OFTEN && !shown && !all.some((one) => isPart(name, one.name) && hasOtherType(one));
}

/** What the documents of an endpoint lack does not follow from what it makes of resources. */
function isOfResources({ row, key }: Failure): boolean {
  const id = row === undefined ? '' : (diagnosisOfRow(row, key)?.id ?? '');
  return !id.startsWith('discovery.') || id === 'discovery.contradicts-behaviour';
}

/** What the directory says and the endpoint does not keep, or not as what it was. */
export const attributeSymptoms: Symptom[] = [
  {
    id: 'resources.attribute-lost',
    least: 1,
    share: 0,
    look: (view) => speaking(view, isLost),
    explains: isOfResources,
  },
  {
    id: 'resources.attribute-hidden',
    least: 1,
    share: 0,
    look: (view) => speaking(view, isLost, isHidden),
    explains: isOfResources,
  },
  {
    id: 'resources.value-types-wrong',
    least: 1,
    share: 0,
    look: (view) => speaking(view, hasOtherType),
  },
];

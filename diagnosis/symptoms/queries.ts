import { isObject } from '../../schemas/attributes.ts';
import type { Act } from '../traffic/act.ts';
import { asksFor, readEquality, readFilter } from '../traffic/requests.ts';
import type { View } from '../view.ts';
import { add, type Sighted, type Sighting } from './symptom.ts';

/** Of the queries that ask for one thing, so many have to fail for it to be what fails. */
const NEARLY_ALL = 0.9;

/** Requests that ask for one thing: those that fail, and those that do not. */
interface Asked {
  failing: Act[];
  served: number;
}

const PARAMETERS = ['sortBy', 'attributes', 'excludedAttributes', 'startIndex', 'count', 'cursor'];

/** Parameters with which every query breaks while queries without them do not. */
export function parametersBreak(view: View): Sighted {
  const byName = new Map<string, Asked>();
  for (const act of view.acts) {
    const { status = 0 } = act;
    const breaks = status >= 500;
    if (act.exchange.method === 'GET' && (breaks || act.succeeded))
      for (const name of PARAMETERS) if (act.query.has(name)) count(byName, name, act, breaks);
  }
  // Where everything breaks, no parameter is to blame.
  const isPlain = view.acts.some((act) => act.verb === 'query' && act.succeeded);
  const names = [...byName].flatMap(([name, asked]) => (isPlain && isStruck(asked) ? [name] : []));
  return sighted(view, names, (act, name) => asksFor(act, name));
}

const isRefused = ({ status = 0 }: Act) => status === 400 || status === 403 || status === 501;
const hasPlus = (act: Act) => /[?&]filter=[^&]*\+/.test(act.exchange.path);

/** Filters by equality that were answered or refused, and the attribute that each is about. */
function lookupsIn(view: View): { act: Act; subject: string }[] {
  return view.acts.flatMap((act) => {
    const attribute = readEquality(act)?.attribute.toLowerCase();
    if (attribute === undefined || !(isRefused(act) || act.succeeded)) return [];
    return [{ act, subject: `${act.collection} ${attribute}` }];
  });
}

/** Parameters with which filters are refused, while the same filters without them, encoded alike, are answered. */
export function parametersRefused(view: View): Sighted {
  const lookups = lookupsIn(view).map(({ act, subject }) => ({
    act,
    names: PARAMETERS.filter((name) => act.query.has(name)),
    subject: `${subject}${hasPlus(act) ? ' +' : ''}`,
  }));
  const alone = new Map<string, Asked>();
  for (const { act, names, subject } of lookups)
    if (names.length === 0) count(alone, subject, act, isRefused(act));
  const byName = new Map<string, Asked>();
  for (const { act, names, subject } of lookups) {
    const plain = alone.get(subject);
    if (plain === undefined || plain.served === 0 || isStruck(plain)) continue;
    for (const name of names) count(byName, name, act, isRefused(act));
  }
  const names = [...byName].flatMap(([name, asked]) => (isStruck(asked) ? [name] : []));
  return sighted(
    view,
    names,
    (act, name) => act.verb === 'query' && act.query.has('filter') && act.query.has(name),
  );
}

/** Filters in which plus signs stand for spaces and which are refused, while others on the same attributes are answered. */
export function plusSignsRefused(view: View): Sighted {
  const lookups = lookupsIn(view);
  const served = new Set(
    lookups.flatMap(({ act, subject }) => (hasPlus(act) || act.refused ? [] : [subject])),
  );
  const asked = new Map<string, Asked>();
  for (const { act, subject } of lookups)
    if (hasPlus(act) && served.has(subject)) count(asked, '', act, isRefused(act));
  const names = [...asked].flatMap(([name, one]) => (isStruck(one) ? [name] : []));
  const { about: _, ...sights } = sighted(view, names, (act) => act.verb === 'query' && hasPlus(act));
  // The same attribute with another space shows that the filter itself is understood.
  const [first] = sights.seen;
  const subject = lookups.find(({ act }) => act.number === first?.exchanges[0])?.subject;
  const other = lookups.find((one) => one.subject === subject && !hasPlus(one.act) && one.act.succeeded);
  if (other !== undefined) first?.exchanges.splice(1, 0, other.act.number);
  return sights;
}

/** Parameters with which filters find nobody that find somebody by themselves. */
export function parametersHide(view: View): Sighted {
  const alone = new Set<string>();
  const asked = view.acts.filter((act) => act.verb === 'query' && readEquality(act) && act.succeeded);
  const nameQuery = (act: Act) => `${act.collection} ${readFilter(act)}`;
  const isPlain = (act: Act) => PARAMETERS.every((name) => !act.query.has(name));
  for (const act of asked) if (isPlain(act) && (act.resources ?? []).length > 0) alone.add(nameQuery(act));
  const byName = new Map<string, Asked>();
  for (const act of asked) {
    const found = (act.resources ?? []).length > 0;
    if (
      isPlain(act) ||
      act.query.get('count') === '0' ||
      Number(act.query.get('startIndex')) > 1 ||
      !(found || alone.has(nameQuery(act)))
    )
      continue;
    for (const name of PARAMETERS) if (act.query.has(name)) count(byName, name, act, !found);
  }
  const names = [...byName].flatMap(([name, one]) => (isStruck(one) ? [name] : []));
  const hiding = names.length > 0 ? names : PARAMETERS.filter((name) => hidesAll(view, name));
  return sighted(view, hiding, (act, name) => act.query.has('filter') && act.query.has(name));
}

/** Filters from which on it is no chance that none of them finds anybody. */
const MANY = 10;

/** Whether filters with a parameter find nobody, whatever they are, while most without any find somebody. */
function hidesAll(view: View, name: string): boolean {
  const asked = view.acts.filter(
    ({ verb, query, succeeded, collection }) =>
      verb === 'query' && collection === 'Users' && succeeded && query.has('filter'),
  );
  const finds = ({ resources = [] }: Act) => resources.length > 0;
  const within = asked.filter(
    ({ query }) => query.has(name) && query.get('count') !== '0' && !(Number(query.get('startIndex')) > 1),
  );
  const plain = asked.filter(({ query }) => PARAMETERS.every((one) => !query.has(one)));
  const hidden = within.filter((act) => !finds(act)).length;
  return (
    within.length >= MANY &&
    hidden >= within.length * NEARLY_ALL &&
    plain.filter(finds).length >= plain.length / 2
  );
}

/** Lists of users or of groups that are refused without a filter, while those with one are answered. */
export function plainListsRefused(view: View): Sighted {
  const plain = new Map<string, Asked>();
  const filtered = new Set<string>();
  for (const act of view.acts) {
    const { status = 0, collection } = act;
    if (act.verb !== 'query' || collection === '' || status === 401 || status === 404) continue;
    if (!act.query.has('filter')) count(plain, collection, act, act.refused);
    else if (act.succeeded) filtered.add(collection);
  }
  const seen = new Map<string, Sighting>();
  for (const [collection, asked] of plain)
    if (filtered.has(collection) && isStruck(asked))
      for (const act of asked.failing) add(seen, act.exchange.check, [act.number]);
  return { seen: [...seen.values()], contrary: 0 };
}

/** Filters that are turned away: all of them, or those on one attribute. */
export function filtersRefused(view: View): Sighted {
  const known = new Map(
    ['id', 'meta', 'schemas', ...view.acts.flatMap(namesSent)].map((name) => [name.toLowerCase(), name]),
  );
  const byAttribute = new Map<string, Asked>();
  for (const act of view.acts) {
    const name = filteredAttribute(readFilter(act));
    const { status } = act;
    if (act.verb !== 'query' || !known.has(attributeIn(name)) || status === undefined) continue;
    const isClear =
      act.succeeded || status >= 500 || readEquality(act) !== undefined || isEqualityInBrackets(act);
    if (isClear && status !== 401 && status !== 404) count(byAttribute, name, act, act.refused);
  }
  const all: Asked = {
    failing: [...byAttribute.values()].flatMap(({ failing }) => failing),
    served: [...byAttribute.values()].reduce((sum, { served }) => sum + served, 0),
  };
  if (byAttribute.size > 1 && isStruck(all)) {
    const { about: _, ...whole } = sighted(view, [''], (act) => act.query.has('filter'));
    return whole;
  }
  const names = [...byAttribute].flatMap(([name, asked]) => (isStruck(asked) ? [name] : []));
  const one = sighted(view, names, (act, name) => filteredAttribute(readFilter(act)) === name);
  const spelled = names.map((name) => {
    const attribute = attributeIn(name);
    return `${known.get(attribute) ?? attribute}${name.slice(attribute.length)}`;
  });
  return { ...one, ...(one.about !== undefined && { about: `filters on ${spelled.join(' and ')}` }) };
}

/** Names of the attributes that a create gives. */
function namesSent({ verb, sent }: Act): string[] {
  return verb === 'create' && isObject(sent) ? Object.keys(sent) : [];
}

/**
 * What a filter begins with, in small letters: an attribute without what is below it or, where a filter in brackets
 * follows, that form of a path, such as `emails[...].value`.
 */
function filteredAttribute(filter: string): string {
  const [, attribute, inBrackets, below] =
    /^\s*([\w$-]+)(?:(\[[^\]]*\])(\.[\w$-]+)?|[\s.])/.exec(filter) ?? [];
  if (attribute === undefined) return '';
  return `${attribute}${inBrackets === undefined ? '' : `[...]${below ?? ''}`}`.toLowerCase();
}

/** The attribute in that. */
function attributeIn(subject: string): string {
  return /^[\w$-]*/.exec(subject)?.[0] ?? '';
}

/** Whether one value behind brackets is asked for, as a client looks up its work address. */
function isEqualityInBrackets(act: Act): boolean {
  return /^\s*[\w$-]+\[[^\]]*\]\.[\w$-]+\s+eq\s+"[^"\\]*"\s*$/i.test(readFilter(act));
}

function count(into: Map<string, Asked>, name: string, act: Act, fails: boolean): void {
  const asked = into.get(name) ?? { failing: [], served: 0 };
  into.set(name, asked);
  if (fails) asked.failing.push(act);
  else asked.served += 1;
}

/** Whether nearly all that ask for it fail, from two checks on. */
function isStruck({ failing, served }: Asked): boolean {
  const checks = new Set(failing.map(({ exchange }) => exchange.check));
  return checks.size >= 2 && failing.length >= (failing.length + served) * NEARLY_ALL;
}

/** Names that are said in one sentence; more of them are no longer to the point. */
const NAMED = 3;

/** Whoever asks for one of these is concerned. */
function sighted(view: View, names: string[], asks: (act: Act, name: string) => boolean): Sighted {
  const seen = new Map<string, Sighting>();
  // What fails is shown first.
  const acts = [
    ...view.acts.filter(({ refused }) => refused),
    ...view.acts.filter(({ refused }) => !refused),
  ];
  for (const act of acts)
    if (names.some((name) => asks(act, name))) add(seen, act.exchange.check, [act.number]);
  const isNamed = names.length > 0 && names.length <= NAMED;
  return { seen: [...seen.values()], contrary: 0, ...(isNamed && { about: names.join(' and ') }) };
}

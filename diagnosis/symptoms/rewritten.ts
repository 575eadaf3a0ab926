import { decodeSegment } from '../../kit/wire/paths.ts';
import { at, isObject, member } from '../../schemas/attributes.ts';
import { type Act, readHeader } from '../traffic/act.ts';
import { readFilter } from '../traffic/requests.ts';
import type { Failure, View } from '../view.ts';
import { add, ofExchanges, type Sighted, type Sighting, type Symptom } from './symptom.ts';

/** Farther from the Date header than any clock is that somebody looks at. */
const LONG_MS = 3 * 24 * 60 * 60_000;

/** Whether a new resource says that it was created on quite another day; undefined where it does not say. */
function isMadeLongAgo(act: Act): boolean | undefined {
  if (act.verb !== 'create' || act.status !== 201) return undefined;
  const created = Date.parse(String(at(isObject(act.body) ? act.body : {}, 'meta.created')));
  const answered = Date.parse(readHeader(act.exchange.response?.headers, 'date') ?? '');
  const apart = Math.abs(created - answered);
  return Number.isNaN(apart) ? undefined : apart > LONG_MS;
}

/** A failure over times, or of a filter on them. */
function isAboutTimes({ key = '', row = '', exchanges }: Failure, view: View): boolean {
  if (/created|lastmodified|times-/i.test(`${key} ${row}`)) return true;
  return exchanges.some((number) => {
    const act = view.act(number);
    return act !== undefined && /meta\.(created|lastModified)/i.test(readFilter(act));
  });
}

/** Entries of lists that a create or a PUT sent, each beside what its answer shows in the same place of the list. */
function pairsIn(act: Act): [sent: unknown, shown: unknown][] {
  const { sent, body } = act;
  if ((act.verb !== 'create' && act.verb !== 'replace') || !act.succeeded) return [];
  if (!isObject(sent) || !isObject(body)) return [];
  return Object.entries(sent).flatMap(([name, list]): [unknown, unknown][] => {
    const shown = member(body, name);
    if (!Array.isArray(list) || !Array.isArray(shown) || list.length !== shown.length) return [];
    return list.map((entry, index) => [entry, shown[index]]);
  });
}

/** Whether texts of entries come back so; undefined where the answer shows none of them. */
function comeBack(
  act: Act,
  name: string,
  isAltered: (sent: string, shown: string) => boolean | undefined,
): boolean | undefined {
  const verdicts = pairsIn(act).flatMap(([sent, shown]) => {
    const [one, other] = [member(sent, name), member(shown, name)];
    return typeof one === 'string' && typeof other === 'string' ? (isAltered(one, other) ?? []) : [];
  });
  return verdicts.length === 0 ? undefined : verdicts.includes(true);
}

/** Types in other letters than they were sent in. */
const typesAlter = (act: Act): boolean | undefined =>
  comeBack(act, 'type', (sent, shown) =>
    sent.toLowerCase() === shown.toLowerCase() ? sent !== shown : undefined,
  );

/** Telephone numbers of the same digits without their plus. */
const numberAlters = (act: Act): boolean | undefined =>
  comeBack(act, 'value', (sent, shown) => {
    const digits = (text: string) => text.replace(/\D/g, '');
    if (!/^(tel:)?\+[\d ().-]{7,}$/i.test(sent) || digits(sent) !== digits(shown)) return undefined;
    return !shown.includes('+');
  });

/** Creates and PUTs whose answers show it; whoever writes a number by PATCH then meets the same. */
function numbersAlter(view: View): Sighted {
  const seen = new Map<string, Sighting>();
  let contrary = 0;
  const shown: number[] = [];
  for (const act of view.acts) {
    const alters = numberAlters(act);
    if (alters === false) contrary += 1;
    if (!alters) continue;
    shown.push(act.number);
    add(seen, act.exchange.check, [act.number]);
  }
  const writes = (act: Act) => act.verb === 'patch' && /phoneNumbers/i.test(act.exchange.request.body ?? '');
  for (const act of shown.length === 0 ? [] : view.acts)
    if (writes(act) && !seen.has(act.exchange.check)) add(seen, act.exchange.check, shown.slice(0, 1));
  return { seen: [...seen.values()], contrary };
}

const isAboutValues = ({ key = '', row = '' }: Failure): boolean =>
  /primary|duplicate|canonicalise|type|Q39|Q57|Q06|R12|R17|values?\b/i.test(`${key} ${row}`);

const isAboutNumbers = ({ key = '', row = '' }: Failure): boolean =>
  /phone|number|Q39|R12|duplicate/i.test(`${key} ${row}`);

/** Whether a new or replaced user has another userName than was sent, in more than letter case and the form of letters. */
function nameAlters({ verb, collection, succeeded, sent, body }: Act): boolean | undefined {
  if ((verb !== 'create' && verb !== 'replace') || collection !== 'Users' || !succeeded) return undefined;
  const [name, shown] = [member(sent, 'userName'), member(body, 'userName')];
  if (typeof name !== 'string' || typeof shown !== 'string') return undefined;
  const fold = (text: string) => text.normalize('NFKC').trim().toLowerCase();
  return fold(name) !== fold(shown);
}

/** Whether a resource says that it is at an address which ends otherwise than in its id. */
function isAddressedOtherwise({ body, succeeded, verb }: Act): boolean {
  if (!succeeded || !isObject(body) || !['create', 'read', 'replace', 'patch'].includes(verb)) return false;
  const [id, location] = [member(body, 'id'), at(body, 'meta.location')];
  if (typeof id !== 'string' || typeof location !== 'string' || location === '') return false;
  const last = location.split(/[?#]/)[0]?.replace(/\/$/, '').split('/').at(-1) ?? '';
  return last.toLowerCase() === id.toLowerCase() && decodeSegment(last) !== id;
}

/** Addresses that end in the id, in other letters; of a bulk job they are all that tells what it made. */
function addressesAlter(view: View): Sighted {
  const seen = new Map<string, Sighting>();
  for (const act of view.acts) if (isAddressedOtherwise(act)) add(seen, act.exchange.check, [act.number]);
  const [first] = [...seen.values()].flatMap(({ exchanges }) => exchanges);
  if (first !== undefined)
    for (const act of view.acts)
      if (act.verb === 'bulk' && !seen.has(act.exchange.check)) add(seen, act.exchange.check, [first]);
  return { seen: [...seen.values()], contrary: 0 };
}

/** Reads of one resource that show another meta.lastModified than the read before, with no write by anybody in between. */
function readsMoveTimes(view: View): Sighted {
  const last = new Map<string, Act>();
  const seen = new Map<string, Sighting>();
  for (const act of view.acts) {
    if (act.verb !== 'read') {
      if (act.exchange.method !== 'GET') last.clear();
      continue;
    }
    const before = last.get(act.target);
    if (act.succeeded && act.query.size === 0) last.set(act.target, act);
    const [old, now] = [before, act].map((one) =>
      at(isObject(one?.body) ? one.body : {}, 'meta.lastModified'),
    );
    if (old !== undefined && now !== undefined && old !== now && before !== undefined)
      add(seen, act.exchange.check, [before.number, act.number]);
  }
  return { seen: [...seen.values()], contrary: 0 };
}

/** What an endpoint writes in its own way, so that whatever compares it fails. */
export const rewrittenSymptoms: Symptom[] = [
  ofExchanges({ id: 'resources.creation-times-invented', least: 1, explains: isAboutTimes }, isMadeLongAgo),
  // Where no name can be looked up, next to nothing else can be judged.
  ofExchanges({ id: 'resources.user-names-rewritten', total: true }, nameAlters),
  ofExchanges({ id: 'resources.types-rewritten', explains: isAboutValues }, typesAlter),
  { id: 'resources.numbers-rewritten', least: 1, look: numbersAlter, explains: isAboutNumbers },
  { id: 'create.location-wrong', least: 1, share: 0, look: addressesAlter },
  { id: 'resources.moved-by-reads', share: 0, look: readsMoveTimes },
];

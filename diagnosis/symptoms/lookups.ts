import { at, isObject } from '../../schemas/attributes.ts';
import type { Act } from '../traffic/act.ts';
import { readEquality, readFilter } from '../traffic/requests.ts';
import type { View } from '../view.ts';
import { readMade } from './made.ts';
import { add, type Sighted, type Sighting, type Symptom } from './symptom.ts';

/** Attributes by which clients look up what they made. */
const NAMING = ['userName', 'displayName', 'externalId'];
/** Of the lookups of what is there, so many have to find nobody. */
const NEARLY_ALL = 0.9;
/** Fewer may have been a chance. */
const OFTEN = 5;

/** Lookups by one attribute of accounts that are there, and that find nobody however it is asked. */
function findNobody(view: View): Sighted {
  const there = new Map<string, string>();
  const asked = new Map<string, { empty: Act[]; found: number }>();
  for (const act of view.acts) {
    for (const { path, sent } of readMade(act))
      for (const name of NAMING) {
        const value = at(sent, name);
        if (typeof value === 'string') there.set(`${act.collection} ${name} ${value}`.toLowerCase(), path);
      }
    if (/^(delete|patch|replace|bulk)$/.test(act.verb))
      for (const [key, path] of there) if (path === act.target) there.delete(key);
    const lookup = act.succeeded && isObject(act.body) ? readEquality(act) : undefined;
    if (lookup === undefined || act.query.get('count') === '0') continue;
    const key = `${act.collection} ${lookup.attribute}`;
    if (!there.has(`${key} ${lookup.value}`.toLowerCase())) continue;
    const known = asked.get(key) ?? { empty: [], found: 0 };
    asked.set(key, known);
    if ((act.resources ?? []).length === 0) known.empty.push(act);
    else known.found += 1;
  }
  const struck = [...asked].filter(
    ([, { empty, found }]) => empty.length >= OFTEN && empty.length >= (empty.length + found) * NEARLY_ALL,
  );
  const seen = new Map<string, Sighting>();
  for (const [, { empty }] of struck) for (const act of empty) add(seen, act.exchange.check, [act.number]);
  const names = [...new Set(struck.map(([key]) => key.split(' ')[1] ?? ''))];
  const words = names.map((name) => name.toLowerCase());
  for (const act of struck.length === 0 ? [] : view.acts)
    if (words.some((word) => readFilter(act).toLowerCase().includes(word)))
      add(seen, act.exchange.check, [act.number]);
  return { seen: [...seen.values()], contrary: 0, ...(names.length > 0 && { about: names.join(' and ') }) };
}

/** What is wrong with looking somebody up. */
export const lookupSymptoms: Symptom[] = [
  { id: 'filters.find-nobody', least: 1, share: 0, look: findNobody },
];

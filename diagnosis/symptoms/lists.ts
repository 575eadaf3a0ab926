import { at, equal, isObject, member, unassigned } from '../../schemas/attributes.ts';
import type { Act } from '../act.ts';
import type { View } from '../view.ts';
import { add, ofExchanges, type Sighted, type Sighting, type Symptom } from './symptom.ts';

const EQUALITY = /^\s*([\w:.$-]+)\s+eq\s+"([^"\\]*)"\s*$/i;

/** What a list was asked to hold: one comparison by equality, in a GET; undefined for anything else. */
function equalityOf(act: Act): { attribute: string; value: string } | undefined {
  if (act.verb !== 'query') return undefined;
  const [, attribute, value] = EQUALITY.exec(act.query.get('filter') ?? '') ?? [];
  return attribute === undefined || value === undefined ? undefined : { attribute, value };
}

function holds(resource: unknown, { attribute, value }: { attribute: string; value: string }): boolean {
  const found = at(resource, attribute);
  const values = (Array.isArray(found) ? found : [found]).map((one) =>
    isObject(one) ? member(one, 'value') : one,
  );
  return values.some((one) => equal(one, value, false));
}

/** Whether a filter by equality had an answer that holds what it did not ask for. */
function letsThrough(act: Act): boolean | undefined {
  const asked = equalityOf(act);
  const resources = act.resources;
  // A list too long to keep is no answer to a question for one value.
  if (asked && act.isCut && act.status === 200) return true;
  if (!asked || !resources || act.query.has('attributes') || act.query.has('excludedAttributes'))
    return undefined;
  if (resources.length === 0) return false;
  return resources.some((resource) => !holds(resource, asked));
}

/** Filters for a value that the same check had stored before, answered with nobody. */
function findsNothing(view: View): Sighted {
  const seen = new Map<string, Sighting>();
  let contrary = 0;
  for (const check of view.senders) {
    const stored: unknown[] = [];
    for (const act of view.story(check)) {
      if (act.verb === 'create' && act.status === 201 && isObject(act.body)) stored.push(act.body);
      const asked = equalityOf(act);
      if (!asked || act.status !== 200 || !act.resources) continue;
      if (!stored.some((resource) => holds(resource, asked))) continue;
      if (act.resources.length > 0) contrary += 1;
      else add(seen, check, [act.number]);
    }
  }
  return { seen: [...seen.values()], contrary };
}

/** The attributes of a resource beyond those that a projection asked for, and beyond what is always there. */
function surplusOf(resource: unknown, asked: string[]): string[] {
  if (!isObject(resource)) return [];
  const wanted = new Set(asked.map((name) => name.toLowerCase().split(/[.[]/)[0]));
  return Object.keys(resource).filter((name) => {
    const plain = name.toLowerCase();
    return (
      !['schemas', 'id', 'meta', 'username', 'displayname'].includes(plain) &&
      !plain.startsWith('urn:') &&
      !wanted.has(plain)
    );
  });
}

function shown(act: Act): unknown[] | undefined {
  if (act.status !== 200) return undefined;
  if (act.verb === 'read') return isObject(act.body) ? [act.body] : undefined;
  return act.verb === 'query' ? act.resources : undefined;
}

function projects(act: Act): boolean | undefined {
  const asked = act.query.get('attributes');
  const resources = shown(act);
  if (asked === null || !resources || resources.length === 0) return undefined;
  return resources.some((resource) => surplusOf(resource, asked.split(',')).length > 0);
}

function keepsExcluded(act: Act): boolean | undefined {
  const asked = act.query.get('excludedAttributes');
  const resources = shown(act);
  if (asked === null || !resources || resources.length === 0) return undefined;
  const names = asked
    .split(',')
    .filter((name) => !/^(id|schemas|userName|displayName)$/i.test(name) && !/[.:]/.test(name));
  if (names.length === 0) return undefined;
  return resources.some((resource) => names.some((name) => !unassigned(at(resource, name))));
}

/** Whether one page shows one resource twice. */
function showsTwice(act: Act): boolean {
  if (act.verb !== 'query' && act.verb !== 'search') return false;
  const ids = (act.resources ?? []).map((one) => member(one, 'id')).filter((id) => id !== undefined);
  return new Set(ids).size < ids.length;
}

/** What is wrong with lists, filters and projections. */
export const listSymptoms: Symptom[] = [
  ofExchanges({ id: 'lists.not-a-list-response', share: 0.8 }, (act) =>
    act.verb === 'query' && act.collection !== '' && act.status === 200 && !act.isCut
      ? act.resources === undefined
      : undefined,
  ),
  ofExchanges({ id: 'filters.ignored', share: 0.5 }, letsThrough),
  ofExchanges({ id: 'filters.operator-wrong', share: 0, byExchange: true }, letsThrough),
  { id: 'filters.find-nothing', share: 0.6, look: findsNothing },
  ofExchanges({ id: 'lists.incomplete', share: 0 }, showsTwice),
  ofExchanges({ id: 'filters.refused', share: 0.7 }, (act) =>
    equalityOf(act) && act.status !== undefined && act.status !== 401 && act.status !== 404
      ? act.refused
      : undefined,
  ),
  ofExchanges({ id: 'filters.no-match-is-an-error', share: 0.5 }, (act) => {
    if (act.verb !== 'query' || !act.query.has('filter')) return undefined;
    if (act.status === 404) return true;
    return act.status === 200 && act.resources?.length === 0 ? false : undefined;
  }),
  ofExchanges({ id: 'lists.count-ignored', share: 0.6 }, (act) => {
    const count = Number(act.query.get('count') ?? Number.NaN);
    if (act.verb !== 'query' || act.status !== 200 || !(count >= 0) || !act.resources) return undefined;
    if (act.resources.length > count) return true;
    return act.resources.length === count && count > 0 ? false : undefined;
  }),
  ofExchanges({ id: 'projections.attributes-ignored', share: 0.8 }, projects),
  ofExchanges({ id: 'projections.excluded-ignored', share: 0.8 }, keepsExcluded),
];

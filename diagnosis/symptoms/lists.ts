import { at, equal, isObject, isQualified, member, unassigned } from '../../schemas/attributes.ts';
import type { Act } from '../traffic/act.ts';
import { readEquality } from '../traffic/requests.ts';
import type { View } from '../view.ts';
import {
  filtersRefused,
  parametersBreak,
  parametersHide,
  parametersRefused,
  plainListsRefused,
  plusSignsRefused,
} from './queries.ts';
import { add, ofExchanges, ofKinds, type Sighted, type Sighting, type Symptom } from './symptom.ts';

function holds(resource: unknown, { attribute, value }: { attribute: string; value: string }): boolean {
  const found = at(resource, attribute);
  const values = (Array.isArray(found) ? found : [found]).map((one) =>
    isObject(one) ? member(one, 'value') : one,
  );
  return values.some((one) => equal(one, value, false));
}

/** Whether a filter by equality had an answer that holds what it did not ask for. */
function letsThrough(act: Act): boolean | undefined {
  const asked = readEquality(act);
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
      const asked = readEquality(act);
      if (!asked || act.status !== 200 || !act.resources) continue;
      if (!stored.some((resource) => holds(resource, asked))) continue;
      if (act.resources.length > 0) contrary += 1;
      else add(seen, check, [act.number]);
    }
  }
  return { seen: [...seen.values()], contrary };
}

/** The attributes of a resource beyond those that a projection asked for, and beyond what is always there. */
function findSurplus(resource: unknown, asked: string[]): string[] {
  if (!isObject(resource)) return [];
  const wanted = new Set(asked.map((name) => name.toLowerCase().split(/[.[]/)[0]));
  return Object.keys(resource).filter((name) => {
    const plain = name.toLowerCase();
    return (
      !['schemas', 'id', 'meta', 'username', 'displayname'].includes(plain) &&
      !isQualified(plain) &&
      !wanted.has(plain)
    );
  });
}

function shown(act: Act): unknown[] | undefined {
  if (!act.succeeded) return undefined;
  if (['read', 'create', 'replace', 'patch', 'me'].includes(act.verb))
    return isObject(act.body) ? [act.body] : undefined;
  return act.verb === 'query' || act.verb === 'search' ? act.shown : undefined;
}

function projects(act: Act): boolean | undefined {
  const listed =
    act.verb === 'search' ? member(act.sent, 'attributes') : act.query.get('attributes')?.split(',');
  const asked = Array.isArray(listed) ? listed.map(String) : undefined;
  const resources = shown(act);
  if (!asked || !resources || resources.length === 0) return undefined;
  return resources.some((resource) => findSurplus(resource, asked).length > 0);
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

/** Lists of one question, asked in pages of different size with no write in between, that count differently. */
function totalsDiffer(view: View): Sighted {
  const seen = new Map<string, Sighting>();
  for (const sender of view.senders) {
    const known = new Map<string, { total: unknown; number: number }>();
    for (const act of view.story(sender)) {
      if (act.exchange.method !== 'GET') known.clear();
      const total = member(act.body, 'totalResults');
      const filter = act.query.get('filter');
      if (act.verb !== 'query' || filter === null || typeof total !== 'number') continue;
      const question = `${act.target} ${filter}`;
      const before = known.get(question);
      if (before && before.total !== total) add(seen, sender, [before.number, act.number]);
      known.set(question, { total, number: act.number });
    }
  }
  return { seen: [...seen.values()], contrary: 0 };
}

/** Whether one page shows one resource twice. */
function showsTwice(act: Act): boolean {
  if (act.verb !== 'query' && act.verb !== 'search') return false;
  // Of a list too long to keep, the text says which resources it begins with.
  const ids = act.isCut
    ? [...(act.exchange.response?.body ?? '').matchAll(/"id"\s*:\s*"((?:[^"\\]|\\.)+)"/g)]
        .map(([, id]) => id)
        .filter((id) => id !== 'string')
    : (act.shown ?? []).map((one) => member(one, 'id')).filter((id) => id !== undefined);
  return new Set(ids).size < ids.length;
}

/** Whether a page holds fewer resources than it says itself, while the list goes on. */
function holdsFewer(act: Act): boolean {
  if (act.verb !== 'query' && act.verb !== 'search') return false;
  if (act.status !== 200 || act.isCut || !act.resources) return false;
  const [perPage, total, start] = ['itemsPerPage', 'totalResults', 'startIndex'].map((name) =>
    member(act.body, name),
  );
  if (typeof perPage !== 'number' || typeof total !== 'number') return false;
  const before = typeof start === 'number' ? start - 1 : 0;
  return act.resources.length < perPage && before + act.resources.length < total;
}

/** Whether a list or a lookup is turned away or breaks, whatever is asked. */
function fails(act: Act): boolean | undefined {
  if (act.verb !== 'query' || act.collection === '' || act.status === undefined) return undefined;
  if (act.succeeded) return false;
  return act.status === 403 || act.status === 405 || act.status >= 500 ? true : undefined;
}

/** Lists without a filter that fail; where they do, lookups are not to blame for failing alike. */
function listsFail(view: View): Sighted {
  const plain = ofKinds({ id: '', share: 0.9 }, (act) => (act.query.has('filter') ? undefined : fails(act)));
  const { seen: failing, ...sighted } = plain.look(view);
  if (failing.length === 0) return { seen: failing, ...sighted };
  const seen = new Map<string, Sighting>();
  for (const act of view.acts)
    if (fails(act) && (sighted.about ?? act.collection.toLowerCase()) === act.collection.toLowerCase())
      add(seen, act.exchange.check, [act.number]);
  return { seen: [...seen.values()], ...sighted };
}

/** Filters beyond plain equality that are answered 404, while a plain one without a match is an empty list. */
function refusedAsNotFound(view: View): Sighted {
  const seen = new Map<string, Sighting>();
  let contrary = 0;
  const queries = view.acts.filter((act) => act.verb === 'query' && act.query.has('filter'));
  const listsNobody = queries.some(
    (act) => readEquality(act) && act.succeeded && act.resources?.length === 0,
  );
  for (const act of listsNobody ? queries : []) {
    if (act.status === 404) add(seen, act.exchange.check, [act.number]);
    else if (act.status === 400) contrary += 1;
  }
  return { seen: [...seen.values()], contrary };
}

/** What is wrong with lists, filters and projections. */
export const listSymptoms: Symptom[] = [
  ofExchanges({ id: 'lists.not-a-list-response', share: 0.8 }, (act) =>
    act.verb === 'query' && act.collection !== '' && act.status === 200 && !act.isCut
      ? act.resources === undefined
      : undefined,
  ),
  { id: 'lists.fail', share: 0, look: listsFail },
  ofExchanges({ id: 'filters.ignored', share: 0.5 }, letsThrough),
  ofExchanges({ id: 'filters.operator-wrong', share: 0, byExchange: true }, letsThrough),
  { id: 'filters.find-nothing', share: 0.6, look: findsNothing },
  ofExchanges({ id: 'lists.incomplete', share: 0 }, (act) => showsTwice(act) || holdsFewer(act)),
  { id: 'lists.only-with-a-filter', share: 0, look: plainListsRefused },
  { id: 'filters.refused-with-parameters', share: 0, look: parametersRefused },
  { id: 'filters.plus-signs-refused', share: 0, look: plusSignsRefused },
  { id: 'filters.empty-with-parameters', share: 0, look: parametersHide },
  { id: 'filters.refused', share: 0, look: filtersRefused },
  { id: 'lists.parameter-breaks', share: 0, look: parametersBreak },
  { id: 'filters.refused-as-not-found', share: 0.8, look: refusedAsNotFound },
  ofExchanges({ id: 'filters.no-match-is-an-error', share: 0.5 }, (act) => {
    if (act.verb !== 'query' || !act.query.has('filter')) return undefined;
    if (act.status === 404) return true;
    if (readEquality(act) && act.refused && act.status !== 401 && act.status !== 429) return true;
    return act.status === 200 && act.resources?.length === 0 ? false : undefined;
  }),
  // What a list without resources is answered with is seen at each lookup that finds nobody.
  ofExchanges({ id: 'lists.empty-is-204', share: 0.5, precise: true }, (act) => {
    if (act.verb !== 'query') return undefined;
    if (act.status === 204) return true;
    return act.status === 200 && act.resources?.length === 0 ? false : undefined;
  }),
  ofExchanges({ id: 'lists.count-ignored', share: 0.6 }, (act) => {
    const count = Number(act.query.get('count') ?? Number.NaN);
    if (act.verb !== 'query' || act.status !== 200 || !(count >= 0) || !act.resources) return undefined;
    if (act.resources.length > count) return true;
    return act.resources.length === count && count > 0 ? false : undefined;
  }),
  { id: 'lists.totals-wrong', share: 0, look: totalsDiffer },
  ofExchanges({ id: 'projections.attributes-ignored', share: 0.8 }, projects),
  ofExchanges({ id: 'projections.excluded-ignored', share: 0.8 }, keepsExcluded),
];

import { segmentOf, textOf } from '../../kit/wire/paths.ts';
import { ERROR, isObject, member } from '../../schemas/attributes.ts';
import type { Act } from '../act.ts';
import type { Failure, View } from '../view.ts';
import { add, ofExchanges, type Sighted, type Sighting, type Symptom } from './symptom.ts';

/** The resources that an answer holds in full: those of a create, a read, a PUT, or a list without a projection. */
function resourcesIn(act: Act): unknown[] | undefined {
  if (!act.succeeded || act.query.has('attributes') || act.query.has('excludedAttributes')) return undefined;
  if (act.verb === 'query') return act.resources;
  const isWhole = act.verb === 'create' || act.verb === 'read' || act.verb === 'replace';
  return isWhole && isObject(act.body) ? [act.body] : undefined;
}

function inAll(id: string, isWrong: (resource: unknown) => boolean): Symptom {
  return ofExchanges({ id, share: 0.6 }, (act) => {
    const resources = resourcesIn(act);
    return resources === undefined || resources.length === 0 ? undefined : resources.some(isWrong);
  });
}

function isError(body: unknown): boolean {
  const schemas = member(body, 'schemas');
  return Array.isArray(schemas) && schemas.includes(ERROR);
}

/** A failure over whether something is there or not, or of a check that could not tell. */
function isAboutAbsence({ check, exchanges }: Failure, view: View): boolean {
  const last = exchanges.flatMap((number) => view.act(number) ?? []);
  return last.some((act) => act.verb === 'read') || /hard-delete|delete|unknown/.test(check);
}

/**
 * Resources that nobody deleted and that are gone: created by this run, and answered 404 at their own address with no
 * DELETE of it in between. Every check that names one of them from then on is concerned.
 */
function vanished(view: View): Sighted {
  const there = new Map<string, number>();
  const gone = new Map<string, number>();
  for (const act of view.acts) {
    if (act.verb === 'create' && act.status === 201) {
      const id = member(act.body, 'id');
      if (typeof id === 'string') there.set(`${act.target}/${segmentOf(id)}`, act.number);
    } else if (act.verb === 'delete' || act.verb === 'bulk') {
      if (act.verb === 'bulk') there.clear();
      there.delete(act.target);
    } else if (act.verb === 'read' && act.status === 404 && there.has(act.target)) {
      const id = act.target.split('/')[2];
      if (id !== undefined) gone.set(textOf(id), act.number);
      there.delete(act.target);
    }
  }
  const seen = new Map<string, Sighting>();
  if (gone.size === 0) return { seen: [], contrary: 0 };
  for (const act of view.acts) {
    const text = `${act.exchange.path} ${act.exchange.request.body ?? ''}`;
    for (const [id, number] of gone) {
      if (act.exchange.purpose !== 'clean-up' && text.includes(id))
        add(seen, act.exchange.check, [number, act.number]);
    }
  }
  return { seen: [...seen.values()], contrary: 0 };
}

/** A userName that was created a second time while the first account had it, letter case aside. */
function namesTwice(view: View): Sighted {
  const seen = new Map<string, Sighting>();
  for (const sender of view.senders) {
    const taken = new Map<string, Act>();
    for (const act of view.story(sender)) {
      if (['delete', 'patch', 'replace', 'bulk'].includes(act.verb)) taken.clear();
      if (act.verb !== 'create' || act.status !== 201) continue;
      const name = member(act.sent, 'userName');
      if (typeof name !== 'string') continue;
      const before = taken.get(name.toLowerCase());
      if (before) add(seen, sender, [act.number, before.number]);
      taken.set(name.toLowerCase(), act);
    }
  }
  return { seen: [...seen.values()], contrary: 0 };
}

/** What is wrong with resources wherever they are shown. */
export const resourceSymptoms: Symptom[] = [
  { id: 'create.names-not-unique', least: 1, share: 0, look: namesTwice },
  { id: 'delete.takes-others', least: 1, share: 0, look: vanished },
  ofExchanges({ id: 'groups.not-served', share: 0.9 }, (act) =>
    act.collection === 'Groups' && act.status !== undefined && ['query', 'create'].includes(act.verb)
      ? [404, 405, 500, 501].includes(act.status)
      : undefined,
  ),
  ofExchanges({ id: 'read.wrong-resource', least: 1, share: 0, total: true }, (act) => {
    if (act.verb !== 'read' || act.status !== 200 || act.query.size > 0) return undefined;
    const id = member(act.body, 'id');
    return id === undefined ? undefined : segmentOf(String(id)) !== act.target.split('/')[2];
  }),
  ofExchanges({ id: 'read.unknown-is-not-404', share: 0.5, explains: isAboutAbsence }, (act) => {
    if (act.verb !== 'read' || act.status === undefined) return undefined;
    if (act.status === 404) return false;
    return act.status === 410 || act.status === 500 || (act.status === 200 && isError(act.body))
      ? true
      : undefined;
  }),
  inAll('resources.id-is-no-string', (resource) => {
    const id = member(resource, 'id');
    return id !== undefined && typeof id !== 'string';
  }),
  inAll('resources.without-id', (resource) => member(resource, 'id') === undefined),
  inAll('resources.without-schemas', (resource) => !Array.isArray(member(resource, 'schemas'))),
  inAll('resources.without-meta', (resource) => !isObject(member(resource, 'meta'))),
];

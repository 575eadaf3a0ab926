import { UNSEEN_CHANGES } from '../../kit/outcome.ts';
import { ERROR, equal, isObject, member, USER, unassigned } from '../../schemas/attributes.ts';
import { operationsIn } from '../../schemas/bulk.ts';
import type { Act } from '../traffic/act.ts';
import type { Failure, View } from '../view.ts';
import { add, ofExchanges, type Sighted, type Sighting, type Symptom } from './symptom.ts';

/** The resources that an answer holds in full: those of a create, a read, a PUT, or a list without a projection. */
function resourcesIn(act: Act): unknown[] | undefined {
  if (!act.succeeded || act.query.has('attributes') || act.query.has('excludedAttributes')) return undefined;
  if (act.verb === 'query') return act.shown;
  const isWhole = act.verb === 'create' || act.verb === 'read' || act.verb === 'replace';
  return isWhole && isObject(act.body) ? [act.body] : undefined;
}

function inAll(id: string, isWrong: (resource: unknown) => boolean): Symptom {
  return ofExchanges({ id, share: 0.6 }, (act) => {
    const resources = resourcesIn(act);
    return resources === undefined || resources.length === 0 ? undefined : resources.some(isWrong);
  });
}

/** Attributes that an endpoint may write in its own way, or that are its own. */
const OWN_WAY =
  /^(schemas|id|meta|groups|password|userName|externalId|profileUrl|locale|preferredLanguage|timezone)$/i;

/** Whether a create or a PUT that was accepted answers with another text than the one that was sent. */
function altersText(act: Act): boolean {
  if ((act.verb !== 'create' && act.verb !== 'replace') || !act.succeeded) return false;
  const { sent, body } = act;
  if (!isObject(sent) || !isObject(body)) return false;
  return Object.entries(sent).some(([name, value]) => {
    const found = member(body, name);
    if (OWN_WAY.test(name) || typeof value !== 'string' || typeof found !== 'string') return false;
    return value.trim() !== found.trim() && !equal(value, found, false);
  });
}

const EXTENSION = /^urn:.*:extension:/i;

/** Extensions that no answer to a create shows, though it was sent; whoever writes to one of them is concerned. */
function losesExtensions(view: View): Sighted {
  const made = view.acts
    .filter((act) => act.verb === 'create' && act.status === 201 && isObject(act.body))
    .flatMap((act) => extensionsIn(act.sent).map((name) => ({ act, name })));
  const kept = new Set(made.flatMap(({ act, name }) => (unassigned(member(act.body, name)) ? [] : [name])));
  const lost = new Set(made.flatMap(({ name }) => (kept.has(name) ? [] : [name])));
  const seen = new Map<string, Sighting>();
  for (const { act, name } of made) if (lost.has(name)) add(seen, act.exchange.check, [act.number]);
  for (const act of view.acts) {
    const text = act.exchange.request.body?.toLowerCase() ?? '';
    const writes = ['patch', 'replace', 'bulk', 'create'].includes(act.verb) && act.succeeded;
    if (writes && !seen.has(act.exchange.check) && [...lost].some((name) => text.includes(name)))
      add(seen, act.exchange.check, [act.number]);
  }
  return { seen: [...seen.values()], contrary: 0 };
}

/** URNs of the extensions that a body gives values to, in small letters. */
function extensionsIn(body: unknown): string[] {
  return Object.entries(isObject(body) ? body : {}).flatMap(([name, value]) =>
    EXTENSION.test(name) && isObject(value) && Object.values(value).some((one) => !unassigned(one))
      ? [name.toLowerCase()]
      : [],
  );
}

/** Whether an answer shows a resource without its id, whatever was asked for (RFC 7643 section 3.1). */
function lacksId(act: Act): boolean {
  if (!act.succeeded) return false;
  const isOne = ['create', 'read', 'replace', 'patch'].includes(act.verb);
  // An empty object shows no resource at all.
  const shown = isOne
    ? isObject(act.body) && Object.keys(act.body).length > 0
      ? [act.body]
      : []
    : (act.shown ?? []);
  const counts = isOne || act.verb === 'query' || act.verb === 'search';
  return counts && shown.some((one) => !isError(one) && member(one, 'id') === undefined);
}

/** URNs that look like those of SCIM's own schemas, whatever the version and the letters. */
const CORE = USER.slice(0, USER.lastIndexOf(':') + 1);
const LIKE_CORE = /\bscim:schemas:core:/i;

/** Whether a resource names a schema of its own, extensions not counted, and no other version or spelling of SCIM's. */
function namesItsSchema(resource: unknown): boolean {
  const schemas = member(resource, 'schemas');
  if (!Array.isArray(schemas)) return false;
  const own = schemas.map(String).filter((one) => !/:extension:/i.test(one));
  return own.some((one) => !LIKE_CORE.test(one) || one.startsWith(CORE));
}

/** A failure over schemas, or of a check that put a body together from what the endpoint showed. */
function isAboutSchemas({ check, key = '', row = '' }: Failure, view: View): boolean {
  return /schemas/i.test(`${key} ${row}`) || view.traffic(check).some(repeatsItsSchemas);
}

/** A PUT that gives back what was shown, without the schema that was not shown. */
function repeatsItsSchemas(act: Act): boolean {
  const bodies =
    act.verb === 'bulk'
      ? operationsIn(act.exchange.request.body)
          .filter((one) => member(one, 'method') === 'PUT')
          .map((one) => member(one, 'data'))
      : act.verb === 'replace' && act.status === 400
        ? [act.sent]
        : [];
  return bodies.some((body) => isObject(body) && !namesItsSchema(body));
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

/** Reads of what was deleted that are refused as forbidden: whether it is gone they do not say. */
function goneIsForbidden(view: View): Sighted {
  const deleted = new Set<string>();
  const seen = new Map<string, Sighting>();
  let contrary = 0;
  for (const act of view.acts) {
    if (act.verb === 'delete' && act.succeeded) deleted.add(act.target);
    if (act.verb !== 'read' || act.status === undefined || !deleted.has(act.target)) continue;
    if (act.status === 403) add(seen, act.exchange.check, [act.number]);
    else contrary += 1;
  }
  return { seen: [...seen.values()], contrary };
}

/** What is wrong with resources wherever they are shown. */
export const resourceSymptoms: Symptom[] = [
  ofExchanges({ id: 'groups.not-served', share: 0.9 }, (act) =>
    act.collection === 'Groups' && act.status !== undefined && ['query', 'create'].includes(act.verb)
      ? [404, 405, 500, 501].includes(act.status)
      : undefined,
  ),
  ofExchanges({ id: 'read.unknown-is-not-404', share: 0.5, explains: isAboutAbsence }, (act) => {
    if (['patch', 'replace', 'delete'].includes(act.verb) && act.status === 410) return true;
    if (act.verb !== 'read' || act.status === undefined) return undefined;
    if (act.status === 404) return false;
    return act.status === 410 || act.status === 500 || (act.status === 200 && isError(act.body))
      ? true
      : undefined;
  }),
  {
    id: 'read.unknown-is-not-404',
    certain: true,
    explains: (failure, view) => failure.row === undefined || isAboutAbsence(failure, view),
    look: goneIsForbidden,
  },
  {
    ...inAll('resources.id-is-no-string', (resource) => {
      const id = member(resource, 'id');
      return id !== undefined && typeof id !== 'string';
    }),
    share: 0,
  },
  ofExchanges(
    {
      id: 'resources.values-altered',
      share: 0,
      // What is never stored is not altered.
      explains: ({ signature }) => signature !== UNSEEN_CHANGES,
    },
    altersText,
  ),
  { id: 'resources.extension-lost', share: 0, look: losesExtensions },
  ofExchanges({ id: 'resources.without-id', share: 0, byExchange: true }, lacksId),
  {
    ...inAll('resources.without-schemas', (resource) => !namesItsSchema(resource)),
    share: 0,
    explains: isAboutSchemas,
  },
  inAll('resources.without-meta', (resource) => !isObject(member(resource, 'meta'))),
];

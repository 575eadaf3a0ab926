import type { Act } from './act.ts';
import { readFilter, readOperations } from './requests.ts';

/** What a request was about, in words. */
function describeRequest(act: Act): string {
  const kind = act.collection.toLowerCase();
  const [attribute] = /^[\w:.$-]+/.exec(readFilter(act).replace(/^[\s(]+/, '')) ?? [];
  const names = readOperations(act).flatMap(({ path }) =>
    path === '' ? [] : [path.replace(/[[.].*$/s, '')],
  );
  const words: Partial<Record<Act['verb'], string>> = {
    create: `creates of ${kind}`,
    read: `reads of ${kind}`,
    replace: `PUT requests of ${kind}`,
    delete: `deletions of ${kind}`,
    bulk: 'bulk jobs',
    patch: `changes of ${kind}${names.length === 0 ? '' : ` at ${[...new Set(names)].sort().join(', ')}`}`,
    query: describeQuery(act, kind, attribute),
  };
  return words[act.verb] ?? 'other requests';
}

/** So many at once are more than a page holds as a rule. */
const LARGE = 1_000;

function describeQuery(act: Act, kind: string, attribute: string | undefined): string {
  if (Number(act.query.get('count')) > LARGE) return 'lists with a large count';
  return attribute === undefined ? `lists of ${kind}` : `filters on ${attribute}`;
}

/** Share of requests that have to be of one kind for words to name it. */
const MOST = 0.8;

/** What most of the requests that broke the server were about; where others of the kind were served, only some of it. */
export function describeBroken(broken: readonly Act[], all: readonly Act[]): string | undefined {
  const about = describeMost(broken);
  if (about === undefined) return undefined;
  const served = all.filter((act) => act.succeeded && describeRequest(act) === about);
  return served.length > broken.length ? `some ${about}` : about;
}

/** What most of these requests were about; undefined where they were of several kinds. */
export function describeMost(acts: readonly Act[]): string | undefined {
  const times = new Map<string, number>();
  for (const act of acts) times.set(describeRequest(act), (times.get(describeRequest(act)) ?? 0) + 1);
  return [...times].find(([, count]) => count >= acts.length * MOST)?.[0];
}

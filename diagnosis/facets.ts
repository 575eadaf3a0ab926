import { isObject } from '../schemas/attributes.ts';
import { describeRefusal } from './answers.ts';
import type { Act } from './traffic/act.ts';
import { asksFor, readFilter, readOperations } from './traffic/requests.ts';
import type { View } from './view.ts';

/** A circumstance that requests have in common: an operation, a parameter, a form of filter, an answer. */
type Facet = string;

const PROJECTIONS = ['attributes', 'excludedAttributes'];

/** The circumstances of one exchange, without what differs from one run to the next. */
function listFacets(act: Act): Facet[] {
  const facets = [act.operation, `${act.operation} ${act.status ?? act.exchange.failure?.code}`];
  const refusal = describeRefusal(act);
  if (refusal !== undefined) facets.push(refusal);
  for (const name of act.query.keys()) facets.push(`${act.verb} ?${name}`);
  for (const name of PROJECTIONS) if (asksFor(act, name)) facets.push(`?${name}`);
  const filter = readFilter(act);
  if (filter !== '') facets.push(`filter ${describeShape(filter)}`, ...listWords(filter));
  for (const { op, path } of readOperations(act)) {
    facets.push(
      `${act.collection} ${op}`,
      `${act.collection} ${op} ${describeShape(path)}`,
      `path ${describeShape(path)}`,
    );
  }
  if (act.verb === 'create' && isObject(act.sent)) {
    for (const [name, value] of Object.entries(act.sent))
      facets.push(`${act.collection} sends ${name} ${nameKind(value)}`);
  }
  for (const name of Object.keys(act.exchange.request.headers)) {
    if (/^if-/i.test(name)) facets.push(`${act.exchange.method} ${name.toLowerCase()}`);
  }
  return facets;
}

/** A filter or a path without its values and without the ids and names of a run. */
function describeShape(text: string): string {
  return text
    .replace(/"(?:[^"\\]|\\.)*"/g, '""')
    .replace(/\b\d[\d.:TZ-]*\b/g, '0')
    .trim();
}

function listWords(filter: string): Facet[] {
  const words = describeShape(filter).match(/\b(eq|ne|co|sw|ew|gt|ge|lt|le|pr|and|or|not)\b|\[/gi) ?? [];
  return [...new Set(words)].map((word) => `filter word ${word.toLowerCase()}`);
}

function nameKind(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : 'list';
  return value === null ? 'null' : value === '' ? '""' : isObject(value) ? 'object' : typeof value;
}

/** Of the checks that meet a circumstance, so many have to fail for it to speak for a cause. */
const GUILTY = 0.67;

/**
 * Circumstances that checks meet when they fail and hardly ever when they pass: what two groups of failures that share
 * one of them have in common.
 */
export class GuiltyFacets {
  private readonly byCheck = new Map<string, Set<Facet>>();
  /** The failing checks that meet each guilty circumstance. */
  readonly failing = new Map<Facet, readonly string[]>();

  constructor(view: View) {
    const checks = new Map<Facet, Set<string>>();
    for (const check of view.judgedChecks) {
      for (const act of view.claims(check)) {
        if (act.exchange.purpose === 'clean-up') continue;
        for (const facet of listFacets(act)) {
          const meeting = checks.get(facet);
          if (meeting) meeting.add(check);
          else checks.set(facet, new Set([check]));
        }
      }
    }
    for (const [facet, meeting] of checks) {
      const failing = [...meeting].filter((check) => view.hasFailed(check));
      if (failing.length < 2 || failing.length < meeting.size * GUILTY) continue;
      this.failing.set(facet, failing);
      for (const check of failing) {
        const own = this.byCheck.get(check);
        if (own) own.add(facet);
        else this.byCheck.set(check, new Set([facet]));
      }
    }
  }

  /** How many checks of a group meet each guilty circumstance. */
  count(checks: ReadonlySet<string>): ReadonlyMap<Facet, number> {
    const counts = new Map<Facet, number>();
    for (const check of checks) {
      for (const facet of this.byCheck.get(check) ?? []) counts.set(facet, (counts.get(facet) ?? 0) + 1);
    }
    return counts;
  }
}

/** Failures whose checks are looked at together, with the guilty circumstances that these meet. */
export interface Circle {
  checks: ReadonlySet<string>;
  facets: ReadonlyMap<Facet, number>;
}

/** So many checks that meet a circumstance are many, however large their group is. */
const MANY = 6;

/** Whether one guilty circumstance is met by most checks of the small group, and by many of the large one. */
export function areTied(large: Circle, small: Circle): boolean {
  return [...small.facets].some(
    ([facet, count]) =>
      count >= small.checks.size * 0.6 &&
      (large.facets.get(facet) ?? 0) >= Math.min(MANY, large.checks.size * 0.4),
  );
}

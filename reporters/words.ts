import type { Harm } from '../config/row.ts';
import type { Status } from '../kit/outcome.ts';
import type { Report, ReportedCheck, SourceVerdict } from './model.ts';
import { isSelected } from './verdict.ts';

/** States in the order in which a reader wants them, with the word that stands after a number. */
export const STATE_WORDS: readonly (readonly [Status, string])[] = [
  ['fail', 'failed'],
  ['blocked', 'blocked'],
  ['error', 'in error'],
  ['pass', 'passed'],
  ['not-applicable', 'not applicable'],
  ['not-run', 'not run'],
];

/** What happens to people when a requirement is broken. */
export const HARM_WORDS: Record<Harm, string> = {
  'access-kept': 'someone keeps or gets access that they should not have',
  'wrong-person': 'someone else’s account is matched, changed or disclosed',
  'data-lost': 'data or memberships are lost',
  stops: 'provisioning stops or is repeated in vain',
  formal: 'nobody is harmed',
};

/** A number with its noun, in the plural where it is not one. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** A sentence begins with a capital letter. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Milliseconds as a reader says them: `840 ms`, `12.4 s`, `3 min 20 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Where a requirement stands, as the field writes it: `RFC 7644 §3.5.2.2`; of other sources the document's own words. */
export function sectionInWords({
  id,
  source,
  section,
}: {
  id: string;
  source: string;
  section: string;
}): string {
  const rfc = /^(\d{4,5}):/.exec(id)?.[1];
  if (rfc === undefined) return `${source} ${section}`;
  return /^[\d.]+$/.test(section) ? `RFC ${rfc} §${section}` : `RFC ${rfc}, ${section}`;
}

/** Numbers by state in words, those that are zero left out: `3 failed, 12 blocked, 480 passed`. */
export function countsInWords(counts: Readonly<Partial<Record<Status, number>>>): string {
  return countParts(counts).join(', ') || 'none';
}

/** As countsInWords, one text a state. */
export function countParts(counts: Readonly<Partial<Record<Status, number>>>): string[] {
  return STATE_WORDS.flatMap(([state, word]) => (counts[state] ? [`${counts[state]} ${word}`] : []));
}

/**
 * The rows of a source in words, one text a state: in scope first, then what a choice of the run left out, what no
 * check verifies, or none can. Together they are all rows of the source.
 */
export function rowParts({ source, rows }: SourceVerdict, all: Report['rows']): string[] {
  const rest = [
    [countLeftOut(source, all), 'left out'],
    [rows['not-verified'], 'not verified'],
    [rows['not-tested'], 'not testable'],
  ] as const;
  return [...countParts(rows), ...rest.flatMap(([count, word]) => (count > 0 ? [`${count} ${word}`] : []))];
}

/** Rows of a source that a choice of the run left out of its scope. */
export function countLeftOut(source: string, all: Report['rows']): number {
  return all.filter((row) => row.source === source && !row.inScope && row.checks.length > 0).length;
}

/**
 * How a partial run went, in a sentence for people and machines alike: what was selected, what became of it, and that
 * this is no verdict on conformance; undefined for a full run.
 */
export function partialInWords(report: Report): string | undefined {
  if (report.scope.kind === 'full') return undefined;
  const selected = report.checks.filter(isSelected);
  const counts: Partial<Record<Status, number>> = {};
  for (const { status } of selected) counts[status] = (counts[status] ?? 0) + 1;
  const { pass = 0, ...others } = counts;
  const rest = countParts(others).map((part) => `, ${part}`);
  const end = report.verdict === 'partial' ? 'no verdict on conformance' : 'a binding requirement is broken';
  return `${pass} of ${selected.length} selected checks passed${rest.join('')}; ${end}`;
}

/** Whether a run ended before it asked anything: of the endpoint nothing is known, and no count is worth a line. */
export function neverBegan({ run, checks }: Report): boolean {
  return run.ended?.why === 'preflight' && checks.every(({ status }) => status === 'not-run');
}

/** What is known of a run's scope before it begins. */
export interface Narrowed {
  scope: Pick<Report['scope'], 'kind' | 'filters' | 'terms'>;
}

/** Full or partial, with the flags that made it so and those that are its terms. */
export function kindInWords({ scope }: Narrowed): string {
  const flags = [...scope.filters, ...scope.terms];
  return `${scope.kind === 'full' ? 'full' : 'partial'} run${flags.length > 0 ? ` (${flags.join(', ')})` : ''}`;
}

/** What the verdict is about, on which terms, and what a choice of the run left out of it. */
export function scopeInWords(report: Report): string {
  const { scope } = report;
  const left = Object.entries(scope.left);
  const total = left.reduce((sum, [, number]) => sum + number, 0);
  const why = left.map(([reason, number]) => `${number} ${reason}`).join(', ');
  return `${kindInWords(report)}${total > 0 ? `; ${count(total, 'requirement')} left out: ${why}` : ''}`;
}

/** What a blocked check's step met: the answer where it has a status, otherwise what happened in words. */
export function blockedInWords(by: NonNullable<ReportedCheck['blockedBy']>): string {
  const { request, status, signature } = by;
  return /^\d+$/.test(String(status))
    ? `; ${request} answered ${status}${saidBy(by)}`
    : `: ${signature}${saidBy(by)}`;
}

/** What the endpoint said of the refusal that blocks a check; nothing where it said nothing. */
export function saidBy(blockedBy: { detail?: string } | undefined): string {
  return blockedBy?.detail === undefined ? '' : `: ${blockedBy.detail}`;
}

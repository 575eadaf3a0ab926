import type { Profile } from '../config/profile.ts';
import type { Row, Severity } from '../config/row.ts';
import { matchesGlob } from '../config/settings/glob.ts';
import type { Settings } from '../config/settings/settings.ts';
import type { CatalogueEntry } from '../kit/check/check.ts';
import { groupOf } from '../kit/check/definition.ts';
import type { NotRunReason } from '../kit/outcome.ts';

/** Which checks take part, and why the others do not. */
export interface Selection {
  selected: string[];
  notRun: Map<string, { reason: NotRunReason; explanation: string }>;
  kind: 'full' | 'filtered' | 'read-only';
  /** What was asked for, in words. */
  filters: string[];
}

const NOT_ASKED = {
  reason: 'filtered',
  explanation: 'the profile does not ask for what it verifies',
} as const;

type Wishes = Pick<Settings, 'groups' | 'checks' | 'severities' | 'readOnly' | 'optIn' | 'skipAuthProbes'>;

/**
 * Decides for every entry of the catalogue whether it takes part in this run.
 * @param asked whether the profile asks for any row that the entry verifies
 */
export function select(
  entries: CatalogueEntry[],
  wishes: Wishes,
  severityOf: (entry: CatalogueEntry) => Severity,
  asked: (entry: CatalogueEntry) => boolean = () => true,
): Selection {
  const selection: Selection = {
    selected: [],
    notRun: new Map(),
    kind: kindOf(wishes),
    filters: filtersOf(wishes),
  };
  for (const entry of entries) {
    const left = asked(entry) ? whyLeft(entry, wishes, severityOf(entry)) : NOT_ASKED;
    if (left === undefined) selection.selected.push(entry.id);
    else selection.notRun.set(entry.id, left);
  }
  return selection;
}

/** Whether a profile decides on or shows a source of the rows that an entry verifies. */
export function asksFor(
  profile: Pick<Profile, 'decides' | 'shows'>,
  entry: CatalogueEntry,
  rowOf: (id: string) => Row | undefined,
): boolean {
  const sources = [...profile.decides, ...profile.shows];
  return entry.verifies.some((id) => {
    const source = rowOf(id)?.source;
    return source !== undefined && (sources.includes(source) || source.startsWith('x-'));
  });
}

/** The severity of a check: that of its rows, which are all of one severity; the worst where a profile splits them. */
export function severityOfEntry(
  entry: CatalogueEntry,
  rowOf: (id: string) => Row | undefined,
  severityOf: (row: Row) => Severity,
): Severity {
  const severities = entry.verifies.flatMap((id) => {
    const row = rowOf(id);
    return row === undefined ? [] : [severityOf(row)];
  });
  return (['violation', 'warning', 'note'] as const).find((one) => severities.includes(one)) ?? 'note';
}

function whyLeft(
  entry: CatalogueEntry,
  wishes: Wishes,
  severity: Severity,
): { reason: NotRunReason; explanation: string } | undefined {
  if (!wanted(entry, wishes, severity))
    return { reason: 'filtered', explanation: filtersOf(wishes).join(', ') };
  if (entry.optIn !== undefined && !wishes.optIn.includes(entry.optIn))
    return { reason: 'opt-in', explanation: `--opt-in ${entry.optIn} lets it run` };
  if (wishes.readOnly && !entry.reads && entry.kind === 'check')
    return { reason: 'read-only', explanation: 'it writes, and --read-only was given' };
  if (entry.kind === 'check' && entry.phase === 'credentials' && wishes.skipAuthProbes)
    return { reason: 'filtered', explanation: '--skip-auth-probes leaves requests with bad credentials out' };
  return undefined;
}

function wanted(entry: CatalogueEntry, wishes: Wishes, severity: Severity): boolean {
  if (wishes.groups.length > 0 && !wishes.groups.includes(groupOf(entry.id))) return false;
  if (wishes.checks.length > 0 && !wishes.checks.some((glob) => matchesGlob(glob, entry.id))) return false;
  return wishes.severities.length === 0 || wishes.severities.includes(severity);
}

function kindOf(wishes: Wishes): Selection['kind'] {
  if (filtersOf(wishes).length > 0) return 'filtered';
  return wishes.readOnly ? 'read-only' : 'full';
}

function filtersOf({ groups, checks, severities, skipAuthProbes }: Wishes): string[] {
  return [
    ...(groups.length > 0 ? [`--group ${groups.join(',')}`] : []),
    ...checks.map((glob) => `--check ${glob}`),
    ...(severities.length > 0 ? [`--severity ${severities.join(',')}`] : []),
    ...(skipAuthProbes ? ['--skip-auth-probes'] : []),
  ];
}

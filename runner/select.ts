import type { Profile } from '../config/profile.ts';
import { severityOf as gradeOf } from '../config/profiles.ts';
import { rowById } from '../config/requirements/catalogue.ts';
import type { Row, Severity } from '../config/row.ts';
import { matchesGlob } from '../config/settings/glob.ts';
import { type Settings, SettingsError } from '../config/settings/settings.ts';
import type { CatalogueEntry } from '../kit/check/check.ts';
import { groupOf } from '../kit/check/definition.ts';
import type { NotRunReason } from '../kit/outcome.ts';

/** Which checks take part, and why the others do not. */
export interface Selection {
  selected: string[];
  notRun: Map<string, { reason: NotRunReason; explanation: string }>;
  /** A run of any kind but `full` is partial. */
  kind: 'full' | 'filtered' | 'read-only';
  /** What narrowed the run, as flags. */
  filters: string[];
  /** Conditions of the run that leave it full, as flags. */
  terms: string[];
}

const NOT_ASKED = {
  reason: 'filtered',
  explanation: 'the profile does not ask for what it verifies',
} as const;

type Wishes = Pick<Settings, 'groups' | 'checks' | 'severities' | 'readOnly' | 'optIn' | 'skipAuthProbes'>;

/**
 * What a run of these settings takes out of a catalogue: the one selection that run, plan and report share.
 * @throws SettingsError where nothing is left to run
 */
export function selectionFor(
  entries: CatalogueEntry[],
  { settings, profile, own }: { settings: Wishes; profile: Profile; own: { rows: readonly Row[] } },
): Selection {
  const rowOf = (id: string) => rowById(id) ?? own.rows.find((row) => row.id === id);
  const selection = select(
    entries,
    settings,
    (entry) => severityOfEntry(entry, rowOf, (row) => gradeOf(row, profile)),
    (entry) => asksFor(profile, entry, rowOf),
  );
  if (selection.selected.length > 0) return selection;
  throw new SettingsError(
    'selection',
    `nothing is selected: no check is left by ${[...selection.filters, `--profile ${profile.name}`].join(', ')}`,
    whatWouldRun(selection),
  );
}

function whatWouldRun({ notRun }: Selection): string {
  const asked = [...notRun.values()].find(({ reason }) => reason === 'opt-in');
  return asked === undefined
    ? 'Loosen a filter; scim-conformance list shows what there is.'
    : `${asked.explanation}; or loosen a filter.`;
}

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
    terms: termsOf(wishes),
  };
  for (const entry of entries) {
    const left = asked(entry) ? whyLeft(entry, wishes, severityOf(entry)) : NOT_ASKED;
    if (left === undefined) selection.selected.push(entry.id);
    else selection.notRun.set(entry.id, left);
  }
  const ownAlone = selection.kind === 'full' && selection.selected.every((id) => id.startsWith('x-'));
  return ownAlone ? { ...selection, kind: 'filtered', filters: ['own suites alone'] } : selection;
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
    return { reason: 'skipped', explanation: '--skip-auth-probes leaves requests with bad credentials out' };
  return undefined;
}

function wanted(entry: CatalogueEntry, wishes: Wishes, severity: Severity): boolean {
  if (wishes.groups.length > 0 && !wishes.groups.includes(groupOf(entry.id))) return false;
  if (wishes.checks.length > 0 && !wishes.checks.some((glob) => matchesGlob(glob, entry.id))) return false;
  return wishes.severities.length === 0 || wishes.severities.includes(severity);
}

function kindOf(wishes: Wishes): Selection['kind'] {
  if (filtersOf({ ...wishes, readOnly: false }).length > 0) return 'filtered';
  return wishes.readOnly ? 'read-only' : 'full';
}

/** In an order of their own, so that two runs that were asked for the same say the same. */
function filtersOf({ groups, checks, severities, readOnly }: Wishes): string[] {
  const each = (flag: string, words: readonly string[]) =>
    [...new Set(words)].sort().map((word) => `${flag} ${word}`);
  return [
    ...each('--group', groups),
    ...each('--check', checks),
    ...each('--severity', severities),
    ...(readOnly ? ['--read-only'] : []),
  ];
}

function termsOf({ optIn, skipAuthProbes }: Wishes): string[] {
  return [
    ...[...new Set(optIn)].sort().map((tag) => `--opt-in ${tag}`),
    ...(skipAuthProbes ? ['--skip-auth-probes'] : []),
  ];
}

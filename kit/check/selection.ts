import type { Severity } from '../../config/row.ts';
import { matchesGlob } from '../../config/settings/glob.ts';
import { type Settings, SettingsError } from '../../config/settings/settings.ts';
import type { NotRunReason } from '../outcome.ts';
import type { CatalogueEntry } from './check.ts';
import { groupName } from './definition.ts';

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

const READ_ONLY = '--read-only';

const NOT_ASKED = {
  reason: 'filtered',
  explanation: 'the profile does not require what it verifies',
} as const;

/** What narrows a catalogue by what its entries are. */
export type Filters = Pick<Settings, 'groups' | 'checks' | 'severities'>;
/** What decides which entries take part in a run. */
export type Wishes = Filters & Pick<Settings, 'readOnly' | 'optIn' | 'skipAuthProbes' | 'maxResources'>;

/** With less room than for so many resources dozens of checks do not run; from it on only those of large groups. */
const FULL_ROOM = 40;

/**
 * Decides for every entry of a catalogue whether it takes part in a run.
 * @param judged what the profile makes of an entry: whether it asks for it, and how grave it is
 * @throws SettingsError where nothing is left to run
 */
export function describeSelection(
  entries: readonly CatalogueEntry[],
  wishes: Wishes,
  profile: string,
  judged: { asked(entry: CatalogueEntry): boolean; severityOf(entry: CatalogueEntry): Severity },
): Selection {
  const selected: string[] = [];
  const notRun: Selection['notRun'] = new Map();
  for (const entry of entries) {
    const left = judged.asked(entry) ? whyLeft(entry, wishes, judged.severityOf(entry)) : NOT_ASKED;
    if (left === undefined) selected.push(entry.id);
    else notRun.set(entry.id, left);
  }
  const filters = describeFilters(wishes);
  if (selected.length === 0)
    throw new SettingsError(
      'selection',
      `nothing is selected: no check matches ${[...filters, `--profile ${profile}`].join(', ')}`,
      whatWouldRun(notRun),
    );
  const kind = selectionKind(wishes);
  const narrowed =
    kind === 'full' && selected.every((id) => id.startsWith('x-'))
      ? { kind: 'filtered' as const, filters: ['own suites alone'] }
      : { kind, filters };
  return { selected, notRun, ...narrowed, terms: listTerms(wishes) };
}

function whatWouldRun(notRun: Selection['notRun']): string {
  const asked = [...notRun.values()].find(({ reason }) => reason === 'opt-in');
  return asked === undefined
    ? 'Relax a filter; scim-conformance list shows what there is.'
    : `${asked.explanation}; or relax a filter.`;
}

function whyLeft(
  entry: CatalogueEntry,
  wishes: Wishes,
  severity: Severity,
): { reason: NotRunReason; explanation: string } | undefined {
  if (!lets(wishes, entry, severity))
    return { reason: 'filtered', explanation: describeFilters(wishes).join(', ') };
  if (entry.optIn !== undefined && !wishes.optIn.includes(entry.optIn))
    return { reason: 'opt-in', explanation: `--opt-in ${entry.optIn} lets it run` };
  if (wishes.readOnly && !entry.reads && entry.kind === 'check')
    return { reason: 'read-only', explanation: 'it writes, and --read-only was given' };
  if (entry.kind === 'check' && entry.phase === 'credentials' && wishes.skipAuthProbes)
    return { reason: 'skipped', explanation: '--skip-auth-probes leaves requests with bad credentials out' };
  return undefined;
}

/** Whether filters let an entry of this severity through. */
export function lets(
  { groups, checks, severities }: Filters,
  { id }: CatalogueEntry,
  severity: Severity,
): boolean {
  if (groups.length > 0 && !groups.includes(groupName(id))) return false;
  if (checks.length > 0 && !checks.some((glob) => matchesGlob(glob, id))) return false;
  return severities.length === 0 || severities.includes(severity);
}

function selectionKind(wishes: Wishes): Selection['kind'] {
  if (describeFilters(wishes).some((flag) => flag !== READ_ONLY)) return 'filtered';
  return wishes.readOnly ? 'read-only' : 'full';
}

/** In an order of their own, so that two runs that were asked for the same say the same. */
function describeFilters({ groups, checks, severities, readOnly, maxResources }: Wishes): string[] {
  const each = (flag: string, words: readonly string[]) =>
    [...new Set(words)].sort().map((word) => `${flag} ${word}`);
  return [
    ...each('--group', groups),
    ...each('--check', checks),
    ...each('--severity', severities),
    ...(readOnly ? [READ_ONLY] : []),
    ...(!readOnly && maxResources < FULL_ROOM ? [`--max-resources ${maxResources}`] : []),
  ];
}

function listTerms({ optIn, skipAuthProbes }: Wishes): string[] {
  return [
    ...[...new Set(optIn)].sort().map((tag) => `--opt-in ${tag}`),
    ...(skipAuthProbes ? ['--skip-auth-probes'] : []),
  ];
}

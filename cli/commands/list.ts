import { loadDiagnoses } from '../../config/diagnoses/diagnoses.ts';
import type { Profile } from '../../config/profile.ts';
import { loadProfile, profileNames, severityOf } from '../../config/profiles.ts';
import type { Row, Severity } from '../../config/row.ts';
import { type Settings, SettingsError } from '../../config/settings/settings.ts';
import type { CatalogueEntry } from '../../kit/check/check.ts';
import { groupName } from '../../kit/check/definition.ts';
import type { OwnSuites } from '../../runner/ownSuites.ts';
import { present } from '../../schemas/present.ts';
import { catalogueWith } from '../../suites/catalogue.ts';
import { requireProfile } from '../open/profile.ts';
import { readCatalogueSettings } from '../open/start.ts';
import { coverageText } from '../show/coverage.ts';
import { nextCommand } from '../show/next.ts';
import { aligned, jsonDocument } from '../show/tables.ts';

/**
 * `list`: the checks by group; or, as asked, the requirements, the diagnoses, the profiles, or what
 * the checks cover.
 * @returns the exit code, 0
 * @throws SettingsError where two of the lists are asked for, or a filter names nothing that exists
 */
export async function list(argv: string[]): Promise<number> {
  const { settings, own } = await readCatalogueSettings('list', argv);
  process.stdout.write(renderText(settings, own));
  if (!settings.json)
    process.stdout.write(
      settings.list.profiles
        ? nextCommand('run --profile <name>', 'uses one of them')
        : nextCommand('explain <id>', 'says more about one of them'),
    );
  return 0;
}

function renderText(settings: Settings, own: OwnSuites): string {
  const { list: shows, json } = settings;
  const flags = Object.entries(shows).flatMap(([name, on]) => (on ? [`--${name}`] : []));
  if (flags.length > 1)
    throw new SettingsError(
      flags[1] as string,
      `${flags.join(' and ')} are different lists`,
      'Ask for one of them.',
    );
  if (shows.profiles) return profilesText(json);
  if (shows.diagnoses) return diagnosesText(json);
  const view = buildView(settings, own);
  if (shows.coverage) return coverageText(view.rows, view.checks, json);
  return shows.rows ? rowsText(view, settings) : checksText(view, json);
}

interface View {
  profile: Profile;
  rows: readonly Row[];
  /** Those that the filters let through, in report order. */
  checks: CatalogueEntry[];
  severityOf(entry: CatalogueEntry): Severity;
}

function buildView(settings: Settings, own: OwnSuites): View {
  const profile = requireProfile(settings.profile);
  const catalogue = catalogueWith(own);
  return {
    profile,
    rows: catalogue.rows,
    checks: catalogue.matching(settings, profile),
    severityOf: (entry) => catalogue.severityOf(entry, profile),
  };
}

function checksText({ checks, severityOf }: View, json: boolean): string {
  if (json) {
    return jsonDocument(
      checks.map((entry) => ({
        id: entry.id,
        group: groupName(entry.id),
        kind: entry.kind,
        severity: severityOf(entry),
        title: entry.title,
        verifies: entry.verifies,
        ...present({ optIn: entry.optIn }),
      })),
    );
  }
  const groups = [...new Set(checks.map((entry) => groupName(entry.id)))];
  const sections = groups.map((group) => {
    const members = checks.filter((entry) => groupName(entry.id) === group);
    const lines = members.map((entry) => [
      severityOf(entry),
      entry.id,
      entry.optIn === undefined ? entry.title : `${entry.title} (--opt-in ${entry.optIn})`,
    ]);
    return `${group} (${members.length})\n${aligned(lines)}\n`;
  });
  return `${[...sections, total(checks.length, 'check')].join('\n')}\n`;
}

function rowsText(view: View, { groups, checks, severities, json }: Settings): string {
  const verified = new Set(view.checks.flatMap((entry) => entry.verifies));
  const narrowed = groups.length > 0 || checks.length > 0;
  const rows = view.rows
    .map((row) => ({ ...row, severity: severityOf(row, view.profile) }))
    .filter((row) => (narrowed ? verified.has(row.id) : true))
    .filter((row) => severities.length === 0 || severities.includes(row.severity))
    .map((row) => ({
      ...row,
      verifiedBy: view.checks.filter((entry) => entry.verifies.includes(row.id)).map((entry) => entry.id),
    }));
  if (json) return jsonDocument(rows);
  const lines = rows.map((row) => [row.severity, row.level, row.id, row.statement]);
  return `${rows.length === 0 ? '' : `${aligned(lines)}\n\n`}${total(rows.length, 'requirement')}\n`;
}

function profilesText(json: boolean): string {
  const profiles = profileNames.map(loadProfile).map(({ name, version, decides, shows, severity }) => ({
    name,
    version,
    decides,
    shows,
    severity,
  }));
  if (json) return jsonDocument(profiles);
  const lines = profiles.map(({ name, version, decides, shows }) => [
    name,
    version,
    `decided by ${decides.join(', ')}`,
    shows.length > 0 ? `also shown: ${shows.join(', ')}` : '',
  ]);
  return `${aligned(lines)}\n`;
}

function diagnosesText(json: boolean): string {
  const diagnoses = loadDiagnoses();
  if (json) return jsonDocument(diagnoses);
  const lines = diagnoses.map(({ id, harm, says }) => [harm, id, says]);
  return `${aligned(lines)}\n\n${diagnoses.length} diagnoses\n`;
}

function total(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

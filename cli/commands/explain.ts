import { diagnosisById, loadDiagnoses } from '../../config/diagnoses/diagnoses.ts';
import { exactWordsFor } from '../../config/diagnoses/exact.ts';
import { covers } from '../../config/diagnoses/patterns.ts';
import { type Settings, SettingsError } from '../../config/settings/settings.ts';
import { suggestion } from '../../config/settings/suggest.ts';
import type { OwnSuites } from '../../runner/ownSuites.ts';
import { catalogueWith } from '../../suites/catalogue.ts';
import { requireProfile } from '../open/profile.ts';
import { readCatalogueSettings } from '../open/start.ts';
import { nextCommand } from '../show/next.ts';
import { jsonDocument } from '../show/tables.ts';
import { checkText, explainCheck } from './explain/check.ts';
import { diagnosisText } from './explain/diagnosis.ts';
import { rehearseRequests } from './explain/requests.ts';
import { explainRow, rowText } from './explain/row.ts';

/**
 * `explain`: what a check verifies, when it applies and what it sends; what a requirement says and which checks
 * verify it; or what a diagnosis means. The requests are those that the check sends to the embedded tenant.
 * @returns the exit code, 0
 * @throws SettingsError where no check, requirement or diagnosis has this id
 */
export async function explain(argv: string[]): Promise<number> {
  const { settings, own } = await readCatalogueSettings('explain', argv);
  process.stdout.write(await renderText(settings.args[0] ?? '', settings, own));
  return 0;
}

async function renderText(id: string, settings: Settings, own: OwnSuites): Promise<string> {
  const profile = requireProfile(settings.profile);
  const catalogue = catalogueWith(own);
  const { entries, rows } = catalogue;
  const entry = entries.find((one) => one.id === id);
  if (entry !== undefined) {
    const requests = await rehearseRequests(entry, catalogue, settings, profile);
    const explained = explainCheck(entry, catalogue, profile, requests);
    return settings.json
      ? jsonDocument(explained)
      : `${checkText(explained, profile.name)}${nextCommand(`run --check ${id}`, 'runs only this check')}`;
  }
  const diagnosis = diagnosisById(id);
  if (diagnosis !== undefined) {
    const shownBy = entries
      .filter(({ verifies }) =>
        verifies.some((one) => diagnosis.rows.some((pattern) => covers(pattern.split('#', 1)[0] ?? '', one))),
      )
      .map(({ id, title }) => ({ id, title }));
    const [first] = shownBy;
    const explained = { ...diagnosis, exactly: exactWordsFor(id), shownBy };
    return settings.json
      ? jsonDocument(explained)
      : `${diagnosisText(explained)}${
          first === undefined
            ? nextCommand('list --diagnoses', 'shows the others')
            : nextCommand(`explain ${first.id}`, 'shows the requests that reveal it')
        }`;
  }
  const row = catalogue.rowOf(id);
  if (row === undefined) {
    const ids = [...entries, ...rows, ...loadDiagnoses()].map((one) => one.id);
    throw new SettingsError(
      'explain',
      `there is no check, requirement or diagnosis "${id}"`,
      suggestion(
        id,
        ids,
        'scim-conformance list shows all checks, list --rows all requirements, list --diagnoses all diagnoses.',
      ),
    );
  }
  const explained = {
    ...explainRow(row, profile),
    verifiedBy: entries.filter((one) => one.verifies.includes(id)).map(({ id, title }) => ({ id, title })),
  };
  const [first] = explained.verifiedBy;
  const next =
    first === undefined ? '' : nextCommand(`explain ${first.id}`, 'shows the requests that reveal it');
  return settings.json ? jsonDocument(explained) : `${rowText(explained)}${next}`;
}

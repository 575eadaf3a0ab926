import { conditionInWords } from '../../../config/conditions/conditions.ts';
import type { Profile } from '../../../config/profile.ts';
import type { Severity } from '../../../config/row.ts';
import type { Catalogue } from '../../../kit/check/catalogue.ts';
import type { CatalogueEntry } from '../../../kit/check/check.ts';
import { groupName } from '../../../kit/check/definition.ts';
import { present } from '../../../schemas/present.ts';
import { wrapped } from '../../show/tables.ts';
import type { Requests, SentRequest } from './requests.ts';
import { type ExplainedRow, explainRow, rowText } from './row.ts';

/** A check as `explain` shows it. */
export interface ExplainedCheck {
  id: string;
  title: string;
  group: string;
  kind: CatalogueEntry['kind'];
  severity: Severity;
  optIn?: string;
  /** What must hold beside the preconditions of its requirements. */
  needs: string[];
  requirements: ExplainedRow[];
  requests?: Requests;
}

/** A check under a profile with its requirements, and the requests that it was seen to send. */
export function explainCheck(
  entry: CatalogueEntry,
  catalogue: Catalogue,
  profile: Profile,
  requests: Requests | undefined,
): ExplainedCheck {
  return {
    id: entry.id,
    title: entry.title,
    group: groupName(entry.id),
    kind: entry.kind,
    severity: catalogue.severityOf(entry, profile),
    ...present({ optIn: entry.optIn }),
    needs: (entry.needs ?? []).map(conditionInWords),
    requirements: entry.verifies.flatMap((id) => {
      const row = catalogue.rowOf(id);
      return row === undefined ? [] : [explainRow(row, profile)];
    }),
    ...present({ requests }),
  };
}

/** A check as text. */
export function checkText(check: ExplainedCheck, profile: string): string {
  const { requests } = check;
  return [
    check.id,
    wrapped(check.title, '  '),
    `  group ${check.group}, ${check.severity} under profile ${profile}`,
    ...(check.optIn === undefined ? [] : [`  runs only with --opt-in ${check.optIn}`]),
    ...(check.needs.length === 0 ? [] : [wrapped(`Applies when ${check.needs.join(', and ')}.`, '  ')]),
    '',
    'Verifies',
    ...check.requirements.map((row) => `${rowText(row).replaceAll(/^(?=.)/gm, '  ')}`),
    ...(requests === undefined
      ? ['Sends nothing itself: it watches the traffic of all other checks.', '']
      : [`Sends (here to the embedded tenant, face ${requests.face})`, ...requests.sent.map(requestText)]),
    ...(requests !== undefined && requests.more > 0 ? [`  and ${requests.more} more`] : []),
    ...(requests === undefined ? [] : ['']),
  ].join('\n');
}

function requestText({ step, method, path, body, status }: SentRequest): string {
  const head = `  ${method} ${path}  (answered ${status})`;
  return [
    ...(step === undefined ? [] : [`  - ${step}`]),
    head,
    ...(body === undefined ? [] : [`    ${body}`]),
  ].join('\n');
}

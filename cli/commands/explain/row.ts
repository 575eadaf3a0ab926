import { conditionInWords } from '../../../config/conditions/conditions.ts';
import { findConflicts } from '../../../config/conflicts.ts';
import type { Profile } from '../../../config/profile.ts';
import { severityOf } from '../../../config/profiles.ts';
import type { Row } from '../../../config/row.ts';
import { HARM_WORDS, sectionInWords } from '../../../reporters/words.ts';
import { present } from '../../../schemas/present.ts';
import { wrapped } from '../../show/tables.ts';

/** A requirement as `explain` shows it. */
export interface ExplainedRow extends Omit<Row, 'conditions'> {
  /** Why the profile grades it otherwise than the catalogue; `reason` says why the catalogue does not go by the level. */
  regraded?: string;
  /** What must hold for it to apply, in words. */
  appliesWhen: string[];
  conflicts: { with: string; about: string; satisfies: string[] }[];
  verifiedBy?: { id: string; title: string }[];
}

/** A requirement under a profile: its grade, when it applies, and which other requirement wants something else. */
export function explainRow(row: Row, profile: Profile): ExplainedRow {
  const { conditions, ...rest } = row;
  const regraded = profile.severity.find((one) => one.row === row.id)?.reason;
  return {
    ...rest,
    severity: severityOf(row, profile),
    ...present({ regraded }),
    appliesWhen: conditions.map(conditionInWords),
    conflicts: findConflicts(row.id).map(({ rows, about, satisfies }) => ({
      with: rows.find((id) => id !== row.id) ?? row.id,
      about,
      satisfies: satisfies[row.id] ?? [],
    })),
  };
}

/** A requirement as text; the checks that verify it, or why none does, where it is explained by itself. */
export function rowText(row: ExplainedRow): string {
  const { id, level, severity, statement, link, fix, misreading, reason, regraded } = row;
  return `${[
    `${id}  (${level}, ${severity}; ${sectionInWords(row)})`,
    wrapped(statement, '  '),
    `  ${link}`,
    ...(fix === undefined ? [] : [wrapped(`To do: ${fix}`, '  ')]),
    ...(misreading === undefined ? [] : [wrapped(`Often misread: ${misreading}`, '  ')]),
    wrapped(`If it is broken: ${HARM_WORDS[row.harm]}.`, '  '),
    ...(reason === undefined ? [] : [wrapped(`Graded: ${reason}`, '  ')]),
    ...(regraded === undefined ? [] : [wrapped(`Graded by the profile: ${regraded}`, '  ')]),
    ...(row.appliesWhen.length === 0
      ? []
      : [wrapped(`Applies when ${row.appliesWhen.join(', and ')}.`, '  ')]),
    ...row.conflicts.map((one) =>
      wrapped(
        `In conflict with ${one.with} (${one.about}): satisfied by ${one.satisfies.join(', or ')}.`,
        '  ',
      ),
    ),
    ...verifiers(row),
  ].join('\n')}\n`;
}

function verifiers({ verifiedBy, notTested }: ExplainedRow): string[] {
  if (verifiedBy === undefined) return [];
  if (verifiedBy.length > 0)
    return ['', 'Verified by', ...verifiedBy.map(({ id, title }) => `  ${id}  ${title}`)];
  return [
    '',
    notTested === undefined ? 'No check verifies it.' : wrapped(`No check verifies it: ${notTested}`, ''),
  ];
}

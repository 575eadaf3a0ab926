import type { Diagnosis } from '../../../config/diagnoses/diagnoses.ts';
import { wrapped } from '../../show/tables.ts';

/** A diagnosis with the checks whose failure speaks for it. */
export interface ExplainedDiagnosis extends Diagnosis {
  /** What it says where one kind of its failures stands alone. */
  exactly: string[];
  shownBy: { id: string; title: string }[];
}

/** Checks that are named; of a diagnosis that many speak for the first ones. */
const NAMED = 6;

/** A diagnosis as text: what is wrong, what it means for people, how to mend it, and what speaks for it. */
export function diagnosisText({ id, says, harm, fix, rows, exactly, shownBy }: ExplainedDiagnosis): string {
  return `${[
    `${id}  (harm: ${harm})`,
    wrapped(says, '  '),
    wrapped(`To do: ${fix}`, '  '),
    '',
    rows.length === 0
      ? wrapped('It is derived from the requests and responses themselves.', '  ')
      : wrapped(
          `It is derived from the requests and responses, or from failures of ${rows.join(', ')}.`,
          '  ',
        ),
    ...(exactly.length === 0 ? [] : ['', 'More exact words, if only one of these fails']),
    ...exactly.map((words) => wrapped(words, '  ')),
    ...(shownBy.length === 0 ? [] : ['', 'Shown by']),
    ...shownBy.slice(0, NAMED).map((check) => wrapped(`${check.id}: ${check.title}`, '  ')),
    ...(shownBy.length > NAMED ? [`  and ${shownBy.length - NAMED} more`] : []),
  ].join('\n')}\n`;
}

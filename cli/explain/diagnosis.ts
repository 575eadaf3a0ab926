import type { Diagnosis } from '../../config/diagnoses/diagnoses.ts';
import { wrapped } from '../tables.ts';

/** A diagnosis as text: what is wrong, what it means for people, how to mend it, and what speaks for it. */
export function diagnosisText({ id, says, harm, fix, rows }: Diagnosis): string {
  return `${[
    `${id}  (harm: ${harm})`,
    wrapped(says, '  '),
    wrapped(`To do: ${fix}`, '  '),
    '',
    rows.length === 0
      ? wrapped('It is read from the requests and answers themselves.', '  ')
      : wrapped(`It is read from the requests and answers, or from failures of ${rows.join(', ')}.`, '  '),
  ].join('\n')}\n`;
}

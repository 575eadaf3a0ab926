import { entriesOfRun } from '../kit/entries.ts';
import type { InProcess } from '../kit/inProcess.ts';

/** The first list of the report, a line for each entry at its top: harm and what it says. */
export function entriesInWords(run: InProcess): string {
  return entriesOfRun(run)
    .filter(({ within }) => within === undefined)
    .map(({ says, harm }) => `${harm}: ${says}\n`)
    .sort()
    .join('');
}

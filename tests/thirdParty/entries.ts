import { rowById } from '../../config/requirements/catalogue.ts';
import { entriesOf } from '../../diagnosis/entries.ts';
import { catalogue } from '../../suites/catalogue.ts';
import type { InProcess } from '../kit/inProcess.ts';

const verifies = new Map(catalogue.map((entry) => [entry.id, entry.verifies]));

/** The first list of the report, a line for each entry at its top: harm and what it says. */
export function entriesInWords({ outcomes, exchanges }: InProcess): string {
  const entries = entriesOf([...outcomes.values()], exchanges, {
    rowsOf: (check) => verifies.get(check) ?? [],
    rowById,
  });
  return entries
    .filter(({ within }) => within === undefined)
    .map(({ says, harm }) => `${harm}: ${says}\n`)
    .sort()
    .join('');
}

import { rowById } from '../../config/requirements/catalogue.ts';
import { entriesOf } from '../../diagnosis/entries.ts';
import { catalogue } from '../../suites/catalogue.ts';
import type { InProcess } from '../kit/inProcess.ts';

const verifies = new Map(catalogue.map((entry) => [entry.id, entry.verifies]));

/** The first list of the report, a line for each entry at its top: what it says, and how many findings it explains. */
export function entriesInWords({ outcomes, exchanges }: InProcess): string {
  const entries = entriesOf([...outcomes.values()], exchanges, {
    rowsOf: (check) => verifies.get(check) ?? [],
    rowById,
  });
  const explained = (top: string) =>
    entries
      .filter(({ id, within }) => id === top || within === top)
      .reduce((sum, { explains }) => sum + explains.length, 0);
  return entries
    .filter(({ within }) => within === undefined)
    .map(({ id, says, harm }) => `${harm}: ${says} (${explained(id)})\n`)
    .join('');
}

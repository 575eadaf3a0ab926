import { rowById } from '../../config/requirements/catalogue.ts';
import { diagnose } from '../../diagnosis/entries.ts';
import type { Entry } from '../../diagnosis/entry.ts';
import { catalogue } from '../../suites/catalogue.ts';
import type { InProcess } from './inProcess.ts';

const verifies = new Map(catalogue.map((entry) => [entry.id, entry.verifies]));

/** What the first list of a report says after a run. */
export function entriesOfRun({ outcomes, exchanges }: Pick<InProcess, 'outcomes' | 'exchanges'>): Entry[] {
  return diagnose([...outcomes.values()], exchanges, {
    rowsFor: (check) => verifies.get(check) ?? [],
    rowById,
  });
}

import type { Harm } from '../config/row.ts';

/** One line of the report's first list: something that is wrong, with all that it explains. */
export interface Entry {
  kind: 'diagnosis' | 'answer' | 'requirement';
  /** Of the diagnosis or the row; for an answer operation, status and detail. */
  id: string;
  says: string;
  harm: Harm;
  fix: string;
  /** Findings by check and key; a blocked check has no key. */
  explains: { check: string; key?: string }[];
  /** At most three, the causing request first. */
  exchanges: number[];
  /** Id of the entry that it follows from; absent at the top level. */
  within?: string;
}

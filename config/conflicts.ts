import { readPackageJson } from '../schemas/packageRoot.ts';

/** Two rows of different sources that want different answers to one request. */
export interface Conflict {
  id: string;
  rows: [string, string];
  /** The request on which they disagree. */
  about: string;
  /** For each of the two rows, the answers that satisfy it; a check accepts what satisfies either. */
  satisfies: Record<string, string[]>;
}

let conflicts: Conflict[] | undefined;

/** Every pair of rows that disagree, in the order of `config/requirements/conflicts.json`. */
export function loadConflicts(): Conflict[] {
  conflicts ??= readPackageJson<Conflict[]>('config/requirements/conflicts.json');
  return conflicts;
}

/** The conflicts in which a row takes part. */
export function findConflicts(row: string): Conflict[] {
  return loadConflicts().filter(({ rows }) => rows.includes(row));
}

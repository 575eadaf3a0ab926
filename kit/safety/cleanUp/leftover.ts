/** A resource of the run that is still there. */
export interface Leftover {
  path: string;
  /** The name that it was made under. */
  marker: string;
  why: string;
  /** Number of its create in the journal, where it is told apart by that. */
  number?: number;
}

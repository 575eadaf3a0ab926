/** A resource of the run that is still there. */
export interface Leftover {
  path: string;
  /** The name that it was made under. */
  marker: string;
  why: string;
  /** Number of its create in the journal, where it is told apart by that. */
  number?: number;
}

/** Why what nobody of this run is known to have made, or changed, is left. */
export const STRAY = 'it has a name of this run, but no create says that it made it: find out whose it is';
export const ALTERED =
  'a change of this run reached it in place of what it named: correct by hand whatever has this value';
export const UNPROVED = 'a GET does not show that it is ours';

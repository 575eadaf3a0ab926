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
export const STRAY =
  'its name belongs to this run, but no create is known to have created it: find out whose it is';
export const ALTERED =
  'a change of this run reached it instead of the resource it named: correct by hand whatever has this value';
export const UNPROVED = 'a GET does not show that it belongs to this run';

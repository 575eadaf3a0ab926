import type { Sender } from '../../wire/request.ts';
import type { Remaining } from '../ownership/possession.ts';
import type { Emptying } from './emptying.ts';

/** Removes several resources together, where the endpoint can do so. */
export interface Company {
  /** Paths that it was told are gone. */
  readonly acknowledged: ReadonlySet<string>;
  /** Removes what it can of these, in this order; each of the others is deleted by itself. */
  remove(wanted: readonly Remaining[], sender: Sender): Promise<void>;
}

/** One round of clean-up. */
export interface Round {
  /** Whose resources to remove, by the names of checks; without it, all that the run still holds. */
  of?: ReadonlySet<string>;
  /** On whose behalf its requests are sent. */
  sender?: Sender;
  /** Whether to look for what came of creates whose answers were lost, or named what is not ours. */
  lostToo?: boolean;
  /** Whether to look in the end for whatever still bears the run's marker. */
  sweep?: boolean;
  /** Removes together what is proved. */
  company?: Company;
  /** Empties groups that are not deleted otherwise. */
  emptying?: Emptying;
  /** Asked after the first DELETE, which is sent alone: whether it reached others. No further one goes out then. */
  reachedOthers?(): Promise<boolean>;
}

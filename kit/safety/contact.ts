import type { NoAnswer, Refused } from '../errors.ts';
import type { ScimResponse } from '../wire/response.ts';
import type { WriteKind } from './guard.ts';

/** What became of the first writes of a run, sent one at a time. */
export interface FirstContact {
  /**
   * Each kind of write that went through: the exchange of the write, what else it was seen to reach, and whether it
   * was acknowledged without being seen at what it names; `whom`: the path of the other resource, where it was found.
   */
  writes: Map<WriteKind, { exchange: number; reached?: 'ours' | 'others'; whom?: string; unseen?: true }>;
  /** Why an account that the run made could not be taken away again. */
  stays?: { why: string; key: 'refused' | 'still-there' | 'not-shown'; exchange: number };
  /** What kept accounts from being made, so that nothing more was tried. */
  short?: ScimResponse | NoAnswer | Refused;
  /** Numbers of its exchanges. */
  exchanges: number[];
}

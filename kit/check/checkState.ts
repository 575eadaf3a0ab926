import type { Observation, Remark } from '../outcome.ts';
import type { Sender } from '../wire/request.ts';
import type { ClaimSink } from './must.ts';

/** What one attempt of a check gathers. */
export interface CheckState extends ClaimSink {
  sender: Sender;
  remarks: Remark[];
  observations: Observation[];
  assumed: Set<string>;
}

/** The empty state of one that sends requests: a check, or a fact that checks share. */
export function newState(id: string, verifies: string[]): CheckState {
  const exchanges: number[] = [];
  return {
    claims: 0,
    findings: [],
    verifies,
    exchanges,
    sender: { check: id, ordinal: 0, exchanges, heedsSilence: true },
    remarks: [],
    observations: [],
    assumed: new Set(),
  };
}

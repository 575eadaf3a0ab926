import type { Finding, Observation, Remark } from '../outcome.ts';
import type { NotingSender } from '../wire/request.ts';

/** What a claim needs of its check: where findings go, and the newest exchange as their default evidence. */
export interface ClaimSink {
  claims: number;
  findings: Finding[];
  verifies: string[];
  exchanges: number[];
}

/** What one attempt of a check gathers. */
export interface CheckState extends ClaimSink {
  sender: NotingSender;
  remarks: Remark[];
  observations: Observation[];
  assumed: Set<string>;
  /** Hands back what was borrowed; told at the end of the attempt. */
  returns: (() => void)[];
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
    returns: [],
  };
}

import type { NoAnswer, Refused } from '../errors.ts';
import type { WriteKind } from '../wire/request.ts';
import type { ScimResponse } from '../wire/response.ts';

/** A kind of write that went through. */
interface Write {
  exchange: number;
  /** What else it was seen to reach. */
  reached?: 'ours' | 'others';
  /** The path of the other resource, where it was found. */
  whom?: string;
  /** Whether it was acknowledged without being seen at what it names. */
  unseen?: true;
}

/** What became of the first writes to accounts, or to groups, sent one at a time. */
export interface Round {
  /** Each kind of write that went through. */
  writes: Map<WriteKind, Write>;
  /** Why what the run made could not be taken away again. */
  stays?: { why: string; key: 'refused' | 'still-there' | 'not-shown'; exchange: number };
  /** What the DELETE of a group was refused with until its members were removed. */
  emptied?: { why: string; exchange: number };
  /** What kept accounts from being made, so that nothing more was tried. */
  short?: ScimResponse | NoAnswer | Refused;
}

/** What became of the first writes of a run: to accounts and, where it writes to both, to groups. */
export interface FirstContact extends Round {
  groups?: Round;
  /** Numbers of its exchanges. */
  exchanges: number[];
}

/** Both rounds of first contact, each with how its kinds of writes are named. */
export function listRounds(contact: FirstContact): { round: Round; of: '' | 'group-' }[] {
  const { groups } = contact;
  return [{ round: contact, of: '' }, ...(groups ? [{ round: groups, of: 'group-' as const }] : [])];
}

/** Whether bulk requests were seen to change what they name, and no other. */
export function changesInBulk(contact: FirstContact): boolean {
  const seen = listRounds(contact).flatMap(({ round }) => round.writes.get('bulk') ?? []);
  return seen.length > 0 && seen.every(({ reached }) => reached === undefined);
}

import type { Edge } from '../../evidence/edge.ts';
import type { Evidence } from '../../evidence/evidence.ts';
import type { Guard } from '../../safety/guard.ts';
import type { Ledger } from '../../safety/ledger.ts';
import type { Answered, ScimRequest, Sender } from '../../wire/request.ts';
import type { Wire } from '../../wire/wire.ts';

export interface SessionOptions {
  /** Tenant URL without trailing slash or query. */
  url: string;
  token?: string;
  headers: Record<string, string>;
  timeoutMs: number;
  /** How long an endpoint that serves nothing is waited for, once. */
  awayMs: number;
  /** Addresses that were served before. */
  served: string[];
  /** Most requests under way. */
  atOnce: number;
  rps?: number;
  userAgent: string;
  firstNumber: number;
}

/** What a session works with. */
export interface SessionParts {
  wire: Wire;
  guard: Guard;
  evidence: Evidence;
  edge: Edge;
  onAnswer?: (answered: Answered) => void;
  /** Takes room for resources before their creates are sent. */
  room?: Pick<Ledger, 'take' | 'landed'>;
  /** Ends the requests of checks. */
  stop: AbortSignal;
  /** Ends those of clean-up, too; `stop` where it is not given. */
  giveUp?: AbortSignal;
  /** What every name of the run begins with. */
  marker: string;
  /** Waits until a list can show what its sender wrote before. */
  settle?: (request: ScimRequest, sender: Sender, signal: AbortSignal) => Promise<void>;
}

import { Blocked } from '../errors.ts';

/** How long answers to other credentials may take in all, beyond which the endpoint is taken to hold them up. */
const MOST_MS = 60_000;
const TIMEOUT = /TIMEOUT|TimeoutError/i;

/** A request with another credential than the run's that is not sent any more. */
export class ProbingStopped extends Blocked {}

/**
 * Watches how long the endpoint takes with credentials that are not the run's. One that holds them up, as a tarpit
 * does, costs one timeout: no further request with another credential leaves then.
 */
export class Tarpit {
  private delayMs = 0;
  private sign: { status: string; exchange: number } | undefined;

  /** @throws ProbingStopped once the endpoint was seen to hold such requests up */
  enter(request: string): void {
    if (this.sign === undefined) return;
    const { status, exchange } = this.sign;
    const signature = 'requests with other credentials are delayed, so no further ones are sent';
    throw new ProbingStopped({
      step: 'send another credential',
      request,
      status,
      signature,
      exchange,
    });
  }

  /** Notes an answer. */
  answered(durationMs: number, exchange: number): void {
    this.delayMs += durationMs;
    if (this.delayMs > MOST_MS) this.sign ??= { status: 'late', exchange };
  }

  /** Notes that no answer came; says whether that was for want of time, so that asking again would cost as much. */
  silent(code: string, exchange: number): boolean {
    if (!TIMEOUT.test(code)) return false;
    this.sign ??= { status: code, exchange };
    return true;
  }
}

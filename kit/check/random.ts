import { createHash, randomBytes } from 'node:crypto';

/** A new id for a run: eight lower-case letters and digits, different for every run whatever its seed. */
export function newRunId(): string {
  return BigInt(`0x${randomBytes(8).toString('hex')}`)
    .toString(36)
    .padStart(8, '0')
    .slice(-8);
}

/** The beginning of every name that a run invents; what proves that a resource is the run's own. */
export function makeMarker(runId: string): string {
  return `conf-${runId}-`;
}

/** Whether a name is one that a run invented, this one or any other. */
export function isOfSomeRun(name: unknown): boolean {
  return typeof name === 'string' && /conf-[a-z0-9]{8}-[a-z0-9]/i.test(name);
}

/**
 * A source of names and numbers that depends on the seed and on who asks, never on order or time, so that two
 * runs with one seed send the same values apart from the run id.
 */
export class Random {
  private count = 0;
  private readonly seed: string;
  private readonly owner: string;
  private readonly beginning: string;

  /** @param beginning what every token begins with */
  constructor(seed: string, owner: string, beginning = '') {
    this.seed = seed;
    this.owner = owner;
    this.beginning = beginning;
  }

  /** Ten lower-case letters and digits, behind what all begin with. */
  token(): string {
    this.count += 1;
    const digest = createHash('sha256').update(`${this.seed}\n${this.owner}\n${this.count}`).digest('hex');
    const token = BigInt(`0x${digest.slice(0, 16)}`)
      .toString(36)
      .padStart(10, '0')
      .slice(-10);
    return `${this.beginning}${token}`;
  }

  /** A 32-bit integer, such as a property generator takes for its seed. */
  integer(): number {
    this.count += 1;
    return createHash('sha256').update(`${this.seed}\n${this.owner}\n${this.count}`).digest().readInt32BE(0);
  }
}

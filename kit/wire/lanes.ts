import type { Ticket } from './meeting.ts';

interface Waiting {
  lanes: number;
  go: () => void;
}

/** Lets so many requests be under way at once, in the order in which they ask. */
export class Lanes {
  private free: number;
  private readonly most: number;
  private readonly waiting: Waiting[] = [];

  constructor(most: number) {
    this.most = most;
    this.free = most;
  }

  /**
   * Sends something as soon as there is a lane for it.
   * @param ticket to the meeting that it takes part in, and to which it leaves together with the others
   */
  async take<T>(send: () => Promise<T>, ticket?: Ticket): Promise<T> {
    const isThere = (await ticket?.join()) ?? false;
    if (!isThere) await this.enter(1);
    try {
      return await send();
    } finally {
      this.free += 1;
      this.advance();
    }
  }

  /** Waits until so many lanes are free at the same moment, all of them at most; each of them is left by a `take`. */
  async gather(wanted: number): Promise<number> {
    const lanes = Math.min(wanted, this.most);
    await this.enter(lanes);
    return lanes;
  }

  private enter(lanes: number): Promise<void> {
    return new Promise((go) => {
      this.waiting.push({ lanes, go });
      this.advance();
    });
  }

  private advance(): void {
    for (let [next] = this.waiting; next !== undefined && next.lanes <= this.free; [next] = this.waiting) {
      this.waiting.shift();
      this.free -= next.lanes;
      next.go();
    }
  }
}

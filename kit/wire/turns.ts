/** One after the other, in the order in which they ask. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();
  private asked = 0;

  /** Whether nobody works or waits. */
  get isFree(): boolean {
    return this.asked === 0;
  }

  /** Does some work when all that asked before are done with theirs. */
  take<T>(work: () => Promise<T>): Promise<T> {
    this.asked += 1;
    const mine = this.last.then(work).finally(() => {
      this.asked -= 1;
    });
    this.last = mine.catch(() => {});
    return mine;
  }
}

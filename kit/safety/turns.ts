/** One after the other, in the order in which they ask. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  /** Does some work when all that asked before are done with theirs. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.last.then(work);
    this.last = mine.catch(() => {});
    return mine;
  }
}

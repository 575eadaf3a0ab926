/**
 * Lets the first of many go alone, until one has succeeded: where an endpoint does not show what it made, so that
 * nothing proves whose it is, one account is left rather than hundreds.
 */
export class Trial {
  private state: 'open' | 'succeeded' | 'failed' = 'open';
  private turn: Promise<void> | undefined;

  /**
   * Carries work out in its turn.
   * @param work gives whether it succeeded; undefined where it says nothing of the next
   * @returns false where it was not carried out, because one before it failed
   */
  async run(work: () => Promise<boolean | undefined>): Promise<boolean> {
    while (this.state === 'open' && this.turn !== undefined) await this.turn;
    if (this.state === 'failed') return false;
    let done = () => {};
    if (this.state === 'open')
      this.turn = new Promise((resolve) => {
        done = resolve;
      });
    try {
      const succeeded = await work();
      if (succeeded !== undefined) this.state = succeeded ? 'succeeded' : 'failed';
      return true;
    } finally {
      this.turn = undefined;
      done();
    }
  }
}

/** Who asked for something, and in which time without creates. */
export interface Asked {
  by: string;
  period: number | undefined;
}

/**
 * Keeps ids free that were seen to be: while somebody holds it, the run creates nothing. An endpoint may give the id of
 * what was deleted to what is made next, and a write to it would reach that one.
 */
export class Vacancy {
  private holders = 0;
  /** Creates that were not answered yet. */
  private creates = 0;
  private periods = 0;
  private waiting: (() => void)[] = [];
  /** The deleted id of which somebody's last answer of all showed that nothing is there. */
  private readonly free = new Map<string, string>();

  /** Which time without creates it is; `undefined` where something may be created. */
  get period(): number | undefined {
    return this.holders > 0 && this.creates === 0 ? this.periods : undefined;
  }

  /** Resolves when nothing is being created any more, and keeps it so until what it gives is called. */
  async hold(): Promise<() => void> {
    this.holders += 1;
    while (this.creates > 0) await this.change();
    let over = false;
    return () => {
      if (over) return;
      over = true;
      this.holders -= 1;
      if (this.holders > 0) return;
      this.periods += 1;
      this.free.clear();
      this.wake();
    };
  }

  /** Does something while nothing is created. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const release = await this.hold();
    try {
      return await work();
    } finally {
      release();
    }
  }

  /** Sends what may create something, as soon as nobody holds it. */
  async creating<T>(send: () => Promise<T>): Promise<T> {
    while (this.holders > 0) await this.change();
    this.creates += 1;
    try {
      return await send();
    } finally {
      this.creates -= 1;
      if (this.creates === 0) this.wake();
    }
  }

  /** Notes that nothing is at a path, as long as who asked sends nothing else and nothing is created. */
  note(path: string, { by, period }: Asked): void {
    if (period !== undefined && period === this.period) this.free.set(by, path);
  }

  /** The path of which somebody's last answer showed that nothing is there; it says so once. */
  take(by: string): string | undefined {
    const path = this.free.get(by);
    this.free.delete(by);
    return path;
  }

  private change(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private wake(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const resume of waiting) resume();
  }
}

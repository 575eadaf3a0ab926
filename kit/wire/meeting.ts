/** What gathers room for requests that leave together. */
interface Room {
  /** Waits until there is room for so many, or as many as there can be; how many these are. */
  gather(wanted: number): Promise<number>;
}

/** Requests that are to be under way at the same moment. */
export class Meeting {
  private missing: number;
  private readonly room: Room;
  private readonly there: ((isIn: boolean) => void)[] = [];

  constructor(expected: number, room: Room) {
    this.missing = expected;
    this.room = room;
  }

  /** A ticket for one more of them. */
  next(): Ticket {
    return new Ticket(this);
  }

  /**
   * Waits until all others are ready to leave or have come to their end, and until there is room for all.
   * @returns whether there is room for this one, too
   */
  join(): Promise<boolean> {
    return new Promise((go) => {
      this.there.push(go);
      this.expectOneLess();
    });
  }

  /** No longer waits for one of them. */
  expectOneLess(): void {
    this.missing -= 1;
    if (this.missing === 0 && this.there.length > 0) void this.begin();
  }

  private async begin(): Promise<void> {
    const lanes = await this.room.gather(this.there.length);
    for (const [at, go] of this.there.entries()) go(at < lanes);
  }
}

/** The place of one request in a meeting. */
export class Ticket {
  private readonly meeting: Meeting;
  private isUsed = false;

  constructor(meeting: Meeting) {
    this.meeting = meeting;
  }

  /** Waits for the others, at the first call; says whether there is room for it already. */
  async join(): Promise<boolean> {
    if (this.isUsed) return false;
    this.isUsed = true;
    return this.meeting.join();
  }

  /** Says that the request is over: where it never joined, the others do not wait for it. */
  leave(): void {
    if (!this.isUsed) this.meeting.expectOneLess();
    this.isUsed = true;
  }
}

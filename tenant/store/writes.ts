/** One attempt to change the tenant, as it was answered. */
export interface WriteLogEntry {
  /** ISO 8601, UTC. */
  at: string;
  method: string;
  /** Path below the tenant URL; operations of a bulk request have their own. */
  path: string;
  type: string;
  /** Absent where nothing was created. */
  id?: string;
  kind: 'create' | 'replace' | 'patch' | 'delete';
  status: number;
}

/** What clients wrote, in order; bounded, so that a tenant can run for days. */
export class WriteLog {
  readonly #entries: WriteLogEntry[] = [];

  add(entry: WriteLogEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length > 100_000) this.#entries.splice(0, 50_000);
  }

  /** A copy of the entries, oldest first. */
  entries(): WriteLogEntry[] {
    return [...this.#entries];
  }
}

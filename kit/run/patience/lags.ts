import type { WriteKind, Wrote } from '../../wire/request.ts';

/** What may be behind writes: lists and filters, reads of one resource, or what these show of a group's members. */
export type Lagging = 'lists' | 'reads' | 'members';

/**
 * How long after a write reads of one sort show it, in milliseconds, by what was written: an endpoint may show a change
 * at once, and what was created only after a while.
 */
export class Lags {
  private readonly known = new Map<WriteKind, number>();

  /** Whether anything was ever seen late. */
  get any(): boolean {
    return this.most > 0;
  }

  /** Whether it was seen how soon writes of this kind show. */
  knows(kind: WriteKind): boolean {
    return this.known.has(kind);
  }

  /** Notes after which time a write of this kind shows; 0 where it does at once. */
  note(kind: WriteKind, milliseconds: number): void {
    this.known.set(kind, Math.max(this.known.get(kind) ?? 0, milliseconds));
  }

  /** What is still to be waited for at a time of the run's clock, after these writes. */
  left(wrote: Wrote, now: number): number {
    const dues = Object.entries(wrote).map(([kind, at]) => at + this.of(kind as WriteKind) - now);
    return Math.max(0, ...dues);
  }

  /** The longest of all. */
  get most(): number {
    return Math.max(0, ...this.known.values());
  }

  /** What was not seen yet may be as late as anything; a bulk request carries writes of other kinds. */
  private of(kind: WriteKind): number {
    return kind === 'bulk' ? this.most : (this.known.get(kind) ?? this.most);
  }
}

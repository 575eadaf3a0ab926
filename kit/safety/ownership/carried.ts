import type { Journal } from '../journal/journal.ts';
import type { Names } from './names.ts';

/**
 * Names of the run that its changes carried. A change that went astray gave its name to somebody else: whoever bears
 * such a name, and was not named by the answer to a create, is not shown by it to be the run's own.
 */
export class Carried {
  /** Whether a write of the run was seen to go astray: any name of it may then be somebody else's. */
  astray = false;
  private readonly markers = new Set<string>();
  private readonly names: Names;
  private readonly journal: Journal;

  constructor(names: Names, journal: Journal) {
    this.names = names;
    this.journal = journal;
  }

  /** Notes the names in a change that is about to be sent. */
  note(body: string | undefined): void {
    const fresh = this.names.allIn(body ?? '').filter((marker) => !this.markers.has(marker));
    if (fresh.length === 0) return;
    this.takeIn(fresh);
    this.journal.append({ event: 'carried', names: fresh });
  }

  /** Takes in what an earlier run of the same journal noted. */
  takeIn(markers: readonly string[]): void {
    for (const marker of markers) this.markers.add(marker);
  }

  /** Whether a write may have given the name of a create to somebody else. */
  mayHaveGiven(marker: string): boolean {
    return this.astray || this.markers.has(marker);
  }
}

/** Whether a change may take away what it names: endpoints delete what is deactivated, and hand its id out again. */
export function mayTakeAway(body: string | undefined): boolean {
  return body !== undefined && /active/i.test(body) && /false/i.test(body);
}

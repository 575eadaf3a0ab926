import type { Profile } from '../../config/profile.ts';
import { severityOf } from '../../config/profiles.ts';
import type { Row, Severity } from '../../config/row.ts';
import type { CatalogueEntry } from './check.ts';
import { describeSelection, type Filters, lets, type Selection, type Wishes } from './selection.ts';

/** All checks and rules with the rows that they verify: what a run chooses from and a report judges by. */
export class Catalogue {
  /** Checks and rules, in the order in which reports list them. */
  readonly entries: readonly CatalogueEntry[];
  /** Requirement rows, in report order. */
  readonly rows: readonly Row[];
  private readonly index: ReadonlyMap<string, Row>;

  constructor(entries: readonly CatalogueEntry[], rows: readonly Row[]) {
    this.entries = entries;
    this.rows = rows;
    this.index = new Map(rows.map((row) => [row.id, row]));
  }

  /** The requirement row of an id; `undefined` where there is none. */
  rowOf(id: string): Row | undefined {
    return this.index.get(id);
  }

  /** The severity of a check: that of its rows, which are all of one severity; the worst where a profile splits them. */
  severityOf(entry: CatalogueEntry, profile: Profile): Severity {
    const severities = this.rowsFor(entry).map((row) => severityOf(row, profile));
    return (['violation', 'warning', 'note'] as const).find((one) => severities.includes(one)) ?? 'note';
  }

  /**
   * What a run of these wishes takes out of the catalogue: the one selection that run, plan and report share.
   * @throws SettingsError where nothing is left to run
   */
  select(wishes: Wishes, profile: Profile): Selection {
    return describeSelection(this.entries, wishes, profile.name, {
      asked: (entry) => this.isAsked(entry, profile),
      severityOf: (entry) => this.severityOf(entry, profile),
    });
  }

  /** The entries that filters by group, id and severity let through. */
  matching(filters: Filters, profile: Profile): CatalogueEntry[] {
    return this.entries.filter((entry) => lets(filters, entry, this.severityOf(entry, profile)));
  }

  /** Whether a profile decides on or shows a source of the rows that an entry verifies. */
  isAsked(entry: CatalogueEntry, { decides, shows }: Pick<Profile, 'decides' | 'shows'>): boolean {
    return this.rowsFor(entry).some(
      ({ source }) => decides.includes(source) || shows.includes(source) || source.startsWith('x-'),
    );
  }

  private rowsFor({ verifies }: CatalogueEntry): Row[] {
    return verifies.flatMap((id) => this.rowOf(id) ?? []);
  }
}

/** Where a requirement comes from. A user's own suites bring sources of their own, named `x-...`. */
export type Source = 'rfc' | 'entra' | 'smartfile' | 'okta' | 'practice' | `x-${string}`;

export type Level = 'MUST' | 'MUST NOT' | 'SHOULD' | 'SHOULD NOT' | 'MAY';

/** What breaking a row means: a violation decides the verdict, a warning and a note are listed. */
export type Severity = 'violation' | 'warning' | 'note';

/**
 * What happens to people when a requirement is broken: a leaver keeps access; the account of somebody else is matched,
 * changed or disclosed; data or memberships are lost; provisioning stops; nothing that anybody would notice. Gravest first.
 */
export const harms = ['access-kept', 'wrong-person', 'data-lost', 'stops', 'formal'] as const;
export type Harm = (typeof harms)[number];

/** Harms that decide whatever the level of the text says, unless the row or the profile gives a reason. */
export const graveHarms: readonly Harm[] = ['access-kept', 'wrong-person', 'data-lost'];

/** The severity that a level suggests; a row that is graded otherwise carries its reason. */
export const suggested: Record<Level, Severity> = {
  MUST: 'violation',
  'MUST NOT': 'violation',
  SHOULD: 'warning',
  'SHOULD NOT': 'warning',
  MAY: 'note',
};

/** One requirement that an endpoint can keep or break. */
export interface Row {
  /** Stable, such as `7644:3.6/deleted-get-404`, `entra:R05`, `smartfile:S03`. */
  id: string;
  source: Source;
  /** Area of the RFC catalogue, such as `patch` or `filter`. */
  area: string;
  /** Section of the source, such as `3.6`. */
  section: string;
  /** Address of the text that a reader can open. */
  link: string;
  level: Level;
  severity: Severity;
  /** Why the severity is not the one that the level suggests, or why a grave harm is no violation. */
  reason?: string;
  harm: Harm;
  /** The requirement in our own words. */
  statement: string;
  /** What to change in an endpoint that breaks it; written with the row's first check. */
  fix?: string;
  /** A reading that is common and wrong, or stricter than the text; in our own words. */
  misreading?: string;
  /** Names of conditions, of config/conditions, that must all hold for the row to apply. */
  conditions: string[];
  /** Why no check asks for it; only where it cannot be asked over HTTP (and at most 15 others). */
  notTested?: string;
  /** Evidence mark of a client's row: documented, source, observed, second-hand, inferred. */
  evidence?: 'documented' | 'source' | 'observed' | 'second-hand' | 'inferred';
}

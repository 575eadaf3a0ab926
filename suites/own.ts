import type { Row } from '../config/row.ts';
import type { CatalogueEntry } from '../kit/check/check.ts';

/** What a user's own suite file exports: arrays of checks and rules, and rows of a source `x-...`. */
export interface OwnSuite {
  checks: CatalogueEntry[];
  rows: Row[];
}

/** Sorts out what a suite file exports; anything else that it exports is passed over. */
export function readOwnEntries(module: Record<string, unknown>): OwnSuite {
  const values = Object.values(module).flatMap((value) => (Array.isArray(value) ? value : [value]));
  return {
    checks: values.filter(
      (value): value is CatalogueEntry => hasKind(value, 'check') || hasKind(value, 'rule'),
    ),
    rows: values.filter((value): value is Row => isRow(value)),
  };
}

function hasKind(value: unknown, kind: string): boolean {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === kind;
}

function isRow(value: unknown): boolean {
  const row = value as Partial<Row> | null;
  return typeof row === 'object' && row !== null && typeof row.statement === 'string' && 'severity' in row;
}

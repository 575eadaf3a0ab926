import { type Change, changesBetween, loadChanges, presentName } from '../../config/changes.ts';
import type { Report } from '../model.ts';

/** One thing that changed in the suite, not in the endpoint, between two reports. */
export interface SuiteChange {
  what: 'renamed' | 'regraded' | 'removed' | 'added';
  /** A check id, with a finding's key behind it where the change is about that alone; or a row id. */
  name: string;
  text: string;
}

/** An older report in the names of today, and what changed in the suite since. */
export interface Translated {
  report: Report;
  changes: SuiteChange[];
  /** Keys of checks that claim more now: a failure of theirs may be as old as the report. */
  added: Change[];
}

/**
 * Puts an older report into the names that checks and keys have in a newer one, and lists what was renamed, regraded,
 * removed or added in between, so that none of it is taken for a change of the endpoint.
 */
export function translated(older: Report, newer: Report, all: readonly Change[] = loadChanges()): Translated {
  const between = changesBetween(all, older.catalogue.version, newer.catalogue.version);
  const checks = older.checks.map((check) => {
    const { check: id } = presentName({ check: check.id }, between);
    const findings = check.findings.map((finding) => {
      const { key } = presentName({ check: check.id, key: finding.key }, between);
      return { ...finding, key: key ?? finding.key };
    });
    return { ...check, id, findings };
  });
  return {
    report: { ...older, checks },
    changes: [...between.map(inWords), ...regraded(older, newer), ...gone(checks, newer, between)],
    added: between.filter(({ what }) => what === 'added'),
  };
}

/** Changes by kind: `3 renamed, 12 regraded`. */
export function changesInWords(changes: readonly SuiteChange[]): string {
  return [...new Set(changes.map(({ what }) => what))]
    .map((kind) => `${changes.filter(({ what }) => what === kind).length} ${kind}`)
    .join(', ');
}

function inWords({ what, check, key, to, why }: Change): SuiteChange {
  const name = key === undefined ? check : `${check} ${key}`;
  return { what, name, text: what === 'renamed' ? `now ${to}: ${why}` : why };
}

/** Requirements whose severity is another one now: by the catalogue or by the profile. */
function regraded(older: Report, newer: Report): SuiteChange[] {
  const before = new Map(older.rows.map(({ id, severity }) => [id, severity]));
  return newer.rows.flatMap(({ id, severity, reason }): SuiteChange[] => {
    const was = before.get(id);
    if (was === undefined || was === severity) return [];
    return [{ what: 'regraded', name: id, text: `${was}, now ${severity}${reason ? `: ${reason}` : ''}` }];
  });
}

/** Checks of the older catalogue that the newer does not have and nobody wrote down as removed. */
function gone(checks: Report['checks'], newer: Report, between: readonly Change[]): SuiteChange[] {
  const there = new Set(newer.checks.map(({ id }) => id));
  const told = new Set(between.map(({ check }) => check));
  return checks
    .filter(({ id }) => !there.has(id) && !told.has(id) && !id.startsWith('x-'))
    .map(({ id }) => ({ what: 'removed', name: id, text: 'the catalogue no longer has this check' }));
}

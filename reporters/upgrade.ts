import { rowById } from '../config/requirements/catalogue.ts';
import { diagnose } from '../diagnosis/entries.ts';
import type { Report, Verdict } from './model.ts';
import { isSelected } from './verdict.ts';

type Old = Omit<Report, 'schemaVersion' | 'exitCode' | 'scope' | 'entries'> & {
  schemaVersion: string;
  exitCode?: Report['exitCode'];
  scope: Omit<Report['scope'], 'terms' | 'selected'>;
};

/**
 * A report of schema version 1.x in the form of today: the terms of the run apart from its filters, and partial where
 * it was narrowed, whatever it then called itself. Everything else is given back as it is, for the schema to judge.
 */
export function upgraded(value: unknown): unknown {
  if (!isOld(value)) return value;
  const terms = value.scope.filters.filter((flag): boolean => flag === '--skip-auth-probes');
  const narrowed = value.scope.filters.filter((flag) => !terms.includes(flag)).flatMap(oneFlagEach);
  const filters = [...narrowed, ...(value.scope.kind === 'read-only' ? ['--read-only'] : [])];
  const kind = narrowed.length > 0 ? 'filtered' : value.scope.kind === 'read-only' ? 'read-only' : 'full';
  const checks = value.checks.map(withReasonOfToday);
  const verdict = verdictOfToday(value.verdict, kind);
  const rows = value.rows.map((row) => ({ ...row, harm: rowById(row.id)?.harm ?? 'formal' }));
  return {
    ...value,
    schemaVersion: '2.0',
    scope: { ...value.scope, kind, filters, terms, selected: checks.filter(isSelected).length },
    checks,
    rows,
    verdict,
    exitCode: exitCodeThen(value.verdict),
    entries: diagnose(
      checks.map((check) => ({ ...check, state: check.status })),
      value.exchanges,
      {
        rowsFor: (id) => checks.find((check) => check.id === id)?.verifies ?? [],
        rowById: (id) => rows.find((row) => row.id === id),
      },
    ),
    verdicts: value.verdicts.map((one) => ({ ...one, verdict: verdictOfToday(one.verdict, kind) })),
  };
}

function isOld(value: unknown): value is Old {
  const report = value as Partial<Old> | null;
  return (
    typeof report === 'object' &&
    /^1\.\d+$/.test(String(report?.schemaVersion)) &&
    Array.isArray(report?.scope?.filters) &&
    report.scope.filters.every((flag) => typeof flag === 'string') &&
    [report.checks, report.rows, report.verdicts, report.exchanges].every(
      (list) => Array.isArray(list) && list.every((one) => typeof one === 'object' && one !== null),
    )
  );
}

/** `--group users,groups` was one filter. */
function oneFlagEach(filter: string): string[] {
  const [flag = '', words = ''] = filter.split(/ (.*)/s);
  if (flag === '--check') return [filter];
  return words.split(',').map((word) => `${flag} ${word}`);
}

function withReasonOfToday(check: Report['checks'][number]): Report['checks'][number] {
  const skipped = check.status === 'not-run' && check.explanation?.startsWith('--skip-auth-probes ');
  return skipped ? { ...check, reason: 'skipped' } : check;
}

function verdictOfToday(verdict: Verdict, kind: Report['scope']['kind']): Verdict {
  return kind === 'full' || verdict === 'not conformant' ? verdict : 'partial';
}

/** What the run ended with. */
function exitCodeThen(verdict: Verdict): Report['exitCode'] {
  return verdict === 'conformant' ? 0 : verdict === 'not conformant' ? 1 : 2;
}

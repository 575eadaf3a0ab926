import type { Harm, Severity } from '../../config/row.ts';
import type { Report, ReportedRow } from '../model.ts';

/** What a history keeps of one report: enough for a column, little enough for years of them. */
export interface Version {
  /** What the reader called it, or its folder. */
  label: string;
  url: string;
  startedAt: string;
  verdict: Report['verdict'];
  profile: string;
  catalogue: string;
  /** Diagnoses at the top of its report: id, and what it says. */
  diagnoses: { id: string; says: string; harm: Harm }[];
  /** Requirements in scope that did not simply pass, by id. */
  open: Record<string, RowState>;
  /** Requirements that passed. */
  passed: string[];
  /** Choices that the texts leave open. */
  choices: Record<string, string>;
  /** Median in milliseconds by operation. */
  latency: Record<string, number>;
  /** Severity, source and statement of what is open, by id. */
  rows: Record<string, { severity: Severity; source: string; statement: string }>;
}

type RowState = ReportedRow['state'];

/** One line of a matrix: something, and how it stood in each version. */
export interface MatrixLine {
  id: string;
  says: string;
  /** Of a requirement. */
  severity?: Severity;
  /** By version: the state, or null where that version does not know it. */
  cells: (RowState | null)[];
}

/** How one endpoint, or one row of versions, went. */
export interface History {
  versions: Pick<Version, 'label' | 'url' | 'startedAt' | 'verdict' | 'profile' | 'catalogue'>[];
  /** What was wrong in at least one version, with the longest lasting first. */
  diagnoses: MatrixLine[];
  /** Requirements that were broken or unproven in at least one version. */
  requirements: MatrixLine[];
  /** Choices that were not the same in all versions. */
  choices: { key: string; values: (string | null)[] }[];
  /** Medians by operation, in milliseconds. */
  latency: { operation: string; medians: (number | null)[] }[];
}

/** Samples below which a median says little. */
const LEAST_SAMPLES = 10;

/** What a history keeps of a report. */
export function readVersion(report: Report, label: string): Version {
  const { target, run, verdict, profile, catalogue } = report;
  const inScope = report.rows.filter(({ inScope, checks }) => inScope && checks.length > 0);
  const open = inScope.filter(({ state }) => state !== 'pass' && state !== 'not-applicable');
  return {
    label: target.product === undefined ? label : `${target.product} (${label})`,
    url: target.url,
    startedAt: run.startedAt,
    verdict,
    profile: `${profile.name} ${profile.version}`,
    catalogue: catalogue.version,
    diagnoses: report.entries
      .filter(({ within }) => within === undefined)
      .map(({ id, says, harm }) => ({ id, says, harm })),
    open: Object.fromEntries(open.map(({ id, state }) => [id, state])),
    passed: inScope.filter(({ state }) => state === 'pass').map(({ id }) => id),
    choices: Object.fromEntries(
      report.observations.map(({ check, key, value }) => [`${check} ${key}`, value]),
    ),
    latency: Object.fromEntries(
      report.latency.flatMap(({ operation, samples, p50 }) =>
        samples < LEAST_SAMPLES ? [] : [[operation, Math.round(p50)]],
      ),
    ),
    rows: Object.fromEntries(
      open.map(({ id, severity, source, statement }) => [id, { severity, source, statement }]),
    ),
  };
}

/** Lays versions beside each other, in the order in which they are given. */
export function buildHistory(versions: readonly Version[]): History {
  const judged = versions.map(({ passed }) => new Set(passed));
  return {
    versions: versions.map(({ label, url, startedAt, verdict, profile, catalogue }) => ({
      label,
      url,
      startedAt,
      verdict,
      profile,
      catalogue,
    })),
    diagnoses: diagnosisLines(versions),
    requirements: namesIn(versions, ({ open }) => open)
      .map((id): MatrixLine => {
        const known = versions.findLast(({ rows }) => rows[id] !== undefined)?.rows[id];
        return {
          id,
          says: known?.statement ?? id,
          severity: known?.severity ?? 'note',
          cells: versions.map(({ open }, at) => open[id] ?? (judged[at]?.has(id) ? 'pass' : null)),
        };
      })
      .sort((a, b) => weigh(b) - weigh(a)),
    choices: namesIn(versions, ({ choices }) => choices)
      .map((key) => ({ key, values: versions.map(({ choices }) => choices[key] ?? null) }))
      .filter(({ values }) => new Set(values.filter((value) => value !== null)).size > 1),
    latency: namesIn(versions, ({ latency }) => latency).map((operation) => ({
      operation,
      medians: versions.map(({ latency }) => latency[operation] ?? null),
    })),
  };
}

/** What makes two runs ones of the same endpoint: its address; on this machine ports are drawn, and say nothing. */
export function normaliseUrl(url: string): string {
  return url.replace(/^(https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])):\d+/, '$1');
}

/** Endpoints apart, each with its versions from the oldest to the newest. */
export function byEndpoint(versions: readonly Version[]): Version[][] {
  const groups = new Map<string, Version[]>();
  for (const version of [...versions].sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1)))
    groups.set(normaliseUrl(version.url), [...(groups.get(normaliseUrl(version.url)) ?? []), version]);
  return [...groups.values()];
}

function diagnosisLines(versions: readonly Version[]): MatrixLine[] {
  const ids = [...new Set(versions.flatMap(({ diagnoses }) => diagnoses.map(({ id }) => id)))];
  return ids
    .map((id): MatrixLine => {
      const found = versions.map(({ diagnoses }) => diagnoses.find((one) => one.id === id));
      return {
        id,
        says: found.findLast((one) => one !== undefined)?.says ?? id,
        cells: found.map((one, at) =>
          one !== undefined ? 'fail' : versions[at]?.passed.length === 0 ? null : 'pass',
        ),
      };
    })
    .sort((a, b) => weigh(b) - weigh(a));
}

/** What is wrong now weighs more than what was; a violation more than a warning. */
function weigh({ severity, cells }: MatrixLine): number {
  const wrong = cells.filter((state) => state === 'fail').length;
  const now = cells.at(-1) === 'fail' ? 10_000 : 0;
  return (severity === 'warning' || severity === 'note' ? 0 : 100_000) + now + wrong;
}

function namesIn(versions: readonly Version[], of: (version: Version) => object): string[] {
  return [...new Set(versions.flatMap((version) => Object.keys(of(version))))];
}

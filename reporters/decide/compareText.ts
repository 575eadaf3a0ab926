import { oneLine } from '../sanitize.ts';
import type { ChangeKind, Comparison } from './compare.ts';

/** What a comparison found, section by section, each line in plain words; sections without lines are left out. */
export interface Section {
  title: string;
  lines: string[];
}

const TITLES: Record<ChangeKind, string> = {
  regressed: 'Regressed',
  'no-longer-verified': 'No longer verified',
  fixed: 'Fixed',
  'still-failing': 'Still failing',
  new: 'Asked in B only',
  gone: 'Asked in A only',
};

/** The differences in the order in which a reader wants them: what got worse first. */
export function listSections(comparison: Comparison): Section[] {
  const kinds = Object.keys(TITLES) as ChangeKind[];
  const checks = kinds.map((kind) => ({
    title: TITLES[kind],
    lines: comparison.checks
      .filter((change) => change.kind === kind)
      .map(
        ({ check, before, after, keys }) =>
          `${check}: ${[before, after].filter(Boolean).join(' → ')}${keys.length > 0 ? ` (${keys.join(', ')})` : ''}`,
      ),
  }));
  const diagnoses = (['appeared', 'gone'] as const).map((kind) => ({
    title: kind === 'appeared' ? 'Wrong in B only' : 'Wrong in A only',
    lines: comparison.diagnoses.filter((one) => one.kind === kind).map(({ says }) => says),
  }));
  const sections = [
    ...diagnoses,
    ...checks,
    {
      title: 'Observations that changed',
      lines: comparison.observations.map(
        ({ check, key, before, after }) => `${check}: ${key} ${before ?? 'absent'} → ${after ?? 'absent'}`,
      ),
    },
    {
      title: 'Responses that changed without changing the verdict',
      lines: comparison.behaviour.map(
        ({ check, ordinal, request, what, before, after }) =>
          `${check} ${ordinal}, ${request}: ${what} ${before} → ${after}`,
      ),
    },
    {
      title: 'Claims and schemas',
      lines: comparison.claims.map(
        ({ claim, before, after }) => `${claim}: ${before || '(empty)'} → ${after || '(empty)'}`,
      ),
    },
    {
      title: 'Twice as slow or more',
      lines: comparison.latency.map(
        ({ operation, before, after }) =>
          `${operation}: median ${Math.round(before)} → ${Math.round(after)} ms`,
      ),
    },
    {
      title: 'Changes of the suite, not of the endpoint',
      lines: comparison.changes.map(({ what, name, text }) => `${what} ${name}: ${text}`),
    },
  ];
  return sections.filter(({ lines }) => lines.length > 0);
}

/** One sentence that says whether B is worse than A. */
export function headline(comparison: Comparison): string {
  if (comparison.regression) return 'B is worse than A';
  const sections = listSections(comparison);
  if (sections.some(({ title }) => title !== TITLES['still-failing']))
    return 'B differs from A, and nothing got worse';
  return sections.length === 0 ? 'A and B behave alike' : 'A and B behave alike; what was wrong still is';
}

/** A comparison for a terminal; a section shows twelve lines and counts the rest. */
export function comparisonText(comparison: Comparison, width: number): string {
  const { a, b } = comparison;
  const most = 12;
  return [
    headline(comparison),
    `  ${oneLine(`A: ${a.url}, ${a.startedAt}, ${a.verdict} (${a.scope})`, width - 2)}`,
    `  ${oneLine(`B: ${b.url}, ${b.startedAt}, ${b.verdict} (${b.scope})`, width - 2)}`,
    ...listSections(comparison).flatMap(({ title, lines }) => [
      '',
      `${title} (${lines.length})`,
      ...lines.slice(0, most).map((line) => `  ${oneLine(line, width - 2)}`),
      ...(lines.length > most ? [`  and ${lines.length - most} more`] : []),
    ]),
  ].join('\n');
}

/** A comparison as Markdown. */
export function comparisonMarkdown(comparison: Comparison): string {
  const { a, b } = comparison;
  return [
    `## SCIM comparison: ${headline(comparison)}`,
    '',
    `- A: \`${code(a.url)}\`, ${a.startedAt}, ${a.verdict} (${code(a.scope)})`,
    `- B: \`${code(b.url)}\`, ${b.startedAt}, ${b.verdict} (${code(b.scope)})`,
    ...listSections(comparison).flatMap(({ title, lines }) => [
      '',
      `### ${title} (${lines.length})`,
      '',
      ...lines.map((line) => `- \`${code(line)}\``),
    ]),
    '',
  ].join('\n');
}

function code(text: string): string {
  return oneLine(text, 300).replaceAll('`', "'");
}

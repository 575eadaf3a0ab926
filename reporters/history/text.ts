import { oneLine } from '../sanitize.ts';
import { count } from '../words.ts';
import type { History, MatrixLine } from './model.ts';

/** How a state is drawn, so that it reads without colour. */
const SIGNS: Record<string, string> = {
  fail: '×',
  error: '!',
  blocked: '–',
  'not-run': ' ',
  'not-applicable': ' ',
  pass: '·',
};

/** Versions that a line of the terminal shows; the newest ones. */
const COLUMNS = 40;
const LINES = 12;
const RUNS = 10;

/** A cell of a matrix as one sign; blank where the version does not know it. */
export function stateSign(state: MatrixLine['cells'][number]): string {
  return state === null ? ' ' : (SIGNS[state] ?? ' ');
}

/** A history for a terminal: the newest runs, then what was wrong when, one column a version. */
export function historyText(history: History, width: number): string {
  const { versions, diagnoses, requirements, choices, latency } = history;
  const from = Math.max(0, versions.length - COLUMNS);
  const line = ({ cells, says, id }: MatrixLine) =>
    oneLine(
      `|${cells.slice(from).map(stateSign).join('')}| ${says}${says.includes(id) ? '' : ` (${id})`}`,
      width - 2,
    );
  const part = (title: string, lines: readonly string[]) =>
    lines.length === 0
      ? []
      : [
          '',
          `${title} (${lines.length})`,
          ...lines.slice(0, LINES).map((one) => `  ${one}`),
          ...(lines.length > LINES ? [`  and ${lines.length - LINES} more`] : []),
        ];
  const runs = versions.slice(-RUNS);
  return [
    oneLine(`${versions.at(-1)?.url}: ${count(versions.length, 'run')}`, width),
    ...(runs.length < versions.length ? [`  the newest ${RUNS}:`] : []),
    ...runs.map((one, at) =>
      oneLine(
        `  ${versions.length - runs.length + at + 1}  ${one.startedAt}  ${one.verdict}  ${one.label}`,
        width,
      ).replace(/^/, '  '),
    ),
    ...(diagnoses.length + requirements.length === 0 ? ['', 'Nothing was wrong in any of them.'] : []),
    ...(diagnoses.length + requirements.length > 0
      ? [
          '',
          `One column a run, the newest on the right${from > 0 ? ` (the newest ${COLUMNS})` : ''}: × wrong, – not judged, · right`,
        ]
      : []),
    ...part('What was wrong with the endpoint', diagnoses.map(line)),
    ...part('Requirements', requirements.map(line)),
    ...part(
      'Choices that changed',
      choices.map(({ key, values }) => oneLine(`${key}: ${countRuns(values)}`, width - 2)),
    ),
    ...part(
      'Median latency in ms',
      latency.map(({ operation, medians }) =>
        oneLine(
          `${operation}: ${medians
            .slice(-8)
            .map((one) => one ?? '-')
            .join(' ')}`,
          width - 2,
        ),
      ),
    ),
  ].join('\n');
}

/** A history as Markdown: the same, with a table of the runs. */
export function historyMarkdown(history: History): string {
  const { versions, diagnoses, requirements, choices, latency } = history;
  const matrix = (title: string, lines: readonly MatrixLine[]) =>
    lines.length === 0
      ? []
      : [
          '',
          `### ${title} (${lines.length})`,
          '',
          ...lines.map(
            ({ cells, says, id }) =>
              `- \`|${cells.map(stateSign).join('')}|\` ${plain(says)} \`${code(id)}\``,
          ),
        ];
  return [
    `## SCIM history of \`${code(versions.at(-1)?.url ?? '')}\``,
    '',
    '| run | started | verdict | profile | catalogue |',
    '|---|---|---|---|---|',
    ...versions.map(
      ({ label, startedAt, verdict, profile, catalogue }) =>
        `| ${plain(label)} | ${plain(startedAt)} | ${verdict} | ${plain(profile)} | ${plain(catalogue)} |`,
    ),
    ...(diagnoses.length + requirements.length === 0 ? ['', 'Nothing was wrong in any of them.'] : []),
    ...matrix('What was wrong with the endpoint', diagnoses),
    ...matrix('Requirements', requirements),
    ...(choices.length === 0 ? [] : ['', '### Choices that changed', '']),
    ...choices.map(({ key, values }) => `- \`${code(key)}\`: ${plain(countRuns(values))}`),
    ...(latency.length === 0 ? [] : ['', '### Median latency in ms', '']),
    ...latency.map(
      ({ operation, medians }) => `- \`${code(operation)}\`: ${medians.map((one) => one ?? '-').join(', ')}`,
    ),
    '',
  ].join('\n');
}

/** Values in words, equal neighbours taken together: `never (1 to 3), always (4)`. */
function countRuns(values: readonly (string | null)[]): string {
  const parts: { value: string; from: number; to: number }[] = [];
  values.forEach((value, at) => {
    const last = parts.at(-1);
    const shown = value ?? 'not seen';
    if (last?.value === shown) last.to = at + 1;
    else parts.push({ value: shown, from: at + 1, to: at + 1 });
  });
  return parts
    .map(({ value, from, to }) => `${value} (${from === to ? from : `${from} to ${to}`})`)
    .join(', ');
}

function plain(text: string): string {
  return oneLine(text, 300).replace(/[\\`*_{}[\]()#|<>~!]/g, '\\$&');
}

function code(text: string): string {
  return oneLine(text, 200).replaceAll('`', "'").replaceAll('|', '\\|');
}

import { causesOf } from './causes.ts';
import type { Report, SourceVerdict, Verdict } from './model.ts';
import { oneLine } from './sanitize.ts';
import {
  type CauseWords,
  causeInWords,
  checkCounts,
  count,
  countParts,
  duration,
  partialInWords,
  rowParts,
  scopeInWords,
} from './words.ts';

export interface SummaryOptions {
  colour: boolean;
  /** Columns; 80 where the terminal does not say. */
  width: number;
  /** Lines that the summary may take; 24 unless said otherwise. */
  height?: number;
  /** Where the report is, as the reader can open it. */
  where?: string;
}

type Paint = (style: Style, text: string) => string;
type Style = keyof typeof SGR;
const SGR = { red: 31, green: 32, yellow: 33, bold: 1, dim: 2 } as const;
const MIN_WIDTH = 40;

/**
 * Whether to colour what goes to a stream: only to a terminal, and not where NO_COLOR holds anything or the
 * terminal calls itself dumb (https://no-color.org).
 */
export function wantsColour(
  stream: { isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  return stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
}

/**
 * The result on one screen: verdict by source, checks by state, scope, root causes worst first, where the
 * report is. Never longer than `height` lines nor wider than `width` columns; what does not fit is counted.
 */
export function summary(report: Report, options: SummaryOptions): string {
  const width = Math.max(MIN_WIDTH, options.width);
  const paint: Paint = options.colour
    ? (style, text) => `\u001b[${SGR[style]}m${text}\u001b[0m`
    : (_, text) => text;
  const head = headLines(report, width, paint);
  const foot = footLines(report, width, options.where);
  const room = (options.height ?? 24) - head.length - foot.length;
  return `${[...head, ...causeLines(report, width, room, paint), ...foot].join('\n')}\n`;
}

function headLines(report: Report, width: number, paint: Paint): string[] {
  const verdict = report.verdict.toUpperCase();
  const about = `  ${report.profile.name} ${report.profile.version}, ${report.target.url}`;
  const sources = Math.max(...report.verdicts.map(({ source }) => source.length));
  const { ended } = report.run;
  const partial = partialInWords(report);
  return [
    paint('bold', paint(verdictStyle(report.verdict), verdict)) + oneLineKeep(about, width - verdict.length),
    ...(partial === undefined ? [] : folded(partial, '  ', width)),
    ...report.verdicts.map((source) => sourceLine(source, sources, width, paint)),
    ...(report.target.insecure
      ? [paint('red', oneLine('CERTIFICATES NOT VERIFIED (--insecure): nobody can say who answered', width))]
      : []),
    `Checks: ${fitted(countParts(checkCounts(report)), width - 8)}`,
    oneLine(`Scope: ${scopeInWords(report)}`, width),
    oneLine(`Run: ${count(report.run.requests, 'request')} in ${duration(report.run.durationMs)}`, width),
    ...(ended ? folded(`Ended early (${ended.why}): ${ended.message}`, '', width) : []),
    ...(ended ? folded(ended.hint, '  ', width) : []),
  ];
}

function sourceLine(source: SourceVerdict, column: number, width: number, paint: Paint): string {
  const name = source.source.padEnd(column);
  const verdict = source.verdict.padEnd('not conformant'.length);
  const note = source.decides ? '' : 'shown only; ';
  const room = width - 6 - name.length - verdict.length - note.length;
  const rest = oneLineKeep(`  ${note}${fitted(rowParts(source), room)}`, room + note.length + 2);
  return `  ${name}  ${paint(source.decides ? verdictStyle(source.verdict) : 'dim', verdict)}${rest}`;
}

function causeLines(report: Report, width: number, room: number, paint: Paint): string[] {
  const causes = causesOf(report);
  if (causes.length === 0 || room < 4) return [];
  const lines: string[] = [];
  let shown = 0;
  for (const cause of causes) {
    const words = causeInWords(cause);
    const concerned = count(cause.checks.length, 'check');
    const [first, second] = cause.checks;
    const named = first && !second && first.id.length < width / 2 ? first.id : concerned;
    const say = cause.kind === 'blocked' ? `blocks ${concerned}` : named;
    const grade = cause.kind === 'error' ? 'error' : cause.severity;
    const beside = cause.decides ? '' : ', shown only';
    const lead = `${shown + 1}. ${grade}${beside}, ${say}: `;
    const style =
      cause.kind === 'error' || !cause.decides || cause.severity === 'note' ? 'dim' : gradeStyle(grade);
    const block = [
      paint(style, lead.trimEnd()) + oneLineKeep(` ${words.title}`, width - lead.trimEnd().length),
      ...detailLines(words, width),
    ];
    // Two lines for blank and heading, one for the count of what is left.
    const reserve = 2 + (shown + 1 < causes.length ? 1 : 0);
    if (lines.length + block.length + reserve > room) break;
    lines.push(...block);
    shown += 1;
  }
  const left = causes.length - shown;
  return [
    '',
    paint('bold', 'Root causes, worst first'),
    ...lines,
    ...(left > 0 ? [oneLineKeep(`   and ${count(left, 'more cause')} in the report`, width)] : []),
  ];
}

function detailLines(words: CauseWords, width: number): string[] {
  const half = Math.floor((width - '   expected , found '.length) / 2);
  const expected = oneLine(words.expected, Math.max(half, width - 20 - [...words.observed].length));
  const found = oneLineKeep(`   expected ${expected}, found ${words.observed}`, width);
  return words.fix === undefined ? [found] : [found, oneLineKeep(`   fix: ${words.fix}`, width)];
}

function footLines(report: Report, width: number, where: string | undefined): string[] {
  const left = report.leftovers.length;
  const lines = [
    ...(left > 0
      ? [oneLine(`Left behind: ${count(left, 'resource')}; run "scim-conformance clean"`, width)]
      : []),
    // A path is copied, so it is never cut.
    ...(where === undefined ? [] : [`Report: ${oneLine(where, Number.POSITIVE_INFINITY)}`]),
  ];
  return lines.length > 0 ? ['', ...lines] : [];
}

/** As many of the parts as fit, whole ones only; `…` where some did not. */
function fitted(parts: readonly string[], width: number): string {
  const short = parts.map((part) => part.replace('not applicable', 'n/a'));
  const all = short.join(', ') || 'nothing';
  if (all.length <= width) return all;
  let line = '';
  for (const part of short) {
    const longer = line === '' ? part : `${line}, ${part}`;
    if (longer.length > width - 3) break;
    line = longer;
  }
  return line === '' ? '…' : `${line}, …`;
}

/** A text that has to be read whole: broken at spaces, at most three lines. */
function folded(text: string, indent: string, width: number): string[] {
  const lines = [''];
  for (const word of oneLine(text, Number.POSITIVE_INFINITY).split(' ')) {
    const last = lines[lines.length - 1] ?? '';
    const longer = last === '' ? word : `${last} ${word}`;
    const fits = last === '' || [...(indent + longer)].length <= width || lines.length === 3;
    if (fits) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => oneLineKeep(indent + line, width));
}

/** As oneLine, with the leading spaces kept. */
function oneLineKeep(text: string, width: number): string {
  const indent = text.length - text.trimStart().length;
  return ' '.repeat(indent) + oneLine(text, Math.max(1, width - indent));
}

function verdictStyle(verdict: Verdict): Style {
  if (verdict === 'conformant') return 'green';
  if (verdict === 'partial') return 'bold';
  return verdict === 'not conformant' ? 'red' : 'yellow';
}

function gradeStyle(grade: string): Style {
  return grade === 'violation' ? 'red' : 'yellow';
}

import { folded } from '../config/settings/fold.ts';
import { buildFunnel, checksTaken, requirementsInWords } from './funnel.ts';
import { limitedInWords } from './limited.ts';
import type { Report, SourceVerdict, Verdict } from './model.ts';
import { type Paint, painter, type Style } from './paint.ts';
import { groupProblems, listSuiteErrors, type Problem, reachInWords } from './problems.ts';
import { oneLine } from './sanitize.ts';
import { count, countParts, duration, neverBegan, partialInWords, rowParts, scopeInWords } from './words.ts';

export interface SummaryOptions {
  colour: boolean;
  /** Columns; 80 where the terminal does not say. */
  width: number;
  /** Lines that the summary may take; 24 unless said otherwise. */
  height?: number;
  /** Where the report is, as the reader can open it. */
  where?: string;
  /** What to do now: a command to type, and what it is good for. */
  next?: string;
}

const MIN_WIDTH = 40;

/**
 * The result on one screen: verdict by source, checks by state, scope, what is wrong with the endpoint,
 * where the report is. Never longer than `height` lines nor wider than `width` columns; what does not fit is counted.
 */
export function summary(report: Report, options: SummaryOptions): string {
  const width = Math.max(MIN_WIDTH, options.width);
  const paint = painter(options.colour);
  const head = headLines(report, width, paint);
  const foot = footLines(report, width, options);
  const room = (options.height ?? 24) - head.length - foot.length;
  return `${[...head, ...problemLines(report, width, room, paint), ...foot].join('\n')}\n`;
}

function headLines(report: Report, width: number, paint: Paint): string[] {
  const verdict = report.verdict.toUpperCase();
  const { product, url } = report.target;
  const about = `  ${product === undefined ? '' : `${product}, `}${report.profile.name} ${report.profile.version}, ${url}`;
  const sources = Math.max(...report.verdicts.map(({ source }) => source.length));
  const { ended } = report.run;
  const limited = limitedInWords(report.run);
  const partial = partialInWords(report);
  const funnel = buildFunnel(report);
  const taken = checksTaken(funnel.checks);
  if (ended !== undefined && neverBegan(report))
    return [
      paint('bold', paint(verdictStyle(report.verdict), verdict)) +
        oneLineKeep(`  ${report.target.url} was not checked`, width - verdict.length),
      ...block(`Why: ${ended.message}`, '', width, 6),
      ...block(
        `Next: ${ended.hint.replace(/[^.]$/, '$&.')} Step by step: scim-conformance doctor.`,
        '',
        width,
        6,
      ),
    ];
  return [
    paint('bold', paint(verdictStyle(report.verdict), verdict)) + oneLineKeep(about, width - verdict.length),
    ...(partial === undefined ? [] : block(partial, '  ', width)),
    ...report.verdicts.map((source) => sourceLine(source, report, sources, width, paint)),
    ...(report.target.insecure
      ? [
          paint(
            'red',
            oneLine('CERTIFICATES NOT VERIFIED (--insecure): the responses may come from anyone', width),
          ),
        ]
      : []),
    oneLine(`Requirements: ${requirementsInWords(funnel)}`, width),
    `Checks: ${taken}: ${fitted(countParts(funnel.checks.states), width - 10 - taken.length)}`,
    oneLine(`Scope: ${scopeInWords(report)}`, width),
    oneLine(`Run: ${count(report.run.requests, 'request')} in ${duration(report.run.durationMs)}`, width),
    ...(limited === undefined ? [] : block(limited, '  ', width)),
    ...(ended ? block(`Ended early (${ended.why}): ${ended.message}`, '', width) : []),
    ...(ended ? block(ended.hint, '  ', width) : []),
  ];
}

function sourceLine(
  source: SourceVerdict,
  { rows }: Report,
  column: number,
  width: number,
  paint: Paint,
): string {
  const name = source.source.padEnd(column);
  const verdict = source.verdict.padEnd('not conformant'.length);
  const note = source.decides ? '' : 'shown only; ';
  const room = width - 6 - name.length - verdict.length - note.length;
  const rest = oneLineKeep(`  ${note}${fitted(rowParts(source, rows), room)}`, room + note.length + 2);
  return `  ${name}  ${paint(source.decides ? verdictStyle(source.verdict) : 'dim', verdict)}${rest}`;
}

/** Entries that one screen names. */
const SHOWN = 5;

function problemLines(report: Report, width: number, room: number, paint: Paint): string[] {
  const problems = groupProblems(report);
  const errors = listSuiteErrors(report).map(({ message, checks }) =>
    oneLineKeep(
      `   the suite failed in ${checks.length === 1 ? checks[0]?.id : count(checks.length, 'check')}: ${message}`,
      width,
    ),
  );
  if (problems.length + errors.length === 0 || room < 4) return [];
  // Two lines for blank and heading, one for the count of what is left.
  const free = room - 3 - Math.min(problems.length > 0 ? 1 : SHOWN, errors.length);
  const withFix = problems
    .slice(0, SHOWN)
    .map((problem, at) => problemBlock(problem, at + 1, report, width, paint));
  const fits = (blocks: string[][]) => blocks.flat().length <= free;
  const brief = withFix.map((block) => block.slice(0, -1));
  let blocks = fits(withFix) ? withFix : brief;
  while (blocks.length > 1 && !fits(blocks)) blocks = blocks.slice(0, -1);
  if (!fits(blocks)) blocks = blocks.map((block) => block.slice(0, Math.max(1, free)));
  const left = problems.length - blocks.length;
  return [
    '',
    paint('bold', problems.length > 0 ? 'What is wrong, most serious first' : 'What went wrong'),
    ...blocks.flat(),
    ...errors.slice(0, problems.length > 0 ? 1 : SHOWN),
    ...(left > 0 ? [oneLineKeep(`   and ${left} more in the report`, width)] : []),
  ];
}

/** What is wrong in at most two lines, what it explains, and what to do. */
function problemBlock(
  problem: Problem,
  number: number,
  report: Report,
  width: number,
  paint: Paint,
): string[] {
  const { entry, severity, decides, checks } = problem;
  const [first = '', ...more] = block(`${number}. ${entry.says}`, '', width, 2);
  const named = checks.length === 1 ? checks[0]?.id : reachInWords(problem, report);
  const weight = `${severity}${decides ? '' : ', shown only'}; ${named}`;
  const style = decides && severity !== 'note' ? gradeStyle(severity) : 'dim';
  return [
    paint(style, first),
    ...more.map((line) => paint(style, oneLineKeep(`   ${line}`, width))),
    oneLineKeep(`   ${weight}`, width),
    oneLineKeep(`   fix: ${entry.fix}`, width),
  ];
}

function footLines(report: Report, width: number, { where, next }: SummaryOptions): string[] {
  const left = report.leftovers.length;
  const lines = [
    ...(left > 0
      ? [oneLine(`Left behind: ${count(left, 'resource')}; run "scim-conformance clean"`, width)]
      : []),
    // A path is copied, so it is never cut.
    ...(where === undefined ? [] : [`Report: ${oneLine(where, Number.POSITIVE_INFINITY)}`]),
    ...(next === undefined ? [] : [`Next: ${oneLine(next, Number.POSITIVE_INFINITY)}`]),
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

/** A text that has to be read whole, in at most so many lines below each other. */
function block(text: string, indent: string, width: number, most = 3): string[] {
  const line = oneLine(text, Number.POSITIVE_INFINITY);
  return folded(line, width - indent.length, most).map((one) => oneLineKeep(indent + one, width));
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

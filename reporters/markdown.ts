import { buildFunnel, checksInWords, requirementsInWords } from './funnel.ts';
import { limitedInWords } from './limited.ts';
import type { Report } from './model.ts';
import { groupProblems, listSuiteErrors, reachInWords } from './problems.ts';
import { MENTION, oneLine } from './sanitize.ts';
import { count, duration, neverBegan, partialInWords, rowParts, scopeInWords } from './words.ts';

const MOST_PROBLEMS = 10;

/**
 * The report as Markdown, short enough for a comment on a pull request or the summary of a CI job: verdicts, counts
 * and the first ten things that are wrong. Everything that came from the endpoint is plain text in it.
 */
export function markdown(report: Report): string {
  const problems = groupProblems(report);
  const partial = partialInWords(report);
  const graded = report.rows.filter(({ reason }) => reason !== undefined).length;
  const funnel = buildFunnel(report);
  const { ended } = report.run;
  const limited = limitedInWords(report.run);
  if (ended !== undefined && neverBegan(report))
    return [
      `## SCIM conformance: ${report.verdict}`,
      '',
      `\`${code(report.target.url)}\` was not checked.`,
      '',
      `- Why: ${plain(ended.message)}`,
      `- Next: ${plain(ended.hint)}`,
      '',
    ].join('\n');
  return [
    `## SCIM conformance: ${report.verdict}`,
    '',
    ...(partial === undefined ? [] : [`**${plain(partial)}.**`, '']),
    ...(report.target.embedded ? ['Demonstration: this is the tenant that comes with the tool.', ''] : []),
    ...(report.target.product === undefined ? [] : [`**${plain(report.target.product)}**`, '']),
    `\`${code(report.target.url)}\` under profile ${report.profile.name} ${report.profile.version}; ${plain(scopeInWords(report))}; ${duration(report.run.durationMs)}, ${count(report.run.requests, 'request')}${limited === undefined ? '' : `; ${limited}`}.`,
    ...(report.run.ended
      ? ['', `**The run ended early:** ${plain(report.run.ended.message)} ${plain(report.run.ended.hint)}`]
      : []),
    '',
    '| source | verdict | requirements |',
    '|---|---|---|',
    ...report.verdicts.map(
      (one) =>
        `| ${one.source}${one.decides ? '' : ' (shown only)'} | ${one.verdict} | ${rowParts(one, report.rows).join(', ') || 'nothing'} |`,
    ),
    '',
    `Requirements: ${requirementsInWords(funnel)}. Checks: ${checksInWords(funnel)}.`,
    ...(problems.length === 0 ? [] : ['', '### What is wrong', '']),
    ...problems.slice(0, MOST_PROBLEMS).map((problem) => {
      const { entry, severity, decides, checks } = problem;
      const where = checks.slice(0, 3).map(({ id }) => `\`${code(id)}\``);
      const more = checks.length > 3 ? ` and ${checks.length - 3} more` : '';
      const weight = `${severity}${decides ? '' : ', shown only'}, ${reachInWords(problem, report)}`;
      return `- **${plain(entry.says)}** ${plain(entry.fix)} (${weight}: ${where.join(', ')}${more})`;
    }),
    ...(problems.length > MOST_PROBLEMS
      ? ['', `…and ${problems.length - MOST_PROBLEMS} more in the report.`]
      : []),
    ...listSuiteErrors(report).flatMap(({ message, checks }) => [
      '',
      `**The suite failed in ${count(checks.length, 'check')}:** ${plain(message)}`,
    ]),
    ...(graded > 0
      ? [
          '',
          `${count(graded, 'requirement')} graded otherwise than the level suggests; report.html and report.json say why.`,
        ]
      : []),
    ...(report.leftovers.length > 0
      ? [
          '',
          `**Left behind:** ${count(report.leftovers.length, 'resource')}; \`scim-conformance clean\` removes them.`,
        ]
      : []),
    '',
  ].join('\n');
}

/** Text that Markdown and the HTML within it take as it stands, on one line. */
function plain(value: string): string {
  return oneLine(value, 300)
    .replace(/[\\`*_{}[\]()#|<>~!]/g, '\\$&')
    .replace(MENTION, '@<!-- -->');
}

function code(value: string): string {
  return oneLine(value, 200).replaceAll('`', "'").replaceAll('|', '\\|');
}

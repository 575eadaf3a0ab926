import { causesOf } from './causes.ts';
import type { Report } from './model.ts';
import { oneLine } from './sanitize.ts';
import {
  causeInWords,
  checkCounts,
  count,
  countsInWords,
  duration,
  partialInWords,
  rowParts,
  scopeInWords,
} from './words.ts';

const MOST_CAUSES = 10;

/**
 * The report as Markdown, short enough for a comment on a pull request or the summary of a CI job: verdicts, counts
 * and the ten gravest causes. Everything that came from the endpoint is plain text in it.
 */
export function markdown(report: Report): string {
  const causes = causesOf(report);
  const partial = partialInWords(report);
  const graded = report.rows.filter(({ reason }) => reason !== undefined).length;
  return [
    `## SCIM conformance: ${report.verdict}`,
    '',
    ...(partial === undefined ? [] : [`**${plain(partial)}.**`, '']),
    `\`${code(report.target.url)}\` under profile ${report.profile.name} ${report.profile.version}; ${plain(scopeInWords(report))}; ${duration(report.run.durationMs)}, ${report.run.requests} requests.`,
    ...(report.run.ended
      ? ['', `**The run ended early:** ${plain(report.run.ended.message)} ${plain(report.run.ended.hint)}`]
      : []),
    '',
    '| source | verdict | requirements |',
    '|---|---|---|',
    ...report.verdicts.map(
      (one) =>
        `| ${one.source}${one.decides ? '' : ' (shown only)'} | ${one.verdict} | ${rowParts(one).join(', ')} |`,
    ),
    '',
    `${count(report.checks.length, 'check')}: ${countsInWords(checkCounts(report))}.`,
    ...(causes.length === 0 ? [] : ['', '### What to repair', '']),
    ...causes.slice(0, MOST_CAUSES).map((cause) => {
      const { title, expected, observed, fix } = causeInWords(cause);
      const where = cause.checks.slice(0, 3).map(({ id }) => `\`${code(id)}\``);
      const more = cause.checks.length > 3 ? ` and ${cause.checks.length - 3} more` : '';
      return `- **${cause.severity}: ${plain(title)}.** Expected ${plain(expected)}, found ${plain(observed)}.${fix ? ` ${plain(fix)}` : ''} (${where.join(', ')}${more})`;
    }),
    ...(causes.length > MOST_CAUSES
      ? ['', `…and ${causes.length - MOST_CAUSES} more causes in the report.`]
      : []),
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
    .replaceAll('@', '@\u200b');
}

function code(value: string): string {
  return oneLine(value, 200).replaceAll('`', "'").replaceAll('|', '\\|');
}

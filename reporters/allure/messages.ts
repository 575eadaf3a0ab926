import { LinkType, Status } from 'allure-js-commons';
import type { RuntimeMessage } from 'allure-js-commons/sdk';
import type { Severity } from '../../config/row.ts';
import type { Exchange, Message } from '../../kit/evidence/exchange.ts';
import type { Report, ReportedCheck, ReportedRow } from '../model.ts';
import { showControls } from '../sanitize.ts';

const SEVERITIES: Record<Severity, string> = { violation: 'critical', warning: 'normal', note: 'minor' };
/** Exchanges of one check that become attachments. */
const MOST = 50;

/** Everything that Allure shows of a check beside its state. */
export function writeMessages(
  check: ReportedCheck,
  report: Report,
  rows: readonly ReportedRow[],
  exchanges: readonly Exchange[],
): RuntimeMessage[] {
  return [metadata(check, report, rows), ...exchanges.slice(0, MOST).flatMap(writeStep)];
}

function metadata(check: ReportedCheck, report: Report, rows: readonly ReportedRow[]): RuntimeMessage {
  const sources = [...new Set(rows.map(({ source }) => source))];
  const label = (name: string, value: string) => ({ name, value });
  return {
    type: 'metadata',
    data: {
      displayName: check.title,
      description: writeDescription(check, rows),
      labels: [
        label('epic', `SCIM 2.0, profile ${report.profile.name}`),
        label('feature', check.group),
        label('story', check.id),
        label('severity', SEVERITIES[check.severity]),
        ...sources.map((source) => label('tag', source)),
        ...rows.map(({ id }) => label('requirement', id)),
      ],
      links: rows.map(({ id, link }) => ({ url: link, name: id, type: LinkType.TMS })),
      parameters: [{ name: 'check', value: check.id, excluded: true }],
    },
  };
}

/** Markdown; what came from the endpoint stands in code, so that nothing of it is markup. */
function writeDescription(check: ReportedCheck, rows: readonly ReportedRow[]): string {
  const { findings, remarks, reason, explanation, blockedBy } = check;
  return [
    ...rows.map(({ id, level, statement }) => `**${id}** (${level}): ${statement}`),
    ...(reason === undefined ? [] : [`${reason}: ${explanation ?? ''}`]),
    ...(blockedBy ? [`Blocked by: ${code(blockedBy.signature)}`] : []),
    ...findings.map(
      ({ key, expected, observed }) =>
        `- ${code(key)}: expected ${code(expected)}, observed ${code(observed)}`,
    ),
    ...remarks.map(({ severity, text }) => `- ${severity}: ${code(text)}`),
  ].join('\n\n');
}

function code(text: string): string {
  return `\`${showControls(text).replace(/\s+/g, ' ').replaceAll('`', "'")}\``;
}

function writeStep(exchange: Exchange): RuntimeMessage[] {
  const { method, template, response, failure, step, purpose, startedAt, durationMs } = exchange;
  const start = Date.parse(startedAt);
  const answer = response ? String(response.status) : (failure?.code ?? 'no answer');
  return [
    { type: 'step_start', data: { name: `${step ?? purpose}: ${method} ${template} ${answer}`, start } },
    {
      type: 'attachment_content',
      data: {
        name: `exchange ${exchange.number}`,
        content: Buffer.from(transcript(exchange)).toString('base64'),
        encoding: 'base64',
        contentType: 'text/plain',
        fileExtension: '.http',
      },
    },
    {
      type: 'step_stop',
      data: { stop: start + durationMs, status: response ? Status.PASSED : Status.BROKEN },
    },
  ];
}

/** One exchange as text, as it was recorded: secrets are out of it already. */
function transcript({ method, path, request, response, failure, requestId }: Exchange): string {
  const answer = response
    ? `${response.status}\n${messageText(response)}`
    : `no answer: ${failure?.message ?? ''} (${failure?.code ?? ''})\n`;
  const id = requestId === undefined ? '' : `request id of the endpoint: ${requestId}\n`;
  return showControls(`${method} ${path}\n${messageText(request)}\n${answer}${id}`);
}

function messageText({ headers, body }: Message): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return `${[...lines, ...(body === undefined ? [] : ['', body])].join('\n')}\n`;
}

import type { Settings } from '../../config/settings/settings.ts';
import type { Exchange, Message } from '../../kit/evidence/exchange.ts';
import { readExchanges } from '../../reporters/fromRun.ts';
import type { Report } from '../../reporters/model.ts';
import { stripControls } from '../../reporters/sanitize.ts';

/** Prints every exchange where `--trace` asks for it; the one document of `--json` has stdout to itself. */
export function printTrace(
  { trace, json }: Pick<Settings, 'trace' | 'json'>,
  report: Report,
  folder: string,
): void {
  if (trace) (json ? process.stderr : process.stdout).write(renderTrace(report, folder));
}

/** Every exchange of the checks that ran, as text: what was sent, what came back; redacted as in the evidence. */
function renderTrace(report: Report, folder: string): string {
  const ran = new Set(report.checks.filter((check) => check.exchanges.length > 0).map((check) => check.id));
  const exchanges = readExchanges(folder).filter(
    (exchange) => ran.has(exchange.check) || exchange.check.startsWith('shared:'),
  );
  return exchanges
    .sort((a, b) => a.check.localeCompare(b.check) || a.ordinal - b.ordinal)
    .map(renderText)
    .join('\n');
}

function renderText(exchange: Exchange): string {
  const { check, ordinal, purpose, step, method, path, request, response, failure, durationMs } = exchange;
  const head = `── ${check} ${ordinal} (${purpose}${step ? `: ${step}` : ''})`;
  const answer = response
    ? `< ${response.status} in ${Math.round(durationMs)} ms\n${messageText('<', response)}`
    : `< no answer: ${failure?.message ?? ''} (${failure?.code ?? ''})\n`;
  return stripLines(`${head}\n> ${method} ${path}\n${messageText('>', request)}${answer}`);
}

function messageText(mark: string, { headers, body }: Message): string {
  const lines = Object.entries(headers).map(([name, value]) => `${mark} ${name}: ${value}`);
  return `${[...lines, ...(body ? ['', body] : [])].join('\n')}\n`;
}

function stripLines(text: string): string {
  return text.split('\n').map(stripControls).join('\n');
}

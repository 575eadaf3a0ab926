import type { Report, ReportedRow, SourceVerdict, Verdict } from '../model.ts';
import { count, countLeftOut, rowParts } from '../words.ts';
import { html, type Markup } from './escape.ts';

/** What the short name of a source stands for. */
export const SOURCE_NAMES: Record<string, string> = {
  rfc: 'RFC 7643, RFC 7644',
  entra: 'Microsoft Entra',
  smartfile: 'SmartFile connector',
  okta: 'Okta',
  practice: 'good practice',
};

/** States in the order in which a bar shows them: what needs attention first. */
const STATES: readonly ReportedRow['state'][] = [
  'fail',
  'error',
  'blocked',
  'not-run',
  'pass',
  'not-applicable',
  'not-verified',
  'not-tested',
];

/** Class that carries the colour of a verdict. */
export function verdictClass(verdict: Verdict): string {
  return verdict.replace(' ', '-');
}

/** One line a source: verdict, one bar of all its requirements, and what is in the bar in words. */
export function sourceBars({ verdicts, rows }: Report): Markup {
  return html`<section aria-label="Requirements by source"><ul class="sources">${verdicts.map(
    (
      one,
    ) => html`<li><p><b title="${SOURCE_NAMES[one.source] ?? 'checks of your own'}">${one.source}</b> <span class="pill ${one.decides ? verdictClass(one.verdict) : 'beside'}">${one.verdict}</span></p>
${drawBar(one, countLeftOut(one.source, rows))}<p class="quiet">${sourceInWords(one, rows)}</p><p class="quiet">${rowParts(one, rows).join(', ')}</p></li>`,
  )}</ul></section>`;
}

function drawBar({ rows }: SourceVerdict, left: number): Markup {
  const present = STATES.filter((state) => rows[state] > 0);
  // What a choice of the run left out is the empty end of the bar.
  const all = present.reduce((sum, state) => sum + rows[state], left);
  let at = 0;
  const parts = present.map((state) => {
    const [x, width] = [at, (rows[state] / all) * 1000];
    at += width;
    return html`<rect class="${state}" x="${x.toFixed(1)}" y="0" width="${width.toFixed(1)}" height="10"/>`;
  });
  return html`<svg class="share" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}

/** The verdict of one source in a sentence. */
function sourceInWords({ source, verdict, decides }: SourceVerdict, rows: readonly ReportedRow[]): string {
  const binding = rows.filter((row) => row.source === source && row.inScope && row.severity === 'violation');
  const number = (states: ReportedRow['state'][]) =>
    binding.filter(({ state }) => states.includes(state)).length;
  const failed = number(['fail']);
  const open = number(['blocked', 'error', 'not-run']);
  const told = [
    failed > 0 && `${failed} failed`,
    open > 0 && `${open} could not be judged`,
    failed + open === 0 && verdict === 'conformant' && 'none failed',
    failed + open === 0 && verdict === 'incomplete' && 'none was proven',
    failed + open === 0 && verdict === 'partial' && 'none of those selected failed',
  ].filter((part) => part);
  return `${count(binding.length, 'binding requirement')}, ${told.join(', ') || 'see below'}${decides ? '' : '; shown only, decides nothing'}`;
}

import type { Report, ReportedRow } from '../model.ts';
import { STATE_WORDS } from '../words.ts';
import { html, type Markup } from './escape.ts';

/** States that a reader can choose by; what no check verifies is one choice. */
const CHOICES: readonly (readonly [string, string])[] = [...STATE_WORDS, ['not-verified', 'not verified']];

/** The choice that a requirement in this state belongs to. */
export function filteredAs(state: ReportedRow['state']): string {
  return state === 'not-tested' ? 'not-verified' : state;
}

/** Narrows findings, checks and requirements by text, state, source and group; shown where scripts run. */
export function filterForm(report: Report): Markup {
  const groups = [...new Set(report.checks.map(({ group }) => group))];
  return html`<form class="filter" role="search" aria-label="Filter findings, checks and requirements" hidden>
<label class="text"><span>Text</span> <input type="search" id="filter-text" autocomplete="off" spellcheck="false"></label>
${choice(
  'source',
  'Source',
  report.verdicts.map(({ source }) => source),
)}
${choice('group', 'Group', groups)}
<fieldset><legend>State</legend>${CHOICES.map(
    ([state, word]) =>
      html`<label><input type="checkbox" name="state" value="${state}" checked> ${word}</label> `,
  )}</fieldset>
<button type="reset">Show all</button> <output id="filter-count" aria-live="polite"></output><span class="quiet keys">Keys: <kbd>/</kbd> search, <kbd>j</kbd> <kbd>k</kbd> next and previous finding, <kbd>a</kbd> all</span></form><p id="paper" class="quiet"></p>`;
}

function choice(name: string, label: string, values: readonly string[]): Markup {
  return html`<label><span>${label}</span> <select name="${name}"><option value="">all</option>${values.map(
    (value) => html`<option>${value}</option>`,
  )}</select></label>`;
}

/** What stands in place of a list of which the filter leaves nothing; shown by the script alone. */
export function nothingLeft(kind: 'finding' | 'check' | 'requirement'): Markup {
  return html`<p class="none" id="none-${kind}" hidden>Nothing here fits the filter. <button type="button">Show all</button></p>`;
}

import { buildFunnel } from '../funnel.ts';
import type { Report } from '../model.ts';
import { capital, count, partialInWords, scopeInWords } from '../words.ts';
import { anchor, html, type Markup } from './escape.ts';

/** Why requirements take no part, in words a reader who did not start the run can follow. */
const REASONS: Record<string, string> = {
  filtered: 'the run was narrowed by a filter',
  'read-only': 'they need a write, but the run was read-only',
  'opt-in': 'they run only on request (--opt-in)',
  skipped: 'they need requests with bad credentials, which were disabled (--skip-auth-probes)',
  'needs-setting': 'they need a setting that was not given',
};

/** What the verdict is about, and what was left out of it. */
export function scopeSection(report: Report): Markup {
  const { scope, profile } = report;
  const { inScope, binding } = buildFunnel(report);
  const left = Object.entries(scope.left);
  const partial = partialInWords(report);
  return html`<section id="scope"><h2>Scope</h2><p>${capital(scopeInWords(report))}.
${partial === undefined ? 'The verdict' : 'What was selected'} is about ${count(inScope, 'requirement')} of ${profile.decides.join(', ')}, ${binding.inScope} of them binding${
    profile.shows.length > 0 && `; also shown, without affecting the verdict: ${profile.shows.join(', ')}`
  }.</p>
${
  left.length > 0 &&
  html`<ul>${left.map(([reason, number]) => html`<li>${count(number, 'requirement')} left out: ${REASONS[reason] ?? reason}</li>`)}</ul>`
}</section>`;
}

/** Requirements that are not graded as their level suggests, each with its reason. */
export function gradedSection({ rows }: Report): Markup | false {
  const graded = rows.filter(({ reason }) => reason !== undefined);
  if (graded.length === 0) return false;
  return html`<section id="graded"><details><summary><h2>Graded by harm or reason <span class="quiet">${count(graded.length, 'requirement')} not graded as MUST, SHOULD or MAY suggests</span></h2></summary>
<table class="list"><caption class="aside">Requirements not graded as their level suggests</caption><thead><tr><th scope="col">Requirement</th><th scope="col">Level</th><th scope="col">Severity</th><th scope="col">Why</th></tr></thead>
<tbody>${graded.map(
    ({ id, level, severity, reason }) =>
      html`<tr><td><a href="#${anchor('row', id)}"><code>${id}</code></a></td><td>${level}</td><td>${severity}</td><td>${reason}</td></tr>`,
  )}</tbody></table></details></section>`;
}

/** What the states mean, for a reader who sees such a report for the first time. */
export function wordsSection(): Markup {
  return html`<details class="words"><summary>Terms</summary><dl>
<dt>passed</dt><dd>The claim of the check held.</dd>
<dt>failed</dt><dd>The claim did not hold; the exchanges show it.</dd>
<dt>blocked</dt><dd>A step before the claim failed, so the claim could not be judged.</dd>
<dt>in error</dt><dd>The suite itself failed; it says nothing about the endpoint.</dd>
<dt>not applicable</dt><dd>The endpoint does not support what the check tests.</dd>
<dt>not run</dt><dd>Left out by choice or cut short; the check gives the reason.</dd>
<dt>violation</dt><dd>Breaks a binding requirement; only violations decide the verdict.</dd>
<dt>warning, note</dt><dd>Advice: the endpoint conforms without it.</dd></dl></details>`;
}

import type { Entry } from '../../diagnosis/entry.ts';
import type { Report, ReportedCheck, ReportedRow } from '../model.ts';
import { groupProblems, listSuiteErrors, type Problem, reachInWords } from '../problems.ts';
import { blockedInWords, HARM_WORDS as CONSEQUENCES, capital, count, sectionInWords } from '../words.ts';
import { difference } from './difference.ts';
import { anchor, html, type Markup, webAddress } from './escape.ts';
import { chooseEvidence, type ShowExchanges } from './evidence.ts';
import { glance } from './glance.ts';
import { writeSequence } from './sequence.ts';

/** Checks of one entry that are shown in full; the others are named. */
const CHECKS_SHOWN = 12;
const FINDINGS_SHOWN = 25;
const NAMES_SHOWN = 60;

/** What the harms are called on the page. */
const HARM_WORDS: Record<Entry['harm'], string> = {
  'access-kept': 'access kept',
  'wrong-person': 'wrong person',
  'data-lost': 'data lost',
  stops: 'provisioning stops',
  formal: 'formal',
};

/** What is wrong with the endpoint, one card an entry in the report's order, each with what shows it and what it explains. */
export function findingsSection(report: Report): Markup {
  const problems = groupProblems(report);
  const show = chooseEvidence(report);
  const sources = new Map(report.rows.map(({ id, source }) => [id, source]));
  const cards = problems.map((problem, index) => problemCard(problem, index + 1, report, show, sources));
  const errors = listSuiteErrors(report).map(
    ({
      message,
      checks,
    }) => html`<article class="cause error" data-kind="finding" data-state="error" data-group="" data-source="">
<h3>The suite failed, not the endpoint</h3><p>${message}</p>${checkNames(checks)}</article>`,
  );
  const wentThrough = report.checks.some(({ status }) => status !== 'not-run');
  const early = report.run.ended !== undefined;
  return html`<section id="findings"><h2>What is wrong <span class="quiet">${
    problems.length > 0
      ? `${count(problems.length, 'thing')}, most serious first`
      : wentThrough
        ? early
          ? 'nothing so far'
          : 'nothing'
        : 'not known'
  }</span></h2>
${
  cards.length + errors.length > 0
    ? [...cards, ...errors]
    : html`<p>${wentThrough ? `No check failed, was blocked or ended in error${early ? ' before the run ended' : ''}.` : 'No check was carried out, so nothing is known about the endpoint.'}</p>`
}</section>`;
}

function problemCard(
  problem: Problem,
  position: number,
  report: Report,
  show: ShowExchanges,
  sources: ReadonlyMap<string, string>,
): Markup {
  const { entry, severity, decides, checks, findings, within } = problem;
  const groups = [...new Set(checks.map(({ group }) => group))].join(' ');
  const touched = checks.flatMap(({ verifies }) => verifies.map((row) => sources.get(row) ?? ''));
  const states = [...new Set(checks.map(({ status }) => status))].join(' ');
  const rows = [...new Set(findings.map(({ finding }) => finding.row))];
  const known = new Map(report.rows.map((row) => [row.id, row]));
  return html`<article class="cause ${severity}${!decides && ' beside'}" id="cause-${position}" data-kind="finding" data-state="${states}" data-group="${groups}" data-source="${[...new Set(touched)].join(' ')}">
<h3><a class="number" href="#cause-${position}" aria-label="Link to finding ${position}">${position}</a> ${entry.says}</h3>
${problemFacts(problem, report)}
${glance(entry.exchanges, report)}
${
  entry.exchanges.length > 0 &&
  html`<details class="evidence" open><summary>What shows it, in full: ${count(entry.exchanges.length, 'exchange')}</summary>${show(entry.exchanges, entry.exchanges)}</details>
<pre class="sequence" hidden>${writeSequence(entry.exchanges, report)}</pre>`
}
${within.length > 0 && html`<details class="names"><summary>${count(within.length, 'consequence')}</summary><ul>${within.map((one) => html`<li>${one.says} <span class="quiet">${count(one.explains.length, 'finding')}</span></li>`)}</ul></details>`}
${rows.length > 0 && html`<details class="names broken"><summary>${count(rows.length, 'broken requirement')}</summary><ul>${rows.map((id) => brokenRow(id, known.get(id)))}</ul></details>`}
<details class="names explained"><summary>${count(checks.length, 'check')}</summary>${failedChecks(problem, report, show)}</details></article>`;
}

/** How grave a problem is, whom it harms and what to do: the head of its card. */
export function problemFacts(problem: Problem, report: Report): Markup {
  const { entry, severity, decides } = problem;
  return html`<p class="tags"><span class="pill ${severity}">${severity}</span> <span class="pill plain">${HARM_WORDS[entry.harm]}</span>
<span class="pill plain">${reachInWords(problem, report)}</span> ${!decides && html`<span class="pill plain">shown only</span>`}
<code>${entry.id}</code></p>
<dl><dt>Effect on people</dt><dd>${capital(CONSEQUENCES[entry.harm])}.</dd><dt>To do</dt><dd>${entry.fix}</dd></dl>`;
}

function brokenRow(id: string, row: ReportedRow | undefined): Markup {
  if (!row) return html`<li><code>${id}</code></li>`;
  const address = webAddress(row.link);
  const text = html`${sectionInWords(row)}, ${row.level}`;
  return html`<li>${row.statement} ${row.fix} <a href="#${anchor('row', id)}"><code>${id}</code></a>
<span class="section">${address ? html`<a href="${address}" rel="noopener noreferrer">${text}</a>` : text}</span></li>`;
}

function failedChecks(problem: Problem, report: Report, show: ShowExchanges): Markup {
  const blocks = problem.checks.slice(0, CHECKS_SHOWN).map((check) => {
    const findings = problem.findings.filter((found) => found.check === check).map(({ finding }) => finding);
    const at = check.blockedBy?.exchange;
    const marked = [...findings.flatMap((finding) => finding.exchanges), ...(at === undefined ? [] : [at])];
    const lines = findings.slice(0, FINDINGS_SHOWN).map(({ key, expected, observed, count: times }) => {
      const sides = difference(expected, observed);
      return html`<tr><td><code>${key}</code>
${times !== undefined && html`<span class="quiet">${count(times, 'time')}</span>`}</td><td>${sides.expected}</td><td>${sides.observed}</td></tr>`;
    });
    return html`<div class="check">${checkTitle(check)}
${check.blockedBy && html`<p>Blocked: could not ${check.blockedBy.step}${blockedInWords(check.blockedBy)}.</p>`}
${lines.length > 0 && html`<table class="found"><thead><tr><th scope="col">Finding</th><th scope="col">Expected</th><th scope="col">Observed</th></tr></thead><tbody>${lines}</tbody></table>`}
${findings.length > FINDINGS_SHOWN && html`<p class="quiet">${findings.length - FINDINGS_SHOWN} more in report.json</p>`}
${evidenceBlock([...own(check, report), ...marked], marked, show)}</div>`;
  });
  return html`${blocks}${checkNames(problem.checks.slice(CHECKS_SHOWN))}`;
}

/** Exchanges that the check sent itself; those that a rule looked at belong to other checks. */
function own(check: ReportedCheck, report: Report): number[] {
  return report.exchanges.filter((exchange) => exchange.check === check.id).map(({ number }) => number);
}

function checkTitle(check: ReportedCheck): Markup {
  return html`<h4>${check.title} <a href="#${anchor('check', check.id)}"><code>${check.id}</code></a></h4>`;
}

function checkNames(checks: readonly ReportedCheck[]): Markup | false {
  if (checks.length === 0) return false;
  const links = checks
    .slice(0, NAMES_SHOWN)
    .map(({ id }) => html`<a href="#${anchor('check', id)}"><code>${id}</code></a> `);
  const more = checks.length - NAMES_SHOWN;
  return html`<details class="names"><summary>${count(checks.length, 'more check')}</summary>
<p>${links}${more > 0 && ` and ${more} more`}</p></details>`;
}

function evidenceBlock(
  numbers: readonly number[],
  marked: readonly number[],
  show: ShowExchanges,
): Markup | false {
  const total = new Set(numbers).size;
  if (total === 0) return html`<p class="quiet">No exchange was recorded.</p>`;
  return html`<details class="evidence"><summary>Evidence: ${count(total, 'exchange')}</summary>${show(numbers, marked)}</details>`;
}

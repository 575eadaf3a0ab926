import { type Cause, causesOf } from '../causes.ts';
import type { Report, ReportedCheck, ReportedRow } from '../model.ts';
import { type CauseWords, causeInWords, count } from '../words.ts';
import { anchor, html, type Markup, webAddress } from './escape.ts';
import { evidenceOf, type ShowExchanges } from './evidence.ts';

/** Checks of one cause that are shown in full; the others are named. */
const CHECKS_SHOWN = 12;
/** Blocked checks tell one story: a few of them are enough. */
const BLOCKED_SHOWN = 2;
const FINDINGS_SHOWN = 25;
const NAMES_SHOWN = 60;

/** What is wrong, one card a root cause, worst first, each with its evidence. */
export function findingsSection(report: Report): Markup {
  const causes = causesOf(report);
  const show = evidenceOf(report);
  const sources = new Map(report.rows.map(({ id, source }) => [id, source]));
  const cards = causes.map((cause, index) => causeCard(cause, index + 1, report, show, sources));
  return html`<section id="findings"><h2>Findings <span class="quiet">${
    causes.length === 0 ? 'none' : `${count(causes.length, 'root cause')}, worst first`
  }</span></h2>
${cards.length > 0 ? cards : html`<p>No check failed, was blocked or erred.</p>`}</section>`;
}

function causeCard(
  cause: Cause,
  position: number,
  report: Report,
  show: ShowExchanges,
  sources: ReadonlyMap<string, string>,
): Markup {
  const words = causeInWords(cause);
  const checks = count(cause.checks.length, 'check');
  const weight = cause.kind === 'error' ? 'error' : cause.severity;
  const effect = cause.kind === 'blocked' ? `blocks ${checks}` : `${checks}`;
  const groups = [...new Set(cause.checks.map(({ group }) => group))].join(' ');
  const touched = cause.row
    ? [cause.row.source]
    : cause.checks.flatMap(({ verifies }) => verifies.map((row) => sources.get(row) ?? ''));
  return html`<article class="cause ${weight}${!cause.decides && ' beside'}" id="cause-${position}" data-kind="finding" data-state="${cause.kind}" data-group="${groups}" data-source="${[...new Set(touched)].join(' ')}">
<h3><a class="number" href="#cause-${position}" aria-label="Link to finding ${position}">${position}</a> ${words.title}</h3>
<p class="tags"><span class="pill ${weight}">${weight}</span> <span class="pill plain">${effect}</span>
${!cause.decides && html`<span class="pill plain">shown only</span>`}
${cause.row && rowLink(cause.row)}</p>
${adviceList(cause, words)}
${cause.kind === 'fail' ? failedChecks(cause, report, show) : otherChecks(cause, report, show)}</article>`;
}

/** What to do; what was expected and found as well, unless the findings below say it one by one. */
function adviceList(cause: Cause, { expected, observed, fix }: CauseWords): Markup {
  const compared =
    cause.kind !== 'fail' && html`<dt>Expected</dt><dd>${expected}</dd><dt>Observed</dt><dd>${observed}</dd>`;
  return html`<dl>${compared}${fix !== undefined && html`<dt>To do</dt><dd>${fix}</dd>`}</dl>`;
}

function rowLink(row: ReportedRow): Markup {
  const address = webAddress(row.link);
  const text = html`${row.source} ${row.section}, ${row.level}`;
  return html`<a href="#${anchor('row', row.id)}"><code>${row.id}</code></a>
${address ? html`<a href="${address}" rel="noopener noreferrer">${text}</a>` : text}`;
}

function failedChecks(cause: Cause, report: Report, show: ShowExchanges): Markup {
  const blocks = cause.checks.slice(0, CHECKS_SHOWN).map((check) => {
    const findings = cause.findings.filter((found) => found.check === check).map(({ finding }) => finding);
    const marked = findings.flatMap((finding) => finding.exchanges);
    const lines = findings.slice(0, FINDINGS_SHOWN).map(
      ({ key, expected, observed, count: times }) => html`<tr><td><code>${key}</code>
${times !== undefined && html`<span class="quiet">${times} times</span>`}</td><td>${expected}</td><td>${observed}</td></tr>`,
    );
    return html`<div class="check">${checkTitle(check)}
<table class="found"><thead><tr><th scope="col">Finding</th><th scope="col">Expected</th><th scope="col">Observed</th></tr></thead><tbody>${lines}</tbody></table>
${findings.length > FINDINGS_SHOWN && html`<p class="quiet">${findings.length - FINDINGS_SHOWN} more in report.json</p>`}
${evidenceBlock([...own(check, report), ...marked], marked, show)}</div>`;
  });
  return html`${blocks}${checkNames(cause.checks.slice(CHECKS_SHOWN))}`;
}

function otherChecks(cause: Cause, report: Report, show: ShowExchanges): Markup {
  const shown = cause.kind === 'blocked' ? BLOCKED_SHOWN : CHECKS_SHOWN;
  const blocks = cause.checks.slice(0, shown).map((check) => {
    const at = check.blockedBy?.exchange;
    const marked = at === undefined ? [] : [at];
    return html`<div class="check">${checkTitle(check)}${evidenceBlock([...own(check, report), ...marked], marked, show)}</div>`;
  });
  return html`${blocks}${checkNames(cause.checks.slice(shown))}`;
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

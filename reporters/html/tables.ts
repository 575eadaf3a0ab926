import type { Report, ReportedCheck, ReportedRow } from '../model.ts';
import { blockedInWords, count, countsInWords, duration, sectionInWords } from '../words.ts';
import { anchor, html, type Markup, webAddress } from './escape.ts';
import { filteredAs, nothingLeft } from './filter.ts';

/** What the lists say beside the report itself. */
export interface ListView {
  /** By check: how many exchanges the page can show. */
  evidence: ReadonlyMap<string, number>;
  /** Checks whose every finding a waiver of the gate excuses. */
  waived: ReadonlySet<string>;
}

/** Failed checks that are read in the list; of more it is the causes that are read, and the list is for looking up. */
const FEW = 12;

/** Every check of the catalogue by group, whether it ran or not. */
export function checksSection(report: Report, view: ListView): Markup {
  const groups = groupBy(report.checks, (check) => check.group);
  const sources = new Map(report.rows.map(({ id, source }) => [id, source]));
  const open = report.checks.filter(isBroken).length <= FEW;
  return html`<section id="checks"><h2>Checks <span class="quiet">${count(report.checks.length, 'check')} in catalogue order</span></h2>${nothingLeft('check')}
${[...groups].map(([group, checks]) => checkGroup(group, checks, sources, view, open))}</section>`;
}

function checkGroup(
  group: string,
  checks: readonly ReportedCheck[],
  sources: ReadonlyMap<string, string>,
  view: ListView,
  few: boolean,
): Markup {
  const counts: Partial<Record<ReportedCheck['status'], number>> = {};
  for (const { status } of checks) counts[status] = (counts[status] ?? 0) + 1;
  const open = few && checks.some(isBroken);
  const heading = html`<summary><h3>${group}</h3> <span class="quiet">${countsInWords(counts)}</span></summary>`;
  const table = html`<table class="list checks"><caption class="aside">Checks of the group ${group}</caption><thead><tr><th scope="col">State</th><th scope="col">Check</th><th scope="col">Severity</th><th scope="col" class="n">Time</th></tr></thead>
<tbody>${checks.map((check) => checkLine(check, sources, view))}</tbody></table>`;
  return open
    ? html`<details class="group" open>${heading}${table}</details>`
    : html`<details class="group">${heading}${table}</details>`;
}

function isBroken({ status }: ReportedCheck): boolean {
  return status === 'fail' || status === 'error';
}

function checkLine(check: ReportedCheck, sources: ReadonlyMap<string, string>, view: ListView): Markup {
  const notes = [
    check.reason !== undefined &&
      html`<li>${check.reason}${check.explanation && `: ${check.explanation}`}</li>`,
    check.blockedBy && html`<li>blocked by "${check.blockedBy.step}"${blockedInWords(check.blockedBy)}</li>`,
    check.error !== undefined && html`<li>${check.error}</li>`,
    ...check.findings
      .slice(0, 5)
      .map(
        ({ key, expected, observed }) =>
          html`<li><code>${key}</code>: expected ${expected}, observed ${observed}</li>`,
      ),
    check.findings.length > 5 && html`<li>${count(check.findings.length - 5, 'more finding')}</li>`,
    ...check.remarks.slice(0, 5).map(({ severity, text }) => html`<li>${severity}: ${text}</li>`),
    check.assumed && html`<li>relied on what the profile assumes: ${check.assumed.join(', ')}</li>`,
  ].filter((note) => note);
  const of = [...new Set(check.verifies.map((row) => sources.get(row) ?? ''))].join(' ');
  const address = anchor('check', check.id);
  const exchanges = view.evidence.get(check.id);
  const waived = view.waived.has(check.id) && ' (waived)';
  return html`<tr id="${address}" data-kind="check" data-state="${check.status}" data-group="${check.group}" data-source="${of}"><td><span class="pill ${check.status}">${check.status}${waived}</span></td>
<td>${check.title}<br><a class="id" href="#${address}"><code>${check.id}</code></a> ${check.verifies.map((row) => html`<a class="row" href="#${anchor('row', row)}">${row}</a> `)}
${notes.length > 0 && html`<ul class="notes">${notes}</ul>`}
${exchanges !== undefined && html`<details class="evidence" data-check="${check.id}"><summary>Evidence: ${count(exchanges, 'exchange')}</summary></details>`}</td>
<td>${check.severity}</td><td class="n">${check.attempts > 0 && duration(check.durationMs)}</td></tr>`;
}

/** The coverage matrix: every requirement of the profile's sources, its state and the checks that verify it. */
export function rowsSection(report: Report): Markup {
  const checks = new Map(report.checks.map((check) => [check.id, check]));
  const found = groupBy(report.rows, (row) => row.source);
  const groups = report.verdicts
    .map(({ source }) => [source, found.get(source) ?? []] as const)
    .filter(([, rows]) => rows.length > 0);
  return html`<section id="requirements"><h2>Requirements <span class="quiet">${count(report.rows.length, 'requirement')} and what the checks say of each</span></h2>${nothingLeft('requirement')}
${groups.map(
  ([
    source,
    rows,
  ]) => html`<details class="group"><summary><h3>${source}</h3> <span class="quiet">${count(rows.length, 'requirement')},
${rows.filter(({ checks }) => checks.length > 0).length} verified by checks</span></summary>
<table class="list rows"><caption class="aside">Requirements of ${source}</caption><thead><tr><th scope="col">State</th><th scope="col">Requirement</th><th scope="col">Level</th><th scope="col">Severity</th><th scope="col">Harm</th><th scope="col">Verified by</th></tr></thead>
<tbody>${rows.map((row) => rowLine(row, checks))}</tbody></table></details>`,
)}</section>`;
}

function rowLine(row: ReportedRow, checks: ReadonlyMap<string, ReportedCheck>): Markup {
  const link = webAddress(row.link);
  const address = anchor('row', row.id);
  const section = sectionInWords(row);
  const aside = !row.inScope && row.checks.length > 0;
  const groups = [...new Set(row.checks.map((id) => checks.get(id)?.group ?? ''))].join(' ');
  const state = filteredAs(row.state);
  const isCut = row.state === 'not-run' && row.checks.some((id) => checks.get(id)?.status === 'fail');
  return html`<tr id="${address}" data-kind="requirement" data-state="${state}" data-source="${row.source}" data-group="${groups}"><td><span class="pill ${row.state}">${row.state}</span>${aside && html`<br><span class="quiet">out of scope</span>`}${isCut && html`<br><span class="quiet">its check ended at another requirement</span>`}</td>
<td>${row.statement}<br><a class="id" href="#${address}"><code>${row.id}</code></a> ${link ? html`<a class="row" href="${link}" rel="noopener noreferrer">${section}</a>` : section}${row.reason !== undefined && html`<br><span class="quiet">${row.reason}</span>`}</td><td>${row.level}</td><td>${row.severity}</td><td>${row.harm}</td>
<td>${row.checks.map((id) => verifiedBy(id, checks.get(id)))}${row.checks.length === 0 && html`<span class="quiet">no check</span>`}</td></tr>`;
}

function verifiedBy(id: string, check: ReportedCheck | undefined): Markup {
  const status = check?.status ?? 'not-run';
  return html`<a class="row" href="#${anchor('check', id)}">${id}</a>${status !== 'pass' && html` <span class="word ${status}">${status}</span>`}<br>`;
}

/** Resources of the run that are still there, by the reason. */
export function leftoversSection({ leftovers }: Report): Markup | false {
  if (leftovers.length === 0) return false;
  return html`<section id="leftovers"><h2>Left behind <span class="quiet">${count(leftovers.length, 'resource')}; "scim-conformance clean" tries again</span></h2>
${[...groupBy(leftovers, ({ why }) => why)].map(
  ([why, list]) => html`<details class="group"><summary>${count(list.length, 'resource')}: ${why}</summary>
<ul class="left">${list.map(({ path, marker }) => html`<li><code>${path}</code> <span class="quiet">${marker}</span></li>`)}</ul></details>`,
)}</section>`;
}

function groupBy<T, K>(list: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of list) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

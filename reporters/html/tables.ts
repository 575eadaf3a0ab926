import type { Latency, Report, ReportedCheck, ReportedRow } from '../model.ts';
import { count, countsInWords, duration, STATE_WORDS } from '../words.ts';
import { anchor, html, type Markup, webAddress } from './escape.ts';

/** Every check of the catalogue by group, whether it ran or not, with a filter. */
export function checksSection(report: Report): Markup {
  const groups = groupBy(report.checks, (check) => check.group);
  return html`<section id="checks"><h2>Checks <span class="quiet">${count(report.checks.length, 'check')} in catalogue order</span></h2>
<form class="filter" hidden><input type="search" id="filter-text" placeholder="Filter by name or text" aria-label="Filter checks by text">
${STATE_WORDS.map(([state, word]) => html`<label><input type="checkbox" name="state" value="${state}" checked> ${word}</label>`)}
<output id="filter-count"></output></form>
${[...groups].map(([group, checks]) => checkGroup(group, checks))}</section>`;
}

function checkGroup(group: string, checks: readonly ReportedCheck[]): Markup {
  const counts: Partial<Record<ReportedCheck['status'], number>> = {};
  for (const { status } of checks) counts[status] = (counts[status] ?? 0) + 1;
  const open = (counts.fail ?? 0) + (counts.error ?? 0) > 0;
  const heading = html`<summary><h3>${group}</h3> <span class="quiet">${countsInWords(counts)}</span></summary>`;
  const table = html`<table class="list checks"><thead><tr><th>State</th><th>Check</th><th>Severity</th><th class="n">Time</th></tr></thead>
<tbody>${checks.map(checkLine)}</tbody></table>`;
  return open
    ? html`<details class="group" open>${heading}${table}</details>`
    : html`<details class="group">${heading}${table}</details>`;
}

function checkLine(check: ReportedCheck): Markup {
  const notes = [
    check.reason !== undefined &&
      html`<li>${check.reason}${check.explanation && `: ${check.explanation}`}</li>`,
    check.blockedBy &&
      html`<li>blocked by "${check.blockedBy.step}": ${check.blockedBy.request} ${check.blockedBy.status}</li>`,
    check.error !== undefined && html`<li>${check.error}</li>`,
    ...check.findings
      .slice(0, 5)
      .map(
        ({ key, expected, observed }) =>
          html`<li><code>${key}</code>: expected ${expected}, observed ${observed}</li>`,
      ),
    check.findings.length > 5 && html`<li>${check.findings.length - 5} more findings</li>`,
    ...check.remarks.slice(0, 5).map(({ severity, text }) => html`<li>${severity}: ${text}</li>`),
    check.assumed && html`<li>relied on what the profile assumes: ${check.assumed.join(', ')}</li>`,
  ].filter((note) => note);
  return html`<tr id="${anchor('check', check.id)}" data-state="${check.status}"><td><span class="pill ${check.status}">${check.status}</span></td>
<td>${check.title}<br><code class="id">${check.id}</code> ${check.verifies.map((row) => html`<a class="row" href="#${anchor('row', row)}">${row}</a> `)}
${notes.length > 0 && html`<ul class="notes">${notes}</ul>`}</td>
<td>${check.severity}</td><td class="n">${check.attempts > 0 && duration(check.durationMs)}</td></tr>`;
}

/** The coverage matrix: every requirement of the profile's sources, its state and the checks that verify it. */
export function rowsSection(report: Report): Markup {
  const found = groupBy(report.rows, (row) => row.source);
  const groups = report.verdicts
    .map(({ source }) => [source, found.get(source) ?? []] as const)
    .filter(([, rows]) => rows.length > 0);
  return html`<section id="requirements"><h2>Requirements <span class="quiet">${count(report.rows.length, 'requirement')} and what the checks say of each</span></h2>
${groups.map(
  ([
    source,
    rows,
  ]) => html`<details class="group"><summary><h3>${source}</h3> <span class="quiet">${count(rows.length, 'requirement')},
${rows.filter(({ checks }) => checks.length > 0).length} verified by checks</span></summary>
<table class="list rows"><thead><tr><th>State</th><th>Requirement</th><th>Level</th><th>Severity</th><th>Checks</th></tr></thead>
<tbody>${rows.map(rowLine)}</tbody></table></details>`,
)}</section>`;
}

function rowLine(row: ReportedRow): Markup {
  const address = webAddress(row.link);
  const id = html`<code class="id">${row.id}</code>`;
  const aside = !row.inScope && row.checks.length > 0;
  return html`<tr id="${anchor('row', row.id)}"><td><span class="pill ${row.state}">${row.state}</span>${aside && html`<br><span class="quiet">out of scope</span>`}</td>
<td>${row.statement}<br>${address ? html`<a href="${address}" rel="noopener noreferrer">${id}</a>` : id}</td><td>${row.level}</td><td>${row.severity}</td>
<td>${row.checks.map((check) => html`<a class="row" href="#${anchor('check', check)}">${check}</a> `)}</td></tr>`;
}

/** Choices that the RFC leaves open, as this endpoint makes them. */
export function observationsSection({ observations }: Report): Markup | false {
  if (observations.length === 0) return false;
  return html`<section id="observations"><h2>Observations <span class="quiet">choices that the specifications leave open</span></h2>
<table class="list"><thead><tr><th>Question</th><th>This endpoint</th><th>Seen by</th></tr></thead><tbody>${observations.map(
    ({ check, key, value }) => html`<tr><td><code>${key}</code></td><td>${value}</td>
<td><a class="row" href="#${anchor('check', check)}">${check}</a></td></tr>`,
  )}</tbody></table></section>`;
}

/** Resources of the run that are still there. */
export function leftoversSection({ leftovers }: Report): Markup | false {
  if (leftovers.length === 0) return false;
  return html`<section id="leftovers"><h2>Left behind <span class="quiet">"scim-conformance clean" tries again</span></h2>
<table class="list"><thead><tr><th>Resource</th><th>Marker</th><th>Why</th></tr></thead><tbody>${leftovers.map(
    ({ path, marker, why }) =>
      html`<tr><td><code>${path}</code></td><td><code>${marker}</code></td><td>${why}</td></tr>`,
  )}</tbody></table></section>`;
}

/** Latency by operation, slowest first, each with a bar: median in full colour, 95th percentile behind it. */
export function latencySection({ latency }: Report): Markup | false {
  if (latency.length === 0) return false;
  const slowest = Math.max(1, ...latency.map(({ p95 }) => p95));
  const lines = [...latency].sort((a, b) => b.p95 - a.p95 || (a.operation < b.operation ? -1 : 1));
  return html`<section id="latency"><h2>Latency <span class="quiet">milliseconds, without clean-up and retries; a fact, not a judgement</span></h2>
<details class="group"><summary><h3>By operation</h3> <span class="quiet">${count(lines.length, 'operation')}</span></summary>
<table class="list latency"><thead><tr><th>Operation</th><th class="n">Samples</th><th class="n">p50</th><th class="n">p95</th><th class="n">p99</th><th class="n">max</th><th>p50 in p95</th></tr></thead>
<tbody>${lines.map((line) => latencyLine(line, slowest))}</tbody></table></details></section>`;
}

function latencyLine({ operation, samples, p50, p95, p99, max }: Latency, slowest: number): Markup {
  const bar = (ms: number) => Math.round((ms / slowest) * 1200) / 10;
  return html`<tr><td><code>${operation}</code></td><td class="n">${samples}</td><td class="n">${p50}</td><td class="n">${p95}</td><td class="n">${p99}</td><td class="n">${max}</td>
<td><svg width="120" height="10" role="img" aria-label="${p50} of ${p95} ms"><rect class="p95" width="${bar(p95)}" height="10" rx="2"/><rect class="p50" width="${bar(p50)}" height="10" rx="2"/></svg></td></tr>`;
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

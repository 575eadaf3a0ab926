import {
  type CycleSummary,
  describeUnwritten,
  type FailureGroup,
  type LogEntry,
  type Unwritten,
} from '../../clients/entra/engine/index.ts';
import { count } from '../words.ts';
import { htmlDocument } from './document.ts';
import { html, type Markup } from './escape.ts';

/** What the page of a provisioning job is made of. */
export interface ProvisioningPage {
  url: string;
  startedAt: string;
  state: string;
  cycles: CycleSummary[];
  claims: { says: string; ok: boolean; against: string[] }[];
  failures: FailureGroup[];
  remarks: string[];
  unwritten?: Unwritten[];
  foreign: { objectId: string; path: string }[];
  unproved: { objectId: string; path: string }[];
  leftovers: { path: string; why: string }[];
  requests: number;
}

/** One object with what became of it in each cycle. */
export interface ObjectRow {
  kind: string;
  source: string;
  name: string;
  /** Entries by cycle. */
  cycles: Map<number, Pick<LogEntry, 'action' | 'status' | 'says' | 'modified' | 'code' | 'exchange'>[]>;
  troubled: boolean;
}

/** Objects that one page shows: those in trouble first; more would be slow to open. */
export const MOST_ROWS = 2_000;

/** A provisioning job as one page: causes of failures, the proof, and each object by cycle. */
export function provisioningHtml(
  page: ProvisioningPage,
  rows: readonly ObjectRow[],
  leftOut: number,
): string {
  const { state, url, startedAt, requests } = page;
  const good = state === 'converged';
  const failing = page.claims.filter(({ ok }) => !ok);
  const title = `Provisioning of ${url}: ${state}`;
  const body = html`<header><p class="kind">SCIM 2.0 provisioning, as Microsoft Entra does it</p><h1>${url}</h1>
<div class="verdict ${good ? 'conformant' : state === 'interrupted' ? 'incomplete' : 'not-conformant'}"><p class="word">${
    { converged: 'Converged', 'not-converged': 'Not converged', interrupted: 'Interrupted' }[state] ?? state
  }</p>${failing.length > 0 && html`<p>These claims do not hold: ${failing.map(({ says }) => says).join('; ')}.</p>`}<p class="quiet">Started ${startedAt}; ${count(requests, 'request')}.</p></div></header>
<main>${causes(page.failures)}${exceptions(page.unwritten ?? [])}${claims(page.claims)}${others(page)}${cycleTable(page.cycles)}${objects(rows, leftOut)}</main>`;
  return htmlDocument(title, body, SCRIPT);
}

function causes(failures: readonly FailureGroup[]): Markup | false {
  if (failures.length === 0) return false;
  return html`<section><h2>What failed, by cause <small>${failures.length}</small></h2>${failures.map(
    (one) => html`<article class="cause violation"><h3>${one.count} × ${one.operation}${
      one.attributes.length > 0 ? html` <code>${one.attributes.join(', ')}</code>` : false
    }: ${one.code}</h3>
${one.diagnosis === undefined ? false : html`<p><strong>${one.diagnosis.says}</strong></p><p>${one.diagnosis.fix}</p>`}
<p><code>${one.says}</code></p><p class="quiet">${one.objects.join(', ')}${one.count > one.objects.length ? ' and others' : ''}${
      one.exchanges.length > 0 ? `; exchanges ${one.exchanges.join(', ')} in exchanges.ndjson` : ''
    }</p>${one.next === undefined ? false : html`<p class="quiet">${one.next}</p>`}</article>`,
  )}</section>`;
}

/** What clients cannot write at this endpoint is the mapping's matter, and no failure. */
function exceptions(all: readonly Unwritten[]): Markup | false {
  if (all.length === 0) return false;
  return html`<section><h2>What clients cannot write here <small>${all.length}</small></h2>${all.map(
    (one) => html`<article class="cause warning"><h3>${one.kind} <code>${one.attribute}</code></h3>
<p><strong>${describeUnwritten(one)}.</strong></p><p>${one.fix}</p>${
      one.exchange === undefined
        ? false
        : html`<p class="quiet">exchange ${one.exchange} in exchanges.ndjson</p>`
    }</article>`,
  )}</section>`;
}

function claims(all: ProvisioningPage['claims']): Markup | false {
  if (all.length === 0) return false;
  return html`<section><h2>The proof</h2><ul class="proof">${all.map(
    ({ ok, says, against }) =>
      html`<li><span class="pill ${ok ? 'pass' : 'fail'}">${ok ? 'holds' : 'fails'}</span> ${says}${
        against.length > 0 ? html`<ul>${against.map((one) => html`<li>${one}</li>`)}</ul>` : false
      }</li>`,
  )}</ul></section>`;
}

function others({ remarks, foreign, unproved, leftovers }: ProvisioningPage): Markup | false {
  const lines = [
    ...remarks,
    ...unproved.map(
      ({ objectId, path }) => `Not proven to belong to this job, and not touched: ${objectId}, at ${path}`,
    ),
    ...(foreign.length > 0
      ? [
          `${count(foreign.length, 'account')} already existed and ${foreign.length === 1 ? 'was' : 'were'} not touched`,
        ]
      : []),
    ...leftovers.map(({ path, why }) => `Left: ${path}: ${why}`),
  ];
  if (lines.length === 0) return false;
  return html`<section><h2>Remarks</h2><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></section>`;
}

function cycleTable(cycles: readonly CycleSummary[]): Markup {
  const columns = ['create', 'update', 'disable', 'delete'] as const;
  return html`<section><h2>Cycles</h2><div class="wide" tabindex="0" role="region" aria-label="Cycles"><table><thead><tr><th scope="col">Cycle</th>${columns.map(
    (name) => html`<th scope="col" class="n">${name}</th>`,
  )}<th scope="col" class="n">failed</th><th scope="col" class="n">reads</th><th scope="col" class="n">writes</th><th scope="col">Quarantine</th></tr></thead><tbody>${cycles.map(
    (one) =>
      html`<tr><th scope="row">${one.cycle} ${one.kind}</th>${columns.map(
        (name) => html`<td class="n">${one.actions[name]}</td>`,
      )}<td class="n">${one.failures}</td><td class="n">${one.reads}</td><td class="n">${one.writes}</td><td>${
        one.quarantined === undefined ? '' : `${one.quarantined.code}: ${one.quarantined.says}`
      }</td></tr>`,
  )}</tbody></table></div></section>`;
}

function objects(rows: readonly ObjectRow[], leftOut: number): Markup {
  const cycles = [...new Set(rows.flatMap((row) => [...row.cycles.keys()]))].sort((a, b) => a - b);
  return html`<section><h2>Objects by cycle <small>${rows.length}</small></h2>
<form class="filter" role="search" aria-label="Filter objects" hidden><label class="text"><span>Text</span> <input type="search" id="filter-text" autocomplete="off"></label>
<label><input type="checkbox" id="filter-trouble"> only objects with problems</label> <output id="filter-count" aria-live="polite"></output></form>
${leftOut > 0 ? html`<p class="quiet">${leftOut === 1 ? '1 more object, with no' : `${leftOut} more objects, none with`} more serious problems than these, ${leftOut === 1 ? 'is' : 'are'} in provisioning.csv.</p>` : false}
<div class="wide" tabindex="0" role="region" aria-label="Objects"><table class="objects"><thead><tr><th scope="col">Object</th>${cycles.map((cycle) => html`<th scope="col">Cycle ${cycle}</th>`)}</tr></thead><tbody>${rows.map(
    (row) =>
      html`<tr class="object" data-trouble="${row.troubled ? 'yes' : 'no'}"><th scope="row">${row.name}<span class="quiet"> ${row.kind} ${row.source}</span></th>${cycles.map(
        (cycle) => html`<td>${(row.cycles.get(cycle) ?? []).map(cell)}</td>`,
      )}</tr>`,
  )}</tbody></table></div></section>`;
}

const PILLS: Record<string, string> = {
  success: 'pass',
  failure: 'fail',
  warning: 'warning',
  skipped: 'plain',
};

function cell(entry: {
  action: string;
  status: string;
  says: string;
  modified?: string[];
  code?: string;
  exchange?: number;
}): Markup {
  const { action, status, says, modified = [], code, exchange } = entry;
  const word = action === 'other' ? status : action;
  return html`<p><span class="pill ${PILLS[status] ?? 'plain'}">${word}</span> ${
    modified.length > 0 ? html`<code>${modified.join(', ')}</code>` : false
  }${status === 'success' ? false : html`<span class="quiet"> ${code === undefined ? says : `${code}: ${says}`}</span>`}${
    exchange === undefined ? false : html`<span class="quiet"> #${exchange}</span>`
  }</p>`;
}

const SCRIPT = `
const form = document.querySelector('form.filter');
const text = document.getElementById('filter-text');
const trouble = document.getElementById('filter-trouble');
const count = document.getElementById('filter-count');
const rows = [...document.querySelectorAll('tr.object')];
const apply = () => {
  const sought = text.value.toLowerCase();
  let shown = 0;
  for (const row of rows) {
    const fits = row.textContent.toLowerCase().includes(sought) && (!trouble.checked || row.dataset.trouble === 'yes');
    row.hidden = !fits;
    if (fits) shown += 1;
  }
  count.textContent = shown + ' of ' + rows.length;
};
if (form) { form.hidden = false; form.addEventListener('input', apply); form.addEventListener('submit', (event) => event.preventDefault()); apply(); }
`;

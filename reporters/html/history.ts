import type { History, MatrixLine } from '../history/model.ts';
import { stateSign } from '../history/text.ts';
import { count } from '../words.ts';
import { htmlDocument } from './document.ts';
import { html, type Markup } from './escape.ts';
import { verdictClass } from './sources.ts';

/** Runs whose list is read at once; of more, the marks are. */
const FEW = 12;
const openly = html` open`;

/** Any number of runs as one page: for each endpoint its verdicts, and what was wrong when. */
export function historyHtml(histories: readonly History[]): string {
  const runs = histories.reduce((sum, { versions }) => sum + versions.length, 0);
  const body = html`<header><p class="kind">SCIM 2.0 history</p><h1>${count(runs, 'run')} of ${count(histories.length, 'endpoint')}</h1>
<p class="quiet">One column per run, the newest on the right. <span class="mark fail">×</span> wrong, <span class="mark blocked">–</span> not judged, <span class="mark pass">·</span> right; empty where a run does not know it.</p></header>
<main>${histories.map(endpoint)}</main>`;
  return htmlDocument('SCIM history', body);
}

function endpoint(history: History): Markup {
  const { versions, diagnoses, requirements, choices, latency } = history;
  const last = versions.at(-1);
  return html`<section><h2>${last?.url} <span class="quiet">${count(versions.length, 'run')}</span></h2>
<p>${versions.map(({ label, startedAt, verdict }, at) => html`<span class="pill ${verdictClass(verdict)}" title="${label}, ${startedAt}">${at + 1}</span> `)} newest: <b>${last?.verdict}</b></p>
<details class="group"${versions.length <= FEW && openly}><summary><h3>Runs</h3></summary><table class="list"><caption class="aside">Runs</caption><thead><tr><th scope="col">Run</th><th scope="col">Started</th><th scope="col">Verdict</th><th scope="col">Profile</th><th scope="col">Catalogue</th><th scope="col">From</th></tr></thead>
<tbody>${versions.map(({ label, startedAt, verdict, profile, catalogue }, at) => html`<tr><th scope="row">${at + 1}</th><td>${startedAt}</td><td>${verdict}</td><td>${profile}</td><td>${catalogue}</td><td>${label}</td></tr>`)}</tbody></table></details>
${diagnoses.length + requirements.length === 0 && html`<p>Nothing was wrong in any of them.</p>`}
${matrix('What was wrong with the endpoint', diagnoses, true)}
${matrix('Requirements', requirements, false)}
${
  choices.length > 0 &&
  html`<details class="group"><summary><h3>Choices that changed</h3> <span class="quiet">${choices.length}</span></summary><ul>${choices.map(
    ({ key, values }) =>
      html`<li><code>${key}</code>: ${values.map((value) => value ?? '-').join(' → ')}</li>`,
  )}</ul></details>`
}
${latency.length > 0 && html`<details class="group"><summary><h3>Median latency</h3></summary>${latency.map(trend)}</details>`}</section>`;
}

function matrix(title: string, lines: readonly MatrixLine[], open: boolean): Markup | false {
  if (lines.length === 0) return false;
  const inner = html`<summary><h3>${title}</h3> <span class="quiet">${lines.length}</span></summary>
<ul class="history">${lines.map(
    ({ id, says, severity, cells }) =>
      html`<li><span class="cells" role="img" aria-label="${inWords(cells)}">${cells.map((state) => html`<i class="mark ${state ?? 'not-verified'}">${stateSign(state).trim()}</i>`)}</span> <span>${says} <code>${id}</code>${severity !== undefined && html` <span class="pill ${severity}">${severity}</span>`}</span></li>`,
  )}</ul>`;
  return html`<details class="group"${open && openly}>${inner}</details>`;
}

/** The same for somebody who hears it. */
function inWords(cells: MatrixLine['cells']): string {
  const wrong = cells.flatMap((state, at) => (state === 'fail' ? [at + 1] : []));
  return wrong.length === 0 ? 'never wrong' : `wrong in run ${wrong.join(', ')}`;
}

/** A line of medians, drawn to the highest of them. */
function trend({ operation, medians }: History['latency'][number]): Markup {
  const known = medians.flatMap((value, at) => (value === null ? [] : [{ value, at }]));
  const top = Math.max(1, ...known.map(({ value }) => value));
  const points = known
    .map(({ value, at }) => `${(at / Math.max(1, medians.length - 1)) * 296 + 2},${28 - (value / top) * 24}`)
    .join(' ');
  return html`<p><code>${operation}</code> <span class="quiet">newest ${known.at(-1)?.value ?? '-'} ms, highest ${top} ms</span></p>
<svg width="300" height="30" viewBox="0 0 300 30" role="img" aria-label="${operation}: ${known.map(({ value }) => value).join(', ')} ms"><polyline points="${points}" fill="none" class="p50"/></svg>`;
}

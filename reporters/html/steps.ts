import { htmlDocument } from './document.ts';
import { html, type Markup } from './escape.ts';

/** What `run --pilot` and `doctor` come to: an administrator's answer, step by step. */
export interface StepsReport {
  schemaVersion: '1.0';
  kind: 'pilot' | 'doctor';
  url: string;
  startedAt: string;
  /** Whether Entra can start, or a run can succeed. */
  ready: boolean;
  /** The answer in one sentence. */
  sentence: string;
  /** What to do about it. */
  hint?: string;
  steps: { name: string; state: 'ok' | 'warning' | 'failed' | 'not-reached'; says: string; fix?: string }[];
  /** What was created and could not be removed. */
  leftovers?: { path: string; why: string }[];
  exitCode: 0 | 1 | 2;
}

const KINDS: Record<StepsReport['kind'], string> = {
  pilot: 'SCIM 2.0 pilot: can Entra start provisioning?',
  doctor: 'SCIM 2.0 doctor: can a run succeed?',
};
const LOOK: Record<StepsReport['steps'][number]['state'], string> = {
  ok: 'pass',
  warning: 'warning',
  failed: 'fail',
  'not-reached': 'plain',
};

/** Characters of a sentence that is too long for large letters. */
const LONG = 60;

/** The answer on one page, for whoever did not sit at the terminal. */
export function stepsHtml(report: StepsReport): string {
  const { kind, url, startedAt, ready, sentence, hint, steps, leftovers = [] } = report;
  const body = html`<header><p class="kind">${KINDS[kind]}</p><h1>${url}</h1>
<div class="verdict ${sentence.length > LONG && 'small '}${ready ? 'conformant' : 'not-conformant'}"><p class="word">${sentence}</p>
${hint !== undefined && html`<p>${hint}</p>`}<p class="quiet">${startedAt}</p></div></header>
<main><section><h2>Step by step</h2><table class="list steps"><caption class="aside">Steps</caption>
<thead><tr><th scope="col">State</th><th scope="col">Step</th><th scope="col">What was seen</th></tr></thead><tbody>${steps.map(line)}</tbody></table></section>
${leftovers.length > 0 && html`<section><h2>Left behind</h2><ul>${leftovers.map(({ path, why }) => html`<li>${path}: ${why}</li>`)}</ul></section>`}</main>`;
  return htmlDocument(`${sentence} ${url}`, body);
}

function line({ name, state, says, fix }: StepsReport['steps'][number]): Markup {
  return html`<tr><td><span class="pill ${LOOK[state]}">${state}</span></td><td>${name}</td><td>${says}${fix !== undefined && html`<br><b>${fix}</b>`}</td></tr>`;
}

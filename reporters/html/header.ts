import type { Capabilities, Feature } from '../../schemas/capabilities.ts';
import { buildFunnel, checksTaken, requirementSteps } from '../funnel.ts';
import { limitedInWords } from '../limited.ts';
import type { Report } from '../model.ts';
import { groupProblems, reachInWords } from '../problems.ts';
import {
  capital,
  count,
  duration,
  HARM_WORDS,
  neverBegan,
  partialInWords,
  STATE_WORDS,
  scopeInWords,
} from '../words.ts';
import { type Content, html, type Markup } from './escape.ts';
import { sourceBars, verdictClass } from './sources.ts';

const FEATURES: readonly Feature[] = ['patch', 'bulk', 'filter', 'sort', 'etag', 'changePassword'];

/** The verdict in words, as a whole and by source; `lead` is what was decided over it. */
export function headerSection(report: Report, lead?: Markup): Markup {
  const { ended } = report.run;
  return html`<header>
<p class="kind">SCIM 2.0 conformance report</p>
<h1>${report.target.product ?? report.target.url}</h1>
${report.target.product && html`<p><code>${report.target.url}</code></p>`}
${report.target.embedded && html`<p class="quiet">Demonstration: this is the tenant that comes with the tool, and says nothing about any product.</p>`}
${lead}${verdictBlock(report)}
${
  report.target.insecure &&
  html`<div class="verdict not-conformant"><p><b>Certificates were not verified (--insecure).</b></p>
<p>The responses may come from anyone: this report proves nothing about the endpoint at this address.</p></div>`
}
${
  ended &&
  html`<div class="verdict incomplete"><p><b>${neverBegan(report) ? 'Why.' : `The run ended early (${ended.why}).`}</b> ${capital(ended.message)}.</p>
<p>${ended.hint}</p></div>`
}
${!neverBegan(report) && [problemList(report), sourceBars(report), numbers(report)]}
</header>`;
}

/** The verdict in a word and a sentence, and what it is about. */
export function verdictBlock(report: Report): Markup {
  return html`<div class="verdict ${verdictClass(report.verdict)}">
<p class="word">${capital(report.verdict)}</p>
<p>${reasonInWords(report)}</p>
<p class="quiet">Profile ${report.profile.name} ${report.profile.version}. Scope: ${scopeInWords(report)}.</p>
</div>`;
}

/** Problems that the first screen names. */
const SHOWN = 5;

function problemList(report: Report): Markup | false {
  const problems = groupProblems(report);
  if (problems.length === 0) return false;
  const more = problems.length - SHOWN;
  return html`<ol class="problems">${problems
    .slice(0, SHOWN)
    .map(
      (problem, at) =>
        html`<li><a href="#cause-${at + 1}">${problem.entry.says}</a> <span class="quiet">${capital(HARM_WORDS[problem.entry.harm])}. ${capital(problem.severity)}${!problem.decides && ', shown only'}; ${reachInWords(problem, report)}.</span></li>`,
    )}</ol>
${more > 0 && html`<p class="quiet">and <a href="#findings">${more} more</a></p>`}`;
}

/** The endpoint and what it claims, and the facts of the run. */
export function factsSection(report: Report): Markup {
  return html`<section id="facts" class="columns" aria-label="Endpoint and run">
<div><h2>Endpoint</h2>${endpointFacts(report)}</div>
<div><h2>Run</h2>${runFacts(report)}</div>
</section>`;
}

/** Why the verdict is what it is, in one sentence. */
function reasonInWords(report: Report): string {
  const { verdict } = report;
  // What was never asked was not left open by the endpoint.
  if (neverBegan(report)) return 'The endpoint was not checked.';
  const partial = partialInWords(report);
  if (partial !== undefined) return `${partial}.`;
  const { failed, unjudged: open } = buildFunnel(report).binding;
  const also = open > 0 ? ` ${open} more could not be judged.` : '';
  if (verdict === 'not conformant') return `${count(failed, 'binding requirement')} in scope failed.${also}`;
  if (verdict === 'conformant')
    return 'No binding requirement in scope failed, and each one that applies was judged.';
  if (open > 0) return `None failed, but ${count(open, 'binding requirement')} in scope could not be judged.`;
  return 'Nothing in scope was proven: no check of the deciding sources passed, or the run does not fit its catalogue.';
}

/** From what is known to what decides, each number with what was taken away before it; then the checks by state. */
export function numbers(report: Report): Markup {
  const funnel = buildFunnel(report);
  const { states } = funnel.checks;
  return html`<section class="numbers" aria-label="Numbers"><dl>
<dt>Requirements</dt><dd><ol class="funnel">${requirementSteps(funnel).map(
    ({ number, word, less, of }) =>
      html`<li><b>${number}</b> ${word}${less.length > 0 && html`<span class="quiet">less ${less.join(', ')}</span>`}${of && html`<span class="quiet">${of}</span>`}</li>`,
  )}</ol></dd>
<dt>Checks</dt><dd><ul class="counts"><li>${checksTaken(funnel.checks)}:</li>${STATE_WORDS.filter(
    ([state]) => states[state] > 0,
  ).map(
    ([state, word]) => html`<li class="${state}"><b>${states[state]}</b> ${word}</li>`,
  )}</ul></dd></dl></section>`;
}

function endpointFacts({ target }: Report): Markup {
  const { capabilities: claims } = target;
  return facts([
    ['Address', html`<code>${target.url}</code>`],
    [
      'Connection',
      claims && `${claims.target.https ? 'https' : 'http'}${claims.target.loopback ? ', loopback' : ''}`,
    ],
    ['Entra flags', target.entraFlags.length > 0 && target.entraFlags.join(', ')],
    ...(claims ? claimFacts(claims) : [['Claims', 'not read'] as const]),
  ]);
}

function claimFacts(claims: Capabilities): Fact[] {
  const { pagination, bulk, filter } = claims;
  const limits = [
    bulk.maxOperations !== undefined && `bulk ${bulk.maxOperations} operations`,
    bulk.maxPayloadSize !== undefined && `bulk ${bulk.maxPayloadSize} bytes`,
    filter.maxResults !== undefined && `${filter.maxResults} results`,
  ].filter((limit) => limit !== false);
  const ways = [pagination?.index && 'index', pagination?.cursor && 'cursor'].filter((way) => way);
  return [
    [
      'Claims',
      html`<ul class="claims">${FEATURES.map((feature) => {
        const claimed = claims.features[feature];
        const assumed = claims.assumed.includes(feature) ? ', assumed' : '';
        const word = claimed === undefined ? 'unknown' : claimed ? 'yes' : 'no';
        return html`<li class="${word}">${feature}: ${word}${assumed}</li>`;
      })}</ul>`,
    ],
    ['Limits', limits.length > 0 && limits.join(', ')],
    ['Pagination', pagination && (ways.join(', ') || 'none')],
    ['Authentication', claims.authenticationSchemes.join(', ') || 'none published'],
    ['Resource types', names(claims.resourceTypes, claims.assumed.includes('resourceTypes'))],
    ['Schemas', claims.schemas ? `${claims.schemas.length} published` : 'not readable'],
    ['Assumed', claims.assumed.length > 0 && claims.assumed.join(', ')],
  ];
}

function names(types: Capabilities['resourceTypes'], assumed: boolean): string {
  if (!types) return 'not readable';
  const list = types.map(({ name, endpoint }) => `${name} (${endpoint})`).join(', ');
  return `${list || 'none'}${assumed ? ', assumed' : ''}`;
}

function runFacts({ run, tool, catalogue, rows }: Report): Markup {
  const limited = limitedInWords(run);
  return facts([
    ['Started', clock(run.startedAt)],
    ['Finished', `${clock(run.finishedAt)} (${duration(run.durationMs)})`],
    ['Requests', limited === undefined ? run.requests : `${run.requests}; ${limited}`],
    ['Run', html`<code>${run.id}</code>`],
    ['Seed', html`<code>${run.seed}</code>`],
    ['Suite', html`${tool.name} ${tool.version} <code class="digest">${tool.digest}</code>`],
    [
      'Catalogue',
      html`${catalogue.version}: ${count(catalogue.checks, 'check')}, ${count(catalogue.rows, 'requirement')}${catalogue.rows > rows.length && `, ${rows.length} of them of this profile`}
<code class="digest">${catalogue.digest}</code>`,
    ],
  ]);
}

type Fact = readonly [name: string, value: Content];

function facts(list: readonly Fact[]): Markup {
  const known = list.filter(([, value]) => value !== undefined && value !== false);
  return html`<dl>${known.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

/** A UTC time as people write it, to the second. */
function clock(time: string): string {
  return time.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d+)?Z$/, '$1 $2 UTC');
}

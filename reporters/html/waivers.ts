import type { GateDecision, GateItem } from '../decide/gate.ts';
import { GATE_WORDS, gateWords, openWords, reasonWords } from '../decide/gateText.ts';
import { groupReasons } from '../decide/reasons.ts';
import { byCheck, covers, type Waiver } from '../decide/waivers.ts';
import { capital, count } from '../words.ts';
import { anchor, type Content, html, type Markup, webAddress } from './escape.ts';

/** What a gate decided over the report that a page shows. */
export interface GateView {
  decision: GateDecision;
  waivers: readonly Waiver[];
}

/** Rows of a table at most: a browser has to show them. */
const MOST = 2000;

const HEADLINE: Record<Exclude<GateDecision['result'], 'green'>, string> = {
  red: 'Gate closed',
  undecided: 'Gate undecided',
};
const LOOK: Record<GateDecision['result'], string> = {
  green: 'conformant',
  red: 'not-conformant',
  undecided: 'incomplete',
};

/** What a gate decided, in a word and a sentence: it stands before the verdict, which it does not change. */
export function decisionBlock({ decision }: GateView): Markup {
  const { result, red, undecided, causes, partial } = decision;
  const why = groupReasons([...red, ...undecided], causes);
  return html`<div class="verdict decision ${LOOK[result]}"><p class="word">${result === 'green' ? `Gate open: ${openWords(decision)}` : HEADLINE[result]}</p>
<p>${result === 'green' ? 'Waivers excuse failures; the verdict below stays what it is.' : html`<a href="#gate">${count(why.length, 'reason')}</a>.`}</p>
${partial !== undefined && html`<p>${capital(partial)}.</p>`}</div>`;
}

/** Why a gate decided so, and every waiver with who answers for it; a waiver changes no state and no verdict. */
export function gateSection({ decision, waivers }: GateView): Markup {
  const { red, undecided, causes, listed, changes } = decision;
  const why = [...red, ...undecided];
  const named = groupReasons(why, causes).filter(({ cause }) => cause !== undefined);
  const alone = groupReasons(why, causes).flatMap(({ cause, items }) => (cause === undefined ? items : []));
  return html`<section id="gate"><h2>Gate</h2>
${
  named.length > 0 &&
  html`<ol class="problems">${named.map(
    ({ cause, items }) =>
      html`<li><a href="#cause-${cause?.at}">${cause?.says}</a> <span class="quiet">${reasonWords(items, decision)}</span><details><summary>${count(items.length, 'finding')}</summary>${itemTable('What follows from it', items, decision)}</details></li>`,
  )}</ol>`
}
${itemTable(named.length > 0 ? 'What else decided' : 'What decided', alone, decision)}${itemTable('Also noted', listed, decision)}${changeTable(changes)}
${waivers.length > 0 && waiverTable(decision, waivers)}</section>`;
}

function itemTable(title: string, items: readonly GateItem[], decision: GateDecision): Markup | false {
  if (items.length === 0) return false;
  return html`<table class="list decided"><caption>${title}</caption>
<thead><tr><th scope="col">What</th><th scope="col">Check</th><th scope="col">Finding</th><th scope="col">Why</th></tr></thead>
<tbody>${items
    .slice(0, MOST)
    .map(
      ({ kind, check, key, text }) =>
        html`<tr><td>${gateWords(kind, decision)}</td><td>${checkLink(check, kind !== 'waiver-unknown-check')}</td><td><code>${key ?? ''}</code></td><td>${text}</td></tr>`,
    )}</tbody></table>${more(items)}`;
}

/** How many rows a table leaves out. */
function more({ length }: readonly unknown[]): Markup | false {
  return length > MOST && html`<p>and ${length - MOST} more, which <code>gate --json</code> lists</p>`;
}

function changeTable(changes: GateDecision['changes']): Markup | false {
  if (changes.length === 0) return false;
  return html`<table class="list"><caption>Changes of the suite since the baseline, none of which counts against the endpoint</caption>
<thead><tr><th scope="col">What</th><th scope="col">Check or requirement</th><th scope="col">How</th></tr></thead>
<tbody>${changes.map(({ what, name, text }) => html`<tr><td>${what}</td><td><code>${name}</code></td><td>${text}</td></tr>`)}</tbody></table>`;
}

function waiverTable({ red, listed }: GateDecision, waivers: readonly Waiver[]): Markup {
  const problems = byCheck([...red, ...listed].filter(({ kind }) => kind.startsWith('waiver-')));
  const waived = byCheck(listed.filter(({ kind }) => kind === 'waived'));
  const stands = (waiver: Waiver): string => {
    const problem = problems.get(waiver.check)?.find(({ key }) => key === waiver.key);
    if (problem) return GATE_WORDS[problem.kind];
    const excused = (waived.get(waiver.check) ?? []).filter(({ check, key }) =>
      covers(waiver, { check, key: key ?? '' }),
    );
    return excused.length > 0 ? `excuses ${count(excused.length, 'finding')}` : 'excuses nothing in this run';
  };
  return html`<h3 id="waivers">Waivers</h3><table class="list"><caption>Failures accepted until a given day (UTC)</caption>
<thead><tr><th scope="col">Check</th><th scope="col">Finding</th><th scope="col">Status</th><th scope="col">Owner</th><th scope="col">Until</th><th scope="col">Reason</th></tr></thead>
<tbody>${waivers.slice(0, MOST).map(
    (
      waiver,
    ) => html`<tr><td>${checkLink(waiver.check, stands(waiver) !== GATE_WORDS['waiver-unknown-check'])}</td>
<td>${waiver.key === undefined ? 'all' : html`<code>${waiver.key}</code>`}</td><td>${stands(waiver)}</td><td>${waiver.owner}</td><td class="day">${waiver.expires}</td>
<td>${waiver.reason}${waiver.issue !== undefined && html` ${issueLink(waiver.issue)}`}</td></tr>`,
  )}</tbody></table>${more(waivers)}`;
}

function issueLink(issue: string): Content {
  const address = webAddress(issue);
  return address ? html`<a href="${address}" rel="noopener noreferrer">${issue}</a>` : issue;
}

function checkLink(check: string, known: boolean): Content {
  if (check === '') return '';
  return known
    ? html`<a href="#${anchor('check', check)}"><code>${check}</code></a>`
    : html`<code>${check}</code>`;
}

/** Checks whose every finding a waiver excuses. */
export function waivedChecks({ decision }: GateView): ReadonlySet<string> {
  const { red, listed } = decision;
  const others = listed.filter(({ kind }) => kind === 'known' || kind === 'new-check');
  const open = new Set([...red, ...others].map(({ check }) => check));
  return new Set(listed.flatMap(({ kind, check }) => (kind === 'waived' && !open.has(check) ? [check] : [])));
}

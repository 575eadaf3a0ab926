import { findChoice } from '../../config/choices/choices.ts';
import type { Exchange } from '../../kit/evidence/exchange.ts';
import type { ChangeKind, Comparison } from '../decide/compare.ts';
import { headline, listSections } from '../decide/compareText.ts';
import type { Report, ReportedCheck } from '../model.ts';
import { groupProblems, type Problem } from '../problems.ts';
import { count } from '../words.ts';
import { difference } from './difference.ts';
import { htmlDocument } from './document.ts';
import { html, type Markup } from './escape.ts';
import { problemFacts } from './findings.ts';
import { findTwin, type Pair, pairBlock } from './pair.ts';

/** One of the two runs with all that it exchanged, or what is at hand of it. */
export interface ComparedRun {
  report: Report;
  exchanges: readonly Exchange[];
}

type Change = Comparison['checks'][number];

/** Headings, the kinds of changes under each, and the run whose diagnosis says what they come from. */
const GROUPS: readonly {
  id: string;
  title: string;
  kinds: readonly ChangeKind[];
  look: '' | 'better';
  told: 'a' | 'b';
}[] = [
  { id: 'worse', title: 'Got worse', kinds: ['regressed', 'no-longer-verified'], look: '', told: 'b' },
  { id: 'better', title: 'Got better', kinds: ['fixed'], look: 'better', told: 'a' },
  { id: 'still', title: 'Wrong in both', kinds: ['still-failing'], look: '', told: 'b' },
];
/** Sections of the text that the cards say better. */
const IN_CARDS = [
  'Wrong in B only',
  'Wrong in A only',
  'Regressed',
  'No longer verified',
  'Fixed',
  'Still failing',
];
/** Checks of one card with their exchanges, behind the first that is open; the others are named. */
const CHECKS_SHOWN = 8;
/** Lines of a list that are read at a glance; the others are folded away. */
const LINES_SHOWN = 12;

/**
 * A comparison of two runs as one page: what got worse first, each cause with what was answered before and after, then
 * everything else that differs.
 */
export function comparisonHtml(comparison: Comparison, a: ComparedRun, b: ComparedRun): string {
  const { regression } = comparison;
  const sides = [
    ['A', comparison.a, a.report.target.product],
    ['B', comparison.b, b.report.target.product],
  ] as const;
  const cards = GROUPS.map((group) => [group, renderCards(group, comparison, a, b)] as const);
  const rest = listSections(comparison).filter(({ title }) => !IN_CARDS.includes(title));
  const body = html`<header><p class="kind">SCIM 2.0 comparison</p><h1>${headline(comparison)}</h1>
<div class="verdict small ${regression ? 'not-conformant' : 'conformant'}"><p class="word">${
    regression
      ? 'At least one requirement that A kept is broken or no longer judged in B.'
      : 'Nothing that A kept is broken in B.'
  }</p></div>
<table class="list"><caption class="aside">The two runs</caption><thead><tr><th scope="col">Run</th><th scope="col">Endpoint</th><th scope="col">Verdict</th><th scope="col">Scope</th><th scope="col">Started</th><th scope="col">Catalogue</th><th scope="col">Profile</th></tr></thead>
<tbody>${sides.map(
    ([name, side, product]) =>
      html`<tr><th scope="row">${name}</th><td>${product !== undefined && html`${product}<br>`}<code>${side.url}</code></td><td>${side.verdict}</td><td>${side.scope}</td><td>${side.startedAt}</td><td>${side.catalogue}</td><td>${side.profile}</td></tr>`,
  )}</tbody></table></header>
<main>${cards.map(
    ([{ id, title }, blocks]) =>
      blocks.length > 0 &&
      html`<section id="${id}"><h2>${title} <span class="quiet">${count(blocks.length, 'cause')}</span></h2>${blocks}</section>`,
  )}${rest.map(({ title, lines }) => restSection(title, lines, comparison))}</main>`;
  return htmlDocument(headline(comparison), body);
}

function restSection(title: string, lines: readonly string[], { observations }: Comparison): Markup {
  const choices = title === 'Observations that changed';
  const items = choices
    ? observations.map(({ key, before, after, check }) => {
        const { says, varies } = findChoice(key);
        return html`<li>${says}${varies !== '' && ` (${varies})`}: ${before ?? 'absent'} → <b>${after ?? 'absent'}</b> <code>${check}</code></li>`;
      })
    : lines.map((line) => html`<li><code>${line}</code></li>`);
  return html`<section><h2>${choices ? 'Choices that changed' : title} <span class="quiet">${items.length}</span></h2><ul>${items.slice(0, LINES_SHOWN)}</ul>${
    items.length > LINES_SHOWN &&
    html`<details class="names"><summary>${items.length - LINES_SHOWN} more</summary><ul>${items.slice(LINES_SHOWN)}</ul></details>`
  }</section>`;
}

function renderCards(
  group: (typeof GROUPS)[number],
  { checks }: Comparison,
  a: ComparedRun,
  b: ComparedRun,
): Markup[] {
  const teller = group.told === 'a' ? a : b;
  const problems = groupProblems(teller.report);
  const causes = new Map<Problem | undefined, Change[]>();
  for (const change of checks.filter(({ kind }) => group.kinds.includes(kind))) {
    const cause = problems.find((problem) => explains(problem, change));
    causes.set(cause, [...(causes.get(cause) ?? []), change]);
  }
  return [...causes]
    .sort(([one], [other]) => rankCause(one, problems) - rankCause(other, problems))
    .map(
      ([
        cause,
        changes,
      ]) => html`<article class="cause ${group.look === '' ? (cause?.severity ?? '') : group.look}">
<h3>${cause?.entry.says ?? 'Checks that no longer say anything'}</h3>
${cause && problemFacts(cause, teller.report)}
${countChecks(changes, group, a, b)}</article>`,
    );
}

/** What became of the checks of one cause: the first stands open where something changed, the others are folded away. */
function countChecks(
  changes: readonly Change[],
  { id, told }: (typeof GROUPS)[number],
  a: ComparedRun,
  b: ComparedRun,
): Markup {
  const open = id === 'still' ? 0 : 1;
  const folded = changes.slice(open, CHECKS_SHOWN);
  const named = changes.slice(CHECKS_SHOWN);
  const all = changes.length - open;
  return html`${changes.slice(0, open).map((change) => changeBlock(change, told, a, b))}
${
  all > 0 &&
  html`<details class="names"><summary>${count(all, open === 0 ? 'check' : 'more check')}</summary>${folded.map((change) => changeBlock(change, told, a, b))}
${named.length > 0 && html`<p class="quiet">and ${named.length} more: ${named.map(({ check }) => html`<code>${check}</code> `)}</p>`}</details>`
}`;
}

function explains({ checks, findings }: Problem, { check, keys }: Change): boolean {
  if (keys.length === 0) return checks.some(({ id }) => id === check);
  return findings.some((found) => found.check.id === check && keys.includes(found.finding.key));
}

function rankCause(cause: Problem | undefined, problems: readonly Problem[]): number {
  return cause === undefined ? problems.length : problems.indexOf(cause);
}

function changeBlock(change: Change, told: 'a' | 'b', a: ComparedRun, b: ComparedRun): Markup {
  const one = told === 'a' ? a : b;
  const check = one.report.checks.find(({ id }) => id === change.check);
  const findings = (check?.findings ?? []).filter(({ key }) => change.keys.includes(key));
  const pair = findPair(check, findings[0]?.exchanges ?? [], told, a, b);
  return html`<div class="check"><h4>${check?.title ?? change.check} <code>${change.check}</code> <span class="quiet">${[change.before, change.after].filter((state) => state !== undefined).join(' → ')}</span></h4>
${
  findings.length > 0 &&
  html`<table class="found"><thead><tr><th scope="col">Finding</th><th scope="col">Expected</th><th scope="col">${told === 'a' ? 'Observed in A' : 'Observed in B'}</th></tr></thead><tbody>${findings.map(
    ({ key, expected, observed }) => {
      const sides = difference(expected, observed);
      return html`<tr><td><code>${key}</code></td><td>${sides.expected}</td><td>${sides.observed}</td></tr>`;
    },
  )}</tbody></table>`
}
${pair && html`<details class="evidence" open><summary>Before and after</summary>${pairBlock(pair)}</details>`}</div>`;
}

/** The exchange that shows the finding, and the one of the same place in the other run. */
function findPair(
  check: ReportedCheck | undefined,
  shown: readonly number[],
  told: 'a' | 'b',
  a: ComparedRun,
  b: ComparedRun,
): Pair | undefined {
  const [one, other] = told === 'a' ? [a, b] : [b, a];
  const number = shown.at(-1) ?? check?.blockedBy?.exchange;
  const found = one.exchanges.find((exchange) => exchange.number === number);
  if (found === undefined) return undefined;
  const twin = findTwin(found, other.exchanges);
  return told === 'a' ? { before: found, after: twin } : { before: twin, after: found };
}

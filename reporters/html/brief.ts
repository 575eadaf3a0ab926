import type { Report } from '../model.ts';
import { groupProblems, reachInWords } from '../problems.ts';
import { oneLine } from '../sanitize.ts';
import { capital, count, HARM_WORDS } from '../words.ts';
import { type Cover, coverSection, demonstrationMark } from './cover.ts';
import { htmlDocument } from './document.ts';
import { html, type Markup } from './escape.ts';
import { numbers, verdictBlock } from './header.ts';
import { scopeSection } from './scope.ts';
import { sourceBars } from './sources.ts';

/** Causes that have room on two pages of paper. */
const SHOWN = 8;
/** Characters of one text, so that two pages hold them whatever an endpoint answered. */
const LINE = 220;

/** What of a pack is put on a desk: cover, verdict, numbers and gravest causes, on at most two pages of paper. */
export function briefHtml(report: Report, cover: Cover): string {
  const problems = groupProblems(report);
  const more = problems.length - SHOWN;
  const body = html`${demonstrationMark(cover)}<main class="brief"><h1>${cover.product.product} ${cover.product.version}</h1>
${coverSection(report, cover)}
${verdictBlock(report)}
${sourceBars(report)}
${numbers(report)}
<section><h2>What is wrong <span class="quiet">${problems.length === 0 ? 'nothing' : `${count(problems.length, 'thing')}, most serious first`}</span></h2>
<ol>${problems
    .slice(0, SHOWN)
    .map(
      (problem): Markup =>
        html`<li>${oneLine(problem.entry.says, LINE)} <span class="quiet">${capital(HARM_WORDS[problem.entry.harm])}. ${capital(problem.severity)}; ${reachInWords(problem, report)}. ${oneLine(problem.entry.fix, LINE)}</span></li>`,
    )}</ol>${more > 0 && html`<p class="quiet">and ${more} more in report.html</p>`}</section>
${scopeSection(report)}</main>`;
  return htmlDocument(`Summary: ${cover.title}, ${cover.product.product} ${cover.product.version}`, body);
}

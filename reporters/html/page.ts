import { EXCHANGES_FILE } from '../../kit/evidence/evidence.ts';
import type { Exchange } from '../../kit/evidence/exchange.ts';
import type { Report } from '../model.ts';
import { count } from '../words.ts';
import { packArchive } from './archive.ts';
import { choicesSection } from './choices.ts';
import { type Cover, coverSection, demonstrationMark } from './cover.ts';
import { htmlDocument } from './document.ts';
import { html } from './escape.ts';
import { filterForm } from './filter.ts';
import { findingsSection } from './findings.ts';
import { factsSection, headerSection } from './header.ts';
import { latencySection } from './latency.ts';
import { mapSection } from './map.ts';
import { gradedSection, scopeSection, wordsSection } from './scope.ts';
import { SCRIPT } from './script.ts';
import { checksSection, leftoversSection, rowsSection } from './tables.ts';
import { timelineSection } from './timeline.ts';
import { decisionBlock, type GateView, gateSection, waivedChecks } from './waivers.ts';

/** What a page shows beside the report itself. */
export interface PageOptions {
  /** All exchanges of the run; without them only failed and blocked checks have their evidence in the page. */
  exchanges?: readonly Exchange[];
  /** The file beside the page that holds all requests and answers; none where there is no such file. */
  evidenceFile?: string | undefined;
  /** The first page of a pack. */
  cover?: Cover;
  /** The decision of a gate, with its waivers. */
  gate?: GateView;
}

/** The report as one page for a certifier: verdict and what is wrong first, then
 * everything that was looked at, the facts of endpoint and run last. */
export function reportHtml(report: Report, options: PageOptions = {}): string {
  const { exchanges = report.exchanges, gate, cover } = options;
  const evidenceFile = 'evidenceFile' in options ? options.evidenceFile : EXCHANGES_FILE;
  const archive = packArchive(report, exchanges);
  const view = { evidence: archive.numbers, waived: gate ? waivedChecks(gate) : new Set<string>() };
  const narrowed = [
    ['findings', 'What is wrong', findingsSection(report)],
    ['map', 'Map', mapSection(report)],
    ['checks', 'Checks', checksSection(report, view)],
    ['requirements', 'Requirements', rowsSection(report)],
  ] as const;
  const before = [['gate', 'Gate', gate && gateSection(gate)]] as const;
  const after = [
    ['leftovers', 'Left behind', leftoversSection(report)],
    ['graded', 'Graded', gradedSection(report)],
    ['observations', 'Choices', choicesSection(report)],
    ['timeline', 'Timeline', timelineSection(report, exchanges)],
    ['latency', 'Latency', latencySection(report)],
    ['scope', 'Scope', scopeSection(report)],
    ['facts', 'Endpoint and run', factsSection(report)],
  ] as const;
  const present = [...before, ...narrowed, ...after].filter(([, , section]) => section);
  const left = report.checks.filter(
    ({ id, attempts, exchanges: seen }) => attempts > 0 && seen.length > 0 && !archive.numbers.has(id),
  ).length;
  const body = html`<a class="skip" href="#findings">To the findings</a>
${cover && [demonstrationMark(cover), coverSection(report, cover)]}
${headerSection(report, gate && decisionBlock(gate))}
<nav aria-label="Sections">${present.map(([id, name]) => html`<a href="#${id}">${name}</a> `)}</nav>
<main>${before.map(([, , section]) => section)}
<div class="narrowed">${filterForm(report)}
${narrowed.map(([, , section]) => section)}</div>
${after.map(([, , section]) => section)}
${wordsSection()}</main>
<footer><p>Made by ${report.tool.name} ${report.tool.version} from report.json, schema ${report.schemaVersion}.
${
  evidenceFile === undefined
    ? 'The requests and answers of passed checks were left out because there were too many'
    : `All requests and answers of the run are in ${evidenceFile}, with secrets removed`
}${left > 0 && `; to open quickly, this page leaves out those of ${count(left, 'check')} that ran, of passed ones first`}.</p></footer>
${archive.block}`;
  return htmlDocument(
    `${report.verdict}: SCIM conformance of ${report.target.product ?? report.target.url}`,
    body,
    SCRIPT,
  );
}

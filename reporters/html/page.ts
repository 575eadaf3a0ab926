import type { Report } from '../model.ts';
import { htmlDocument } from './document.ts';
import { html } from './escape.ts';
import { findingsSection } from './findings.ts';
import { headerSection } from './header.ts';
import { SCRIPT } from './script.ts';
import {
  checksSection,
  latencySection,
  leftoversSection,
  observationsSection,
  rowsSection,
} from './tables.ts';

const SECTIONS = [
  ['findings', 'Findings'],
  ['leftovers', 'Left behind'],
  ['checks', 'Checks'],
  ['requirements', 'Requirements'],
  ['observations', 'Observations'],
  ['latency', 'Latency'],
] as const;

/** The report as one page for a certifier: verdict first, then what to repair, then everything that was looked at. */
export function reportHtml(report: Report): string {
  const sections = {
    findings: findingsSection(report),
    leftovers: leftoversSection(report),
    checks: checksSection(report),
    requirements: rowsSection(report),
    observations: observationsSection(report),
    latency: latencySection(report),
  };
  const present = SECTIONS.filter(([id]) => sections[id]);
  const body = html`${headerSection(report)}
<nav aria-label="Sections">${present.map(([id, name]) => html`<a href="#${id}">${name}</a>`)}</nav>
<main>${present.map(([id]) => sections[id])}</main>
<footer><p>Made by ${report.tool.name} ${report.tool.version} from report.json, schema ${report.schemaVersion}.
All requests and answers of the run are in exchanges.ndjson, with secrets removed.</p></footer>`;
  return htmlDocument(`${report.verdict}: SCIM conformance of ${report.target.url}`, body, SCRIPT);
}

import { createHash } from 'node:crypto';
import type { Report } from '../model.ts';
import { html, Markup } from './escape.ts';
import { findingsSection } from './findings.ts';
import { headerSection } from './header.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';
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

/**
 * The report as one page that needs nothing else: no network, no file beside it. Its policy admits only its own
 * style and script, by hash, so that nothing an endpoint answered can run or load anything.
 */
export function reportHtml(report: Report): string {
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(STYLE)}`,
    `script-src ${hashOf(SCRIPT)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const sections = {
    findings: findingsSection(report),
    leftovers: leftoversSection(report),
    checks: checksSection(report),
    requirements: rowsSection(report),
    observations: observationsSection(report),
    latency: latencySection(report),
  };
  const present = SECTIONS.filter(([id]) => sections[id]);
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
<title>${report.verdict}: SCIM conformance of ${report.target.url}</title>
<style>${new Markup(STYLE)}</style></head>
<body>
${headerSection(report)}
<nav aria-label="Sections">${present.map(([id, name]) => html`<a href="#${id}">${name}</a>`)}</nav>
<main>${present.map(([id]) => sections[id])}</main>
<footer><p>Made by ${report.tool.name} ${report.tool.version} from report.json, schema ${report.schemaVersion}.
All requests and answers of the run are in exchanges.ndjson, with secrets removed.</p></footer>
<script>${new Markup(SCRIPT)}</script>
</body></html>
`.toString();
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

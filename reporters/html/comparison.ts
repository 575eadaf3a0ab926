import type { Comparison } from '../decide/compare.ts';
import { headline, sectionsOf } from '../decide/compareText.ts';
import { htmlDocument } from './document.ts';
import { html } from './escape.ts';

/** A comparison of two runs as one page: what got worse first, then everything else that differs. */
export function comparisonHtml(comparison: Comparison): string {
  const { a, b, regression } = comparison;
  const sides = [
    ['A', a],
    ['B', b],
  ] as const;
  const body = html`<header><p class="kind">SCIM 2.0 comparison</p><h1>${headline(comparison)}</h1>
<div class="verdict ${regression ? 'not-conformant' : 'conformant'}"><p class="word">${
    regression
      ? 'At least one requirement that A kept is broken or no longer judged in B.'
      : 'Nothing that A kept is broken in B.'
  }</p></div>
<table class="sources"><thead><tr><th scope="col">Run</th><th scope="col">Endpoint</th><th scope="col">Verdict</th><th scope="col">Scope</th><th scope="col">Started</th><th scope="col">Catalogue</th><th scope="col">Profile</th></tr></thead>
<tbody>${sides.map(
    ([name, side]) =>
      html`<tr><th scope="row">${name}</th><td><code>${side.url}</code></td><td>${side.verdict}</td><td>${side.scope}</td><td>${side.startedAt}</td><td>${side.catalogue}</td><td>${side.profile}</td></tr>`,
  )}</tbody></table></header>
<main>${sectionsOf(comparison).map(
    ({ title, lines }) =>
      html`<section><h2>${title} <small>${lines.length}</small></h2><ul>${lines.map((line) => html`<li><code>${line}</code></li>`)}</ul></section>`,
  )}</main>`;
  return htmlDocument(headline(comparison), body);
}

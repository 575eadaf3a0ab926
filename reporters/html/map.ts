import type { Report, ReportedRow } from '../model.ts';
import { count } from '../words.ts';
import { anchor, html, type Markup } from './escape.ts';
import { filteredAs } from './filter.ts';
import { SOURCE_NAMES } from './sources.ts';

/** What a mark shows beside its colour, so that it can be read without it. */
const SIGNS: Record<ReportedRow['state'], string> = {
  fail: '×',
  error: '!',
  blocked: '–',
  'not-run': '·',
  pass: '',
  'not-applicable': '',
  'not-verified': '?',
  'not-tested': '/',
};

const WORDS: readonly (readonly [ReportedRow['state'], string])[] = [
  ['fail', 'failed'],
  ['error', 'in error'],
  ['blocked', 'blocked'],
  ['not-run', 'not run'],
  ['pass', 'passed'],
  ['not-applicable', 'not applicable'],
  ['not-verified', 'not verified'],
  ['not-tested', 'not testable'],
];

/**
 * One mark for each requirement, by source and section; each leads to its line in the list of requirements, and narrows
 * the page to what is about it. The words of the key narrow it to a state.
 */
export function mapSection({ rows }: Report): Markup | false {
  if (rows.length === 0) return false;
  const present = WORDS.filter(([state]) => rows.some((row) => row.state === state));
  return html`<section id="map"><h2>Requirement map <span class="quiet">one mark for each of ${count(rows.length, 'requirement')}; those with a dark edge are binding</span></h2>
<p class="key">${present.map(([state, word]) => html`<a href="#requirements" data-state="${filteredAs(state)}"><i class="mark ${state}">${SIGNS[state]}</i> ${word}</a>`)}</p>
${[...grouped(rows, ({ source }) => source)].map(
  ([
    source,
    own,
  ]) => html`<h3>${source} <span class="quiet">${SOURCE_NAMES[source] ?? 'checks of your own'}</span></h3>
<div class="map">${[...grouped(own, nameSection)].map(
    ([section, list]) =>
      html`<span class="part"><a class="quiet" href="#${anchor('row', list[0]?.id ?? '')}">${section}</a>${list.map(drawMark)}</span>`,
  )}</div>`,
)}</section>`;
}

function drawMark(row: ReportedRow): Markup {
  const { id, state, severity, inScope } = row;
  const word = WORDS.find(([one]) => one === state)?.[1] ?? state;
  const binding = inScope && severity === 'violation' ? ' binding' : '';
  return html`<a class="mark ${state}${binding}" href="#${anchor('row', id)}" data-text="${id}" title="${id}: ${word}" aria-label="${id}: ${word}">${SIGNS[state]}</a>`;
}

/** The document and chapter of a requirement, as short as can be. */
function nameSection({ id, source, section, area }: ReportedRow): string {
  const document = /^(\d{4,5}):/.exec(id)?.[1];
  if (source !== 'rfc' || document === undefined) return area;
  const chapter = /^(\d+(\.\d+)?)/.exec(section)?.[1];
  return `${document}${chapter === undefined ? '' : ` §${chapter}`}`;
}

function grouped(
  rows: readonly ReportedRow[],
  nameCell: (row: ReportedRow) => string,
): Map<string, ReportedRow[]> {
  const groups = new Map<string, ReportedRow[]>();
  for (const row of rows) {
    const name = nameCell(row);
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return groups;
}

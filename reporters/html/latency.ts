import { CLASSES } from '../latency.ts';
import type { Latency, Report } from '../model.ts';
import { count } from '../words.ts';
import { html, type Markup } from './escape.ts';

// One scale for all pictures: half octaves from 1 ms to 8 s, so that two operations compare by eye.
const STEP = 9;
const WIDTH = CLASSES * STEP;
const HEIGHT = 36;
const TICKS: readonly (readonly [number, string])[] = [
  [1, '1 ms'],
  [10, '10'],
  [100, '100'],
  [1000, '1 s'],
];

/** Latency by operation, those with most answers first: numbers, and a picture of how the answers were distributed. */
export function latencySection({ latency }: Report): Markup | false {
  if (latency.length === 0) return false;
  const lines = [...latency].sort((a, b) => b.samples - a.samples || (a.operation < b.operation ? -1 : 1));
  const answers = lines.reduce((sum, { samples }) => sum + samples, 0);
  return html`<section id="latency"><h2>Latency <span class="quiet">milliseconds, without clean-up and retries; a fact, not a judgement</span></h2>
<details class="group"><summary><h3>By operation</h3> <span class="quiet">${count(lines.length, 'operation')}, ${count(answers, 'response')}, most responses first</span></summary>
<div class="wide" tabindex="0" role="region" aria-label="Latency by operation"><table class="list latency"><caption>Bars: responses by time, from 1 ms to 8 s on a logarithmic scale. Lines: p50, p95 and p99.</caption>
<thead><tr><th scope="col">Operation</th><th scope="col" class="n">Responses</th><th scope="col" class="n">p50</th><th scope="col" class="n">p95</th><th scope="col" class="n">p99</th><th scope="col" class="n">max</th><th scope="col">Distribution ${axis()}</th></tr></thead>
<tbody>${lines.map(latencyLine)}</tbody></table></div></details></section>`;
}

function latencyLine(line: Latency): Markup {
  const { operation, samples, p50, p95, p99, max } = line;
  const numbers = Object.entries({ responses: samples, p50, p95, p99, max });
  return html`<tr><th scope="row"><code>${operation}</code></th>${numbers.map(([name, value]) => html`<td class="n" data-word="${name}">${value}</td>`)}
<td>${picture(line)}</td></tr>`;
}

/** Bars of the distribution where the report has one, and a line for each percentile. */
function picture({ operation, samples, p50, p95, p99, distribution = [] }: Latency): Markup {
  const most = Math.max(1, ...distribution);
  const bars = distribution.map((number, index) => {
    if (number === 0) return false;
    const height = Math.max(2, Math.round((number / most) * (HEIGHT - 4)));
    return html`<rect class="bar" x="${index * STEP + 1}" y="${HEIGHT - height}" width="${STEP - 2}" height="${height}"/>`;
  });
  const marks = (
    [
      ['p50', p50],
      ['p95', p95],
      ['p99', p99],
    ] as const
  ).map(([name, ms]) => html`<line class="${name}" x1="${at(ms)}" x2="${at(ms)}" y1="0" y2="${HEIGHT}"/>`);
  const says = `${operation}: ${count(samples, 'answer')}, half within ${p50} ms, 95 % within ${p95} ms, 99 % within ${p99} ms`;
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${says}"><line class="base" x1="0" x2="${WIDTH}" y1="${HEIGHT}" y2="${HEIGHT}"/>${bars}${marks}</svg>`;
}

function axis(): Markup {
  return html`<svg viewBox="0 0 ${WIDTH} 14" width="${WIDTH}" height="14" aria-hidden="true">${TICKS.map(
    ([ms, label]) =>
      html`<line class="tick" x1="${at(ms)}" x2="${at(ms)}" y1="10" y2="14"/><text x="${at(ms)}" y="9"${ms > 1 && html` text-anchor="middle"`}>${label}</text>`,
  )}</svg>`;
}

/** Where a time lies in a picture. */
function at(ms: number): number {
  const octaves = Math.log2(Math.max(1, ms));
  // Bar i holds what lies above 2^((i-1)/2) ms, so that a time and its line fall into its own bar.
  return Math.min(WIDTH - 1, Math.round((2 * octaves + 1) * STEP));
}

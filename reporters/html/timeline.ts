import type { Exchange } from '../../kit/evidence/exchange.ts';
import { limitedInWords } from '../limited.ts';
import type { Report } from '../model.ts';
import { buildTimeline, type Kind, type Timeline } from '../timeline.ts';
import { capital, count, duration } from '../words.ts';
import { html, type Markup } from './escape.ts';

const WIDTH = 1000;
const LANE = 8;
const AXIS = 16;
/** A request is at least so wide, or nobody would see it. */
const LEAST = 0.7;

const KINDS: readonly (readonly [Kind, string, string])[] = [
  ['answered', 't-ok', 'answered'],
  ['clean-up', 't-tidy', 'clean-up'],
  ['limited', 't-limited', 'rejected with 429'],
  ['bad', 't-bad', 'answered 5xx, or not at all'],
];

/** Steps of the axis, in milliseconds. */
const STEPS = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200].map((seconds) => seconds * 1000);

/**
 * The run over time, as one picture: a line for each request that could be under way at once. Only where all requests
 * are at hand: a timeline with holes would show waits that were none.
 */
export function timelineSection(report: Report, exchanges: readonly Exchange[]): Markup | false {
  if (exchanges.length < report.run.requests) return false;
  const timeline = buildTimeline(exchanges);
  if (timeline === undefined) return false;
  const present = KINDS.filter(([kind]) => timeline.counts[kind] > 0);
  const says = inWords(timeline, report);
  return html`<section id="timeline" class="timeline"><h2>Timeline <span class="quiet">each line is one request at a time; empty is waiting</span></h2>
<p>${says}</p>
<p class="key">${present.map(([kind, look, word]) => html`<span><i class="${look}"></i> ${timeline.counts[kind]} ${word}</span>`)}</p>
${picture(timeline, says)}</section>`;
}

function inWords({ durationMs, lanes, waits, counts }: Timeline, { run }: Report): string {
  const [longest] = waits;
  const idle = waits.reduce((sum, { from, until }) => sum + until - from, 0);
  const limited = limitedInWords(run);
  return [
    `${count(run.requests, 'request')} in ${duration(durationMs)}, at most ${lanes} at once.`,
    longest &&
      `No request was in progress for ${duration(idle)}; the longest gap was ${duration(longest.until - longest.from)}, starting at ${duration(longest.from)}.`,
    limited !== undefined && `${capital(limited)}.`,
    counts.bad > 0 && `${count(counts.bad, 'request')} got no answer or a 5xx.`,
  ]
    .filter((part) => part)
    .join(' ');
}

function picture({ durationMs, lanes, stretches }: Timeline, says: string): Markup {
  const height = lanes * LANE;
  const at = (ms: number) => (ms / durationMs) * WIDTH;
  const paths = KINDS.map(([kind, look]) => {
    const shapes = stretches
      .filter((stretch) => stretch.kind === kind)
      .map(({ lane, from, until }) => {
        const x = Math.min(at(from), WIDTH - LEAST);
        const width = Math.max(LEAST, at(until) - x);
        return `M${short(x)} ${lane * LANE + 1}h${short(width)}v${LANE - 2}h${short(-width)}z`;
      });
    return shapes.length > 0 && html`<path class="${look}" d="${shapes.join('')}"/>`;
  });
  const step = STEPS.find((one) => durationMs / one <= 10) ?? durationMs;
  const ticks = Array.from({ length: Math.floor(durationMs / step) + 1 }, (_, index) => index * step);
  const axis = ticks.map(
    (ms) =>
      html`<line class="tick" x1="${short(at(ms))}" x2="${short(at(ms))}" y1="0" y2="${height + 4}"/><text x="${short(Math.min(at(ms) + 2, WIDTH - 24))}" y="${height + 13}">${ms / 1000} s</text>`,
  );
  return html`<svg viewBox="0 0 ${WIDTH} ${height + AXIS}" role="img" aria-label="${says}">${axis}${paths}</svg>`;
}

function short(number: number): string {
  return String(Math.round(number * 10) / 10);
}

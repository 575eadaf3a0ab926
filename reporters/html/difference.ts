import { diffWords } from 'diff';
import { html, type Markup } from './escape.ts';

/** What is another in each run, such as a marker or an id: no reader compares it. */
const OF_THE_RUN = /(conf-[a-z0-9@.-]+|[0-9a-f]{8}-[0-9a-f-]{27})/gi;

/** Longer texts are shown as they are: their differences would be drawn rather than read. */
const LONGEST = 2_000;

/** Texts of which less than this part is common have no differences that a reader could follow. */
const ALIKE = 0.4;

/** Expected and observed, the words in which they differ marked, and values of the run greyed. */
export function difference(expected: string, observed: string): { expected: Markup; observed: Markup } {
  if (expected.length + observed.length > LONGEST)
    return { expected: html`${expected}`, observed: html`${observed}` };
  const parts = diffWords(expected, observed);
  const same = parts.reduce(
    (sum, { added, removed, value }) => sum + (added || removed ? 0 : value.length),
    0,
  );
  const common = same >= ALIKE * Math.min(expected.length, observed.length);
  const side = (of: 'added' | 'removed', other: 'added' | 'removed') =>
    html`${parts.map((part) =>
      part[other]
        ? false
        : part[of] && common
          ? html`<mark>${greyed(part.value)}</mark>`
          : greyed(part.value),
    )}`;
  return { expected: side('removed', 'added'), observed: side('added', 'removed') };
}

function greyed(text: string): Markup {
  return html`${text.split(OF_THE_RUN).map((part, at) => (at % 2 === 1 ? html`<span class="quiet">${part}</span>` : part))}`;
}

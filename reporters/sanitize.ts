/**
 * What must never reach a terminal or a page: C0 and C1 controls but tab and newline, the line and paragraph
 * separators, marks and overrides of writing direction, invisible spaces, and halves of surrogate pairs.
 */
const UNSAFE = /[\p{Cc}\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\p{Cs}/gu;

/** A text of the endpoint with control characters removed; tabs and newlines stay. */
export function stripControls(text: string): string {
  return text.replace(UNSAFE, (found) => (found === '\n' || found === '\t' ? found : ''));
}

/**
 * A text of the endpoint with control characters written out, such as `\\u001b`: for a page, where evidence ought to
 * show what was there.
 */
export function showControls(text: string): string {
  return text.replace(UNSAFE, (found) =>
    found === '\n' || found === '\t'
      ? found
      : `\\u${(found.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

/** A text of the endpoint on one line, of at most `width` characters; `…` stands for what was cut. */
export function oneLine(text: string, width: number): string {
  const line = [...stripControls(text).replace(/\s+/g, ' ').trim()];
  return line.length <= width ? line.join('') : `${line.slice(0, Math.max(0, width - 1)).join('')}…`;
}

/**
 * An @ that forges take for the mention of somebody: one that no letter or digit goes before. A comment behind it stops
 * that and is not copied with the text; the @ of an address stays as it is.
 */
export const MENTION = /(?<![\p{L}\p{N}_.+-])@/gu;
